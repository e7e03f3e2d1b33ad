// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Stakes: what a sink has to lose, and the capacity that it may promise for it
/// @notice Amounts are token wei. Parameters: `MIN_SINK_STAKE` and `STAKE_UNIT` (1 to 1e27; 100e18 and 1e18 at first),
/// `UNBONDING_DELAY` (seconds, at most 30 days; 0 at first), `TREASURY` (an address, not zero, not a slasher),
/// `REGISTRY` (an address; zero, as at first, turns the checks of `unstake` off), `CAPACITY_PRECISION` (1 to 1e18,
/// fixed by the constructor).
interface IStakeManager {
    /// @notice A sink has added to its stake
    /// @param sink The sink
    /// @param amount What arrived
    /// @param totalStake The sink's whole stake after it
    event Staked(address indexed sink, uint256 amount, uint256 totalStake);
    /// @notice A sink has taken back a part of its stake
    /// @param sink The sink
    /// @param amount Token wei given back
    event Unstaked(address indexed sink, uint256 amount);
    /// @notice A sink has lost a part of its stake to the treasury
    /// @param sink The sink
    /// @param amount What was taken, after clipping to the stake
    /// @param reason ASCII in 32 bytes, or a hash that the slasher explains elsewhere
    event Slashed(address indexed sink, uint256 amount, bytes32 reason);
    /// @notice The rest of the slash that `Slashed` does not say; always the next log after it
    /// @param sink The sink
    /// @param slasher The address
    /// @param requested What the slasher asked for; `actual` is what was taken
    /// @param actual Token wei that were taken
    /// @param stakeBefore Token wei before
    /// @param stakeAfter Token wei after
    /// @param evidenceHash The slasher's reference to its evidence; zero when none was given
    event SlashExecuted(
        address indexed sink,
        address indexed slasher,
        uint256 requested,
        uint256 actual,
        uint256 stakeBefore,
        uint256 stakeAfter,
        bytes32 evidenceHash
    );
    /// @notice An address may slash from now on, or no longer
    /// @param slasher The address
    /// @param authorized Whether it may slash from now on
    event SlasherSet(address indexed slasher, bool authorized);
    /// @notice A sink has announced an unstake; a later request replaces an earlier one
    /// @param sink The sink
    /// @param amount Token wei
    /// @param availableAt The second from which `unstake` may take up to `amount`
    event UnstakeRequested(address indexed sink, uint256 amount, uint256 availableAt);

    /// @notice The amount must not be zero
    error StakeManager_ZeroAmount();
    /// @notice The address must not be zero
    error StakeManager_ZeroAddress();
    /// @notice The sink has less at stake than it asks for
    error StakeManager_InsufficientStake(address sink, uint256 stake, uint256 amount);
    /// @notice The unstake would leave the sink under what its task types require
    error StakeManager_StakeRequired(address sink, uint256 stakeAfter, uint256 required);
    /// @notice The unstake would leave the sink's cap under a capacity that it has promised
    error StakeManager_CapacityPromised(address sink, uint256 capAfter, uint256 promised);
    /// @notice An unbonding delay is in force: `requestUnstake` first, then wait until `availableAt` (0: no request)
    error StakeManager_UnstakeNotAvailable(address sink, uint256 requested, uint256 availableAt);
    /// @notice The request could be used up to and including the second `expiresAt`: request again
    error StakeManager_UnstakeExpired(address sink, uint256 expiresAt);
    /// @notice The caller may not slash
    error StakeManager_NotSlasher(address caller);
    /// @notice The sink has no stake left
    error StakeManager_NothingToSlash(address sink);
    /// @notice The treasury may not be a slasher: nobody slashes into its own pocket
    error StakeManager_SlasherIsTreasury(address account);

    /// @notice Adds the caller's tokens to its stake; credits what arrives
    /// @dev Reverts with `ZeroAmount` when nothing arrives. Anyone.
    /// @param amount Token wei; what arrives may be less
    function stake(uint256 amount) external;

    /// @notice Gives stake back to the caller. Reverts where it would break what the caller has promised.
    /// @dev Reverts with `ZeroAmount`, `InsufficientStake`, `UnstakeNotAvailable`, `UnstakeExpired`, `StakeRequired`,
    /// `CapacityPromised`.
    /// @param amount Token wei
    function unstake(uint256 amount) external;

    /// @notice Takes stake from a sink for the treasury, at most what it has. Only an authorised slasher.
    /// @dev Reverts with `NotSlasher`, `ZeroAmount`, `NothingToSlash`.
    /// @param sink The sink
    /// @param amount Token wei; the stake when it is less
    /// @param reason ASCII in 32 bytes, or a hash that the slasher explains elsewhere
    function slash(address sink, uint256 amount, bytes32 reason) external;

    /// @notice As `slash`, with a reference to the evidence
    /// @dev Reverts with `NotSlasher`, `ZeroAmount`, `NothingToSlash`.
    /// @param sink The sink
    /// @param amount Token wei; the stake when it is less
    /// @param reason ASCII in 32 bytes, or a hash that the slasher explains elsewhere
    /// @param evidenceHash The slasher's reference to its evidence
    function slash(address sink, uint256 amount, bytes32 reason, bytes32 evidenceHash) external;

    /// @notice Announces an unstake; needed only while `UNBONDING_DELAY` is not zero. The stake can still be slashed.
    /// The request can be used once the delay of this moment has passed, for as long again as that delay.
    /// @dev Reverts with `ZeroAmount`, `InsufficientStake`.
    /// @param amount Token wei, at most the stake of now
    function requestUnstake(uint256 amount) external;

    /// @notice What a sink may still take under its last request; zeros when there is none
    /// @param sink Who has asked
    /// @return amount Token wei
    /// @return availableAt The first second of its use
    /// @return expiresAt The last second of its use
    function unstakeRequestOf(address sink)
        external
        view
        returns (uint256 amount, uint256 availableAt, uint256 expiresAt);

    /// @notice Allows an address to slash, or no longer. Only the owner.
    /// @dev Reverts with `OwnableUnauthorizedAccount`, `ZeroAddress`, `SlasherIsTreasury`.
    /// @param slasher The address
    /// @param authorized Whether it may slash from now on
    function setSlasher(address slasher, bool authorized) external;

    /// @notice The most capacity that a sink's stake backs:
    /// `isqrt(stake · CAPACITY_PRECISION² / STAKE_UNIT)`, and 0 below `MIN_SINK_STAKE`
    /// @param sink The sink
    function getCapacityCap(address sink) external view returns (uint256);

    /// @notice `getCapacityCap` of each sink, in their order
    /// @param sinks Sinks, in any order
    /// @return caps Units of capacity
    function getCapacityCaps(address[] calldata sinks) external view returns (uint256[] memory caps);

    /// @notice A sink's stake in token wei
    /// @param sink The sink
    function getStake(address sink) external view returns (uint256);

    /// @notice The cap that a stake would have
    /// @param stakeAmount Token wei
    function capacityCapOf(uint256 stakeAmount) external view returns (uint256);

    /// @notice Whether an address may slash
    /// @param account The address
    function isSlasher(address account) external view returns (bool);

    /// @notice The staked token
    function token() external view returns (address);

    /// @notice Token wei below which a stake backs nothing
    function minSinkStake() external view returns (uint256);

    /// @notice Σ of all stakes in token wei
    function totalStaked() external view returns (uint256);
}
