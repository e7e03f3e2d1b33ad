// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title The capacity signal: commit, reveal, and the smoothed result
/// @notice Capacities are in units of `StakeManager.getCapacityCap`
interface ICapacitySignal {
    /// @notice A sink has committed to a capacity that it will reveal later
    /// @param taskTypeId The task type
    /// @param sink The sink
    /// @param commitHash `keccak256(abi.encode(taskTypeId, sink, capacity, nonce))`
    event CapacityCommitted(bytes32 indexed taskTypeId, address indexed sink, bytes32 commitHash);
    /// @notice A sink has revealed the capacity that it committed to
    /// @param taskTypeId The task type
    /// @param sink The sink
    /// @param raw The declared capacity, before the cap
    /// @param smoothed The stored EWMA after this reveal, which took `min(raw, cap)`
    event CapacityRevealed(bytes32 indexed taskTypeId, address indexed sink, uint256 raw, uint256 smoothed);

    /// @notice Commits the caller to a capacity. Only a registered sink without an unexpired commitment.
    /// @dev Reverts with `NotRegistered`, `ZeroCommitHash`, `CommitPending`.
    /// @param taskTypeId The task type
    /// @param commitHash `keccak256(abi.encode(taskTypeId, sink, capacity, nonce))`, not zero
    function commitCapacity(bytes32 taskTypeId, bytes32 commitHash) external;

    /// @notice Reveals the caller's commitment and moves its smoothed capacity.
    /// Valid in blocks `commitBlock + 1` to `commitBlock + COMMIT_TIMEOUT`.
    /// @dev Reverts with `NotRegistered`, `NoCommit`, `RevealTooEarly`, `CommitExpired`, `HashMismatch`,
    /// `CapacityTooLarge`.
    /// @param taskTypeId The task type
    /// @param capacity The capacity committed to; more than the cap counts as the cap
    /// @param nonce The number that hides the capacity until it is revealed
    function revealCapacity(bytes32 taskTypeId, uint256 capacity, bytes32 nonce) external;

    /// @notice The capacity that counts now: the smaller of the stored EWMA and the sink's cap
    /// @param taskTypeId The task type
    /// @param sink The sink
    function getSmoothedCapacity(bytes32 taskTypeId, address sink) external view returns (uint256);
}
