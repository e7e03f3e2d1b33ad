// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title What did not fit into the streams waits here, first in, first out
/// @notice Amounts are token wei. Deposit i owns the offsets `[Σ deposits before it, + its amount)`; drains consume
/// offsets from the head. Parameter: `DRAIN_RATE_PER_CAPACITY` (token wei per unit of capacity per block since the last
/// drain, or since the deposit that ended an emptiness; at most 1e27; 0, as at first, is no limit).
interface IEscrowBuffer {
    /// @notice A source has put tokens into the buffer
    /// @param taskTypeId The task type
    /// @param source Who paid
    /// @param amount What arrived
    event Deposited(bytes32 indexed taskTypeId, address indexed source, uint256 amount);
    /// @notice A drain has paid a sink
    /// @param taskTypeId The task type
    /// @param sink The sink
    /// @param amount Token wei paid
    event Drained(bytes32 indexed taskTypeId, address indexed sink, uint256 amount);
    /// @notice The buffer has reached its maximum, or has accepted less than was offered
    /// @param taskTypeId The task type
    /// @param bufferLevel Token wei in the buffer now
    event BufferFull(bytes32 indexed taskTypeId, uint256 bufferLevel);
    /// @notice A buffer has a new maximum; 0 is unlimited
    /// @param taskTypeId The task type
    /// @param bufferMax Token wei; 0 is unlimited
    event BufferMaxSet(bytes32 indexed taskTypeId, uint256 bufferMax);

    /// @notice The registry does not know the task type
    error EscrowBuffer_UnknownTaskType(bytes32 taskTypeId);
    /// @notice The amount must not be zero
    error EscrowBuffer_ZeroAmount();
    /// @notice The deposit does not fit: `depositUpTo` takes what does
    error EscrowBuffer_Overflow(bytes32 taskTypeId, uint256 level, uint256 max, uint256 amount);
    /// @notice The buffer is empty
    error EscrowBuffer_Empty(bytes32 taskTypeId);
    /// @notice No sink has capacity to be paid for
    error EscrowBuffer_NoCapacity(bytes32 taskTypeId);
    /// @notice The rate allows nothing yet, every share rounds to zero, or no transfer went through
    error EscrowBuffer_NothingDrained(bytes32 taskTypeId);

    /// @notice Puts the caller's tokens into the buffer; all of it or nothing
    /// @dev Reverts with `UnknownTaskType`, `ZeroAmount`, `Overflow`. Anyone.
    /// @param taskTypeId The task type
    /// @param amount Token wei; what arrives may be less
    function deposit(bytes32 taskTypeId, uint256 amount) external;

    /// @notice Pays sinks from the head of the queue, in proportion to their effective capacities. Anyone.
    /// @dev Reverts with `UnknownTaskType`, `Empty`, `NoCapacity`, `NothingDrained`.
    /// @param taskTypeId The task type
    function drain(bytes32 taskTypeId) external;

    /// @notice Token wei in the buffer
    /// @param taskTypeId The task type
    function bufferLevel(bytes32 taskTypeId) external view returns (uint256);

    /// @notice The most token wei that the buffer holds; 0 is unlimited
    /// @param taskTypeId The task type
    function bufferMax(bytes32 taskTypeId) external view returns (uint256);

    /// @notice Puts in as much as fits
    /// @dev Reverts with `UnknownTaskType`, `ZeroAmount`. Anyone.
    /// @param taskTypeId The task type
    /// @param amount Token wei offered
    /// @return accepted What arrived
    function depositUpTo(bytes32 taskTypeId, uint256 amount) external returns (uint256 accepted);

    /// @notice Sets a buffer's maximum. Only the owner. Below the level it only stops further deposits.
    /// @dev Reverts with `OwnableUnauthorizedAccount`, `UnknownTaskType`.
    /// @param taskTypeId The task type
    /// @param max Token wei; 0 is unlimited
    function setBufferMax(bytes32 taskTypeId, uint256 max) external;

    /// @notice The queue as offsets: `[head, tail)` is what waits
    /// @param taskTypeId The task type
    /// @return head Token wei ever consumed
    /// @return tail Token wei ever deposited
    function queueOf(bytes32 taskTypeId) external view returns (uint256 head, uint256 tail);

    /// @notice Token wei that a drain in this block would share out
    /// @dev Reverts with `UnknownTaskType`.
    /// @param taskTypeId The task type
    function drainable(bytes32 taskTypeId) external view returns (uint256);

    /// @notice The token
    function token() external view returns (address);

    /// @notice The BackpressurePool
    function pool() external view returns (address);
}
