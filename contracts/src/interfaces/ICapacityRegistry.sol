// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ICapacitySignal} from "./ICapacitySignal.sol";

/// @title Task types, their sinks, and each sink's capacity
/// @notice Capacities are in units of `StakeManager.getCapacityCap`: the square root of stake, times its
/// `CAPACITY_PRECISION`; what is stored has at most 96 bits, and more counts as that. Parameters: `EWMA_ALPHA_BPS`
/// (1 to 10000; 3000 at first), `COMMIT_TIMEOUT` (blocks, 1 to 100000; 20 at first), `MAX_SINKS` (per task type, 1 to
/// 64; 64 at first).
interface ICapacityRegistry is ICapacitySignal {
    /// @notice A task type exists from now on
    /// @param taskTypeId The task type
    /// @param creator Who registered it
    /// @param minStake Token wei that each of its sinks must have at stake
    event TaskTypeRegistered(bytes32 indexed taskTypeId, address indexed creator, uint256 minStake);
    /// @notice A sink serves a task type from now on
    /// @param taskTypeId The task type
    /// @param sink The sink
    /// @param initialCapacity The declared capacity; the first smoothed value is `α · min(initialCapacity, cap)`
    event SinkRegistered(bytes32 indexed taskTypeId, address indexed sink, uint256 initialCapacity);
    /// @notice A sink no longer serves a task type; its capacity and commitment are cleared
    /// @param taskTypeId The task type
    /// @param sink The sink
    event SinkDeregistered(bytes32 indexed taskTypeId, address indexed sink);
    /// @notice A stored capacity that stood above the sink's cap was lowered to it
    /// @param taskTypeId The task type
    /// @param sink The sink
    /// @param smoothed The new stored value, equal to the cap
    event CapacityClamped(bytes32 indexed taskTypeId, address indexed sink, uint256 smoothed);

    /// @notice Task type ids are not zero
    error CapacityRegistry_ZeroTaskType();
    /// @notice The task type was registered before
    error CapacityRegistry_TaskTypeExists(bytes32 taskTypeId);
    /// @notice Nobody has registered this task type
    error CapacityRegistry_UnknownTaskType(bytes32 taskTypeId);
    /// @notice The sink already serves this task type
    error CapacityRegistry_AlreadyRegistered(bytes32 taskTypeId, address sink);
    /// @notice The address is not a sink of this task type
    error CapacityRegistry_NotRegistered(bytes32 taskTypeId, address sink);
    /// @notice The sink's stake, in token wei, is below what the task type needs
    error CapacityRegistry_InsufficientStake(address sink, uint256 stake, uint256 required);
    /// @notice The sink left too recently; it may return in `fromBlock`
    error CapacityRegistry_ReregistrationTooEarly(bytes32 taskTypeId, address sink, uint256 fromBlock);
    /// @notice The task type holds as many sinks as it may
    error CapacityRegistry_TaskTypeFull(bytes32 taskTypeId, uint256 maxSinks);
    /// @notice Commit hashes are not zero
    error CapacityRegistry_ZeroCommitHash();
    /// @notice An earlier commitment can still be revealed, up to and including `lastBlock`
    error CapacityRegistry_CommitPending(bytes32 taskTypeId, address sink, uint256 lastBlock);
    /// @notice There is no commitment to reveal
    error CapacityRegistry_NoCommit(bytes32 taskTypeId, address sink);
    /// @notice A reveal must come in a later block than its commitment
    error CapacityRegistry_RevealTooEarly(bytes32 taskTypeId, address sink, uint256 commitBlock);
    /// @notice The commitment could be revealed up to and including `lastBlock`
    error CapacityRegistry_CommitExpired(bytes32 taskTypeId, address sink, uint256 lastBlock);
    /// @notice Capacity and nonce do not give the committed hash
    error CapacityRegistry_HashMismatch(bytes32 committed, bytes32 revealed);
    /// @notice The stored capacity is not above the sink's cap
    error CapacityRegistry_NothingToClamp(bytes32 taskTypeId, address sink, uint256 smoothed, uint256 cap);
    /// @notice A capacity that does not fit into 128 bits
    error CapacityRegistry_CapacityTooLarge(uint256 capacity);

    /// @notice Creates a task type. Anyone; the first caller is its creator.
    /// @dev Reverts with `ZeroTaskType`, `TaskTypeExists`.
    /// @param taskTypeId Any 32 bytes but zero
    /// @param minStake Token wei that each sink must have at stake; `MIN_SINK_STAKE` holds beside it
    function registerTaskType(bytes32 taskTypeId, uint256 minStake) external;

    /// @notice Makes the caller a sink of the task type
    /// @dev Reverts with `UnknownTaskType`, `AlreadyRegistered`, `InsufficientStake`, `ReregistrationTooEarly`,
    /// `TaskTypeFull`, `CapacityTooLarge`.
    /// @param taskTypeId The task type
    /// @param initialCapacity The declared capacity
    function registerSink(bytes32 taskTypeId, uint256 initialCapacity) external;

    /// @notice Ends the caller's service of the task type
    /// @dev Reverts with `NotRegistered`.
    /// @param taskTypeId The task type
    function deregisterSink(bytes32 taskTypeId) external;

    /// @notice Stores the clamp of one sink whose stored capacity is above its cap. Anyone.
    /// @dev Reverts with `NotRegistered`, `NothingToClamp`.
    /// @param taskTypeId The task type
    /// @param sink The sink
    function sync(bytes32 taskTypeId, address sink) external;

    /// @notice Stores the clamp of every sink that needs it, and gives the result. Anyone.
    /// @dev Reverts with `UnknownTaskType`.
    /// @param taskTypeId The task type
    /// @return sinks The registered sinks
    /// @return capacities The stored capacity of each, now at most its cap
    /// @return total Their sum, equal to `totalCapacity`
    function syncAll(bytes32 taskTypeId)
        external
        returns (address[] memory sinks, uint256[] memory capacities, uint256 total);

    /// @notice What `syncAll` would give, without storing it
    /// @dev Reverts with `UnknownTaskType`.
    /// @param taskTypeId The task type
    /// @return sinks The registered sinks
    /// @return capacities The smaller of the stored capacity and the cap of each
    /// @return total Their sum
    function effectiveCapacities(bytes32 taskTypeId)
        external
        view
        returns (address[] memory sinks, uint256[] memory capacities, uint256 total);

    /// @notice The hash that `commitCapacity` expects
    /// @param taskTypeId The task type
    /// @param sink The sink
    /// @param capacity The declared capacity
    /// @param nonce The number that hides the capacity until it is revealed
    function hashCommitment(bytes32 taskTypeId, address sink, uint256 capacity, bytes32 nonce)
        external
        pure
        returns (bytes32);

    /// @notice Σ of the stored smoothed capacities of the registered sinks
    /// @param taskTypeId The task type
    function totalCapacity(bytes32 taskTypeId) external view returns (uint256);

    /// @notice The stored smoothed capacity, which may stand above the cap until it is synced
    /// @param taskTypeId The task type
    /// @param sink The sink
    function storedCapacity(bytes32 taskTypeId, address sink) external view returns (uint256);

    /// @notice The sinks of a task type, in no promised order
    /// @param taskTypeId The task type
    function sinksOf(bytes32 taskTypeId) external view returns (address[] memory);

    /// @notice Whether the address is a sink of the task type
    /// @param taskTypeId The task type
    /// @param sink The sink
    function isRegistered(bytes32 taskTypeId, address sink) external view returns (bool);

    /// @notice Whether the task type was registered
    /// @param taskTypeId The task type
    function taskTypeExists(bytes32 taskTypeId) external view returns (bool);

    /// @notice Token wei that each sink of the task type must have at stake, `MIN_SINK_STAKE` included
    /// @param taskTypeId The task type
    function requiredStake(bytes32 taskTypeId) external view returns (uint256);

    /// @notice The commitment of a sink that it has not revealed, expired or not; zeros when there is none
    /// @param taskTypeId The task type
    /// @param sink The sink
    /// @return commitHash The hash
    /// @return commitBlock The block that holds it
    function commitmentOf(bytes32 taskTypeId, address sink)
        external
        view
        returns (bytes32 commitHash, uint256 commitBlock);

    /// @notice What a sink must keep over all its task types
    /// @param sink The sink
    /// @return stake The highest required stake in token wei
    /// @return capacity The highest stored smoothed capacity
    function obligationsOf(address sink) external view returns (uint256 stake, uint256 capacity);
}
