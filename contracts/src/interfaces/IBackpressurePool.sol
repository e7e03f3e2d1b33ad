// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title One Superfluid pool per task type, whose units follow the sinks' capacities
/// @notice Parameters: `REBALANCE_THRESHOLD_BPS` (1 to 10000; 500 at first), `UNIT_SCALE` (1e6 to 1e18; 1e18 at first),
/// `TREASURY` (an address, not zero).
interface IBackpressurePool {
    /// @notice The pool's units follow the capacities of this moment
    /// @param taskTypeId The task type
    /// @param sinkCount Sinks that hold units after it
    /// @param totalCapacity Σ of the effective capacities that the units were computed from
    event Rebalanced(bytes32 indexed taskTypeId, uint256 sinkCount, uint256 totalCapacity);
    /// @notice A task type has its Superfluid pool
    /// @param taskTypeId The task type
    /// @param pool The Superfluid pool
    event PoolCreated(bytes32 indexed taskTypeId, address indexed pool);

    /// @notice The registry does not know the task type
    error BackpressurePool_UnknownTaskType(bytes32 taskTypeId);
    /// @notice The task type has its pool already
    error BackpressurePool_PoolExists(bytes32 taskTypeId, address pool);
    /// @notice The task type has no pool yet: `createPool` first
    error BackpressurePool_NoPool(bytes32 taskTypeId);
    /// @notice The address must not be zero
    error BackpressurePool_ZeroAddress();
    /// @notice Superfluid did not accept a change of units
    error BackpressurePool_UnitsNotUpdated(bytes32 taskTypeId, address sink);
    /// @notice None of the addresses is a departed sink that still holds units
    error BackpressurePool_NothingToRetire(bytes32 taskTypeId);
    /// @notice There is nothing to sweep
    error BackpressurePool_NothingToSweep();

    /// @notice Zeroes the units of departed sinks, then gives each sink `floor(capacity · UNIT_SCALE / Σ capacity)`
    /// units. Anyone, at any time. Clamps capacities above their cap first, and gives the streams back what the changes
    /// have taken from them last. When more members have changed than fit into one transaction, `retire`
    /// the departed first.
    /// @dev Reverts with `NoPool`, `UnitsNotUpdated`.
    /// @param taskTypeId The task type
    function rebalance(bytes32 taskTypeId) external;

    /// @notice Zeroes the units of departed sinks in a part of the caller's choice, and passes over all others: after a
    /// turnover of many sinks a rebalance alone may not fit into one transaction. Anyone, at any time.
    /// @dev Reverts with `NoPool`, `NothingToRetire`, `UnitsNotUpdated`.
    /// @param taskTypeId The task type
    /// @param sinks Sinks that have left the task type
    /// @return retired How many of them held units
    function retire(bytes32 taskTypeId, address[] calldata sinks) external returns (uint256 retired);

    /// @notice Whether Σ capacity has moved by `REBALANCE_THRESHOLD_BPS` or more since the last rebalance; when that
    /// was none or of zero, whether there is capacity. False without a pool.
    /// @param taskTypeId The task type
    function needsRebalance(bytes32 taskTypeId) external view returns (bool);

    /// @notice The Superfluid pool of a task type; zero when there is none
    /// @param taskTypeId The task type
    function getPool(bytes32 taskTypeId) external view returns (address);

    /// @notice Creates the Superfluid pool of a task type. Anyone, once.
    /// @dev Reverts with `UnknownTaskType`, `PoolExists`.
    /// @param taskTypeId The task type
    function createPool(bytes32 taskTypeId) external returns (address);

    /// @notice Sends what the GDA has paid to this contract itself to the treasury. Only the owner.
    /// @dev Reverts with `OwnableUnauthorizedAccount`, `NothingToSweep`.
    /// @return amount SuperToken wei
    function sweep() external returns (uint256 amount);

    /// @notice The sinks that hold units, in no promised order
    /// @param taskTypeId The task type
    function membersOf(bytes32 taskTypeId) external view returns (address[] memory);

    /// @notice Σ capacity at the last rebalance; zero before the first
    /// @param taskTypeId The task type
    function lastTotalCapacity(bytes32 taskTypeId) external view returns (uint256);

    /// @notice The CapacityRegistry
    function registry() external view returns (address);

    /// @notice The SuperToken that the pools pay in
    function superToken() external view returns (address);
}
