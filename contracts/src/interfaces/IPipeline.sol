// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Task types in a row: the congestion of a stage limits all stages before it
/// @notice Parameter: `MAX_STAGES` (2 to 32; 8 at first).
interface IPipeline {
    /// @notice A pipeline exists from now on
    /// @param pipelineId The pipeline
    /// @param stages Task types from the first (upstream) to the last (downstream)
    event PipelineCreated(bytes32 indexed pipelineId, bytes32[] stages);
    /// @notice All stages were rebalanced, from the last to the first
    /// @param pipelineId The pipeline
    /// @param effectiveCapacities One per stage, in the stages' order
    event PipelineRebalanced(bytes32 indexed pipelineId, uint256[] effectiveCapacities);

    /// @notice A pipeline has from two to `max` stages
    error Pipeline_BadStageCount(uint256 count, uint256 max);
    /// @notice A stage has no pool
    error Pipeline_NoPool(bytes32 taskTypeId);
    /// @notice A stage occurs twice
    error Pipeline_DuplicateStage(bytes32 taskTypeId);
    /// @notice A pipeline of these stages exists
    error Pipeline_Exists(bytes32 pipelineId);
    /// @notice No such pipeline
    error Pipeline_Unknown(bytes32 pipelineId);

    /// @notice Creates a pipeline. Anyone.
    /// @dev Reverts with `BadStageCount`, `NoPool`, `DuplicateStage`, `Exists`.
    /// @param stages Task types from the first (upstream) to the last (downstream), each with a pool
    /// @return pipelineId `keccak256(abi.encode(stages))`
    function createPipeline(bytes32[] calldata stages) external returns (bytes32 pipelineId);

    /// @notice Rebalances every stage, from the last to the first. Anyone.
    /// @dev Reverts with `Unknown`, and what a rebalance reverts with.
    /// @param pipelineId The pipeline
    function rebalancePipeline(bytes32 pipelineId) external;

    /// @notice Per stage, the smallest effective capacity from it to the end
    /// @dev Reverts with `Unknown`.
    /// @param pipelineId The pipeline
    function getEffectiveCapacities(bytes32 pipelineId) external view returns (uint256[] memory);

    /// @notice The stages of a pipeline
    /// @param pipelineId The pipeline
    function stagesOf(bytes32 pipelineId) external view returns (bytes32[] memory);

    /// @notice The BackpressurePool
    function pool() external view returns (address);
}
