// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Ewma} from "../libraries/Ewma.sol";
import {AggregatorStakeManager} from "./AggregatorStakeManager.sol";

/// @title A CapacityRegistry, and pool, that speak the dialect "aggregator"
/// @dev Capacities are told after the cap, also by an aggregator without a commitment; the first one is not smoothed.
contract AggregatorRegistry {
    struct Signal {
        uint256 smoothed;
        bytes32 commitHash;
        uint256 commitBlock;
    }

    event TaskTypeRegistered(bytes32 indexed taskTypeId, address indexed creator, uint256 minStake);
    event SinkRegistered(bytes32 indexed taskTypeId, address indexed sink, uint256 initialCapacity);
    event CapacityCommitted(bytes32 indexed taskTypeId, address indexed sink, bytes32 commitHash);
    event CapacityRevealed(bytes32 indexed taskTypeId, address indexed sink, uint256 raw, uint256 smoothed);
    event Rebalanced(bytes32 indexed taskTypeId, uint256 sinkCount, uint256 totalCapacity);

    error AggregatorRegistry_Refused();

    uint256 public constant COMMIT_TIMEOUT = 20;
    uint256 private constant _ALPHA_BPS = 3000;

    AggregatorStakeManager public immutable STAKES;
    address public immutable AGGREGATOR;

    mapping(bytes32 taskTypeId => mapping(address sink => Signal)) private _signals;
    mapping(bytes32 taskTypeId => uint256) private _sinkCounts;
    mapping(bytes32 taskTypeId => uint256) private _totals;

    constructor(AggregatorStakeManager stakes, address aggregator) {
        STAKES = stakes;
        AGGREGATOR = aggregator;
    }

    function registerTaskType(bytes32 taskTypeId, uint256 minStake) external {
        emit TaskTypeRegistered(taskTypeId, msg.sender, minStake);
    }

    function registerSink(bytes32 taskTypeId, uint256 declared) external {
        uint256 capped = _capped(msg.sender, declared);
        _signals[taskTypeId][msg.sender].smoothed = capped;
        ++_sinkCounts[taskTypeId];
        _totals[taskTypeId] += capped;
        emit SinkRegistered(taskTypeId, msg.sender, capped);
    }

    function commitCapacity(bytes32 taskTypeId, bytes32 commitHash) external {
        Signal storage signal = _signals[taskTypeId][msg.sender];
        (signal.commitHash, signal.commitBlock) = (commitHash, block.number);
        emit CapacityCommitted(taskTypeId, msg.sender, commitHash);
    }

    function revealCapacity(bytes32 taskTypeId, uint256 capacity, bytes32 nonce) external {
        Signal storage signal = _signals[taskTypeId][msg.sender];
        bool isLate = block.number > signal.commitBlock + COMMIT_TIMEOUT;
        bool isOther = signal.commitHash != keccak256(abi.encode(capacity, nonce));
        if (isLate || isOther) revert AggregatorRegistry_Refused();
        signal.commitHash = 0;
        _update(taskTypeId, msg.sender, capacity);
    }

    function updateCapacityFromAggregator(bytes32 taskTypeId, address sink, uint256 capacity) external {
        if (msg.sender != AGGREGATOR) revert AggregatorRegistry_Refused();
        _update(taskTypeId, sink, capacity);
    }

    function rebalance(bytes32 taskTypeId) external {
        emit Rebalanced(taskTypeId, _sinkCounts[taskTypeId], _totals[taskTypeId]);
    }

    function _update(bytes32 taskTypeId, address sink, uint256 capacity) private {
        Signal storage signal = _signals[taskTypeId][sink];
        uint256 capped = _capped(sink, capacity);
        uint256 smoothed = Ewma.next(signal.smoothed, capped, _ALPHA_BPS);
        _totals[taskTypeId] = _totals[taskTypeId] + smoothed - signal.smoothed;
        signal.smoothed = smoothed;
        emit CapacityRevealed(taskTypeId, sink, capped, smoothed);
    }

    function _capped(address sink, uint256 capacity) private view returns (uint256) {
        uint256 cap = STAKES.getCapacityCap(sink);
        return capacity < cap ? capacity : cap;
    }
}
