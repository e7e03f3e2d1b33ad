// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Governed} from "./Governed.sol";
import {IBackpressurePool} from "./interfaces/IBackpressurePool.sol";
import {ICapacityRegistry} from "./interfaces/ICapacityRegistry.sol";
import {IPipeline} from "./interfaces/IPipeline.sol";

contract Pipeline is IPipeline, Governed {
    bytes32 private constant MAX_STAGES = "MAX_STAGES";
    uint256 private constant MIN_STAGES = 2;

    IBackpressurePool private immutable _POOL;
    ICapacityRegistry private immutable _REGISTRY;

    mapping(bytes32 pipelineId => bytes32[] taskTypeIds) private _stages;

    constructor(IBackpressurePool pool_, address owner_) Governed(owner_) {
        _POOL = pool_;
        _REGISTRY = ICapacityRegistry(pool_.registry());
        _setParam(MAX_STAGES, 8);
    }

    modifier onlyKnown(bytes32 pipelineId) {
        if (_stages[pipelineId].length == 0) revert Pipeline_Unknown(pipelineId);
        _;
    }

    /// @inheritdoc IPipeline
    function createPipeline(bytes32[] calldata stages) external returns (bytes32 pipelineId) {
        uint256 max = _param(MAX_STAGES);
        if (stages.length < MIN_STAGES || stages.length > max) revert Pipeline_BadStageCount(stages.length, max);
        for (uint256 i = 0; i < stages.length; ++i) {
            if (_POOL.getPool(stages[i]) == address(0)) revert Pipeline_NoPool(stages[i]);
            for (uint256 j = 0; j < i; ++j) {
                if (stages[j] == stages[i]) revert Pipeline_DuplicateStage(stages[i]);
            }
        }
        pipelineId = keccak256(abi.encode(stages));
        if (_stages[pipelineId].length != 0) revert Pipeline_Exists(pipelineId);

        _stages[pipelineId] = stages;
        emit PipelineCreated(pipelineId, stages);
    }

    /// @inheritdoc IPipeline
    function rebalancePipeline(bytes32 pipelineId) external onlyKnown(pipelineId) {
        bytes32[] memory stages = _stages[pipelineId];
        for (uint256 i = stages.length; i > 0; --i) {
            _POOL.rebalance(stages[i - 1]);
        }

        emit PipelineRebalanced(pipelineId, getEffectiveCapacities(pipelineId));
    }

    /// @inheritdoc IPipeline
    function stagesOf(bytes32 pipelineId) external view returns (bytes32[] memory) {
        return _stages[pipelineId];
    }

    /// @inheritdoc IPipeline
    function pool() external view returns (address) {
        return address(_POOL);
    }

    /// @inheritdoc IPipeline
    function getEffectiveCapacities(bytes32 pipelineId)
        public
        view
        onlyKnown(pipelineId)
        returns (uint256[] memory capacities)
    {
        bytes32[] memory stages = _stages[pipelineId];
        capacities = new uint256[](stages.length);
        uint256 smallest = type(uint256).max;
        for (uint256 i = stages.length; i > 0; --i) {
            (,, uint256 total) = _REGISTRY.effectiveCapacities(stages[i - 1]);
            smallest = Math.min(smallest, total);
            capacities[i - 1] = smallest;
        }
    }

    function _bounds(bytes32 key) internal pure override returns (uint256 min, uint256 max) {
        if (key == MAX_STAGES) return (MIN_STAGES, 32);
        revert Governed_UnknownParam(key);
    }
}
