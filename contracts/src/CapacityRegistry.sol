// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Governed} from "./Governed.sol";
import {ICapacityRegistry} from "./interfaces/ICapacityRegistry.sol";
import {ICapacitySignal} from "./interfaces/ICapacitySignal.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";
import {Ewma} from "./libraries/Ewma.sol";

contract CapacityRegistry is ICapacityRegistry, Governed {
    using EnumerableSet for EnumerableSet.AddressSet;
    using EnumerableSet for EnumerableSet.Bytes32Set;

    struct TaskType {
        bool exists;
        uint248 totalCapacity;
        uint256 minStake;
        EnumerableSet.AddressSet sinks;
    }

    struct SinkState {
        uint128 smoothed;
        uint64 commitBlock;
        uint64 leftBlock;
        bytes32 commitHash;
    }

    bytes32 private constant EWMA_ALPHA_BPS = "EWMA_ALPHA_BPS";
    bytes32 private constant COMMIT_TIMEOUT = "COMMIT_TIMEOUT";
    bytes32 private constant MAX_SINKS = "MAX_SINKS";

    IStakeManager private immutable _STAKE_MANAGER;

    mapping(bytes32 taskTypeId => TaskType taskType) private _taskTypes;
    mapping(bytes32 taskTypeId => mapping(address sink => SinkState state)) private _sinks;
    mapping(address sink => EnumerableSet.Bytes32Set taskTypeIds) private _taskTypesOf;

    constructor(IStakeManager stakeManager, address owner_) Governed(owner_) {
        _STAKE_MANAGER = stakeManager;
        _setParam(EWMA_ALPHA_BPS, 3000);
        _setParam(COMMIT_TIMEOUT, 20);
        _setParam(MAX_SINKS, 64);
    }

    modifier onlyKnown(bytes32 taskTypeId) {
        if (!_taskTypes[taskTypeId].exists) revert CapacityRegistry_UnknownTaskType(taskTypeId);
        _;
    }

    /// @inheritdoc ICapacityRegistry
    function registerTaskType(bytes32 taskTypeId, uint256 minStake) external {
        if (taskTypeId == 0) revert CapacityRegistry_ZeroTaskType();
        TaskType storage taskType = _taskTypes[taskTypeId];
        if (taskType.exists) revert CapacityRegistry_TaskTypeExists(taskTypeId);

        taskType.exists = true;
        taskType.minStake = minStake;
        emit TaskTypeRegistered(taskTypeId, msg.sender, minStake);
    }

    /// @inheritdoc ICapacityRegistry
    function registerSink(bytes32 taskTypeId, uint256 initialCapacity) external {
        _checkEntry(taskTypeId, msg.sender);
        uint256 sample = _capped(msg.sender, initialCapacity);

        _taskTypes[taskTypeId].sinks.add(msg.sender);
        _taskTypesOf[msg.sender].add(taskTypeId);
        _store(taskTypeId, msg.sender, Ewma.next(0, sample, _param(EWMA_ALPHA_BPS)));
        emit SinkRegistered(taskTypeId, msg.sender, initialCapacity);
    }

    /// @inheritdoc ICapacityRegistry
    function deregisterSink(bytes32 taskTypeId) external {
        SinkState storage state = _registered(taskTypeId, msg.sender);

        _store(taskTypeId, msg.sender, 0);
        _taskTypes[taskTypeId].sinks.remove(msg.sender);
        _taskTypesOf[msg.sender].remove(taskTypeId);
        state.commitHash = 0;
        state.commitBlock = 0;
        state.leftBlock = uint64(block.number);
        emit SinkDeregistered(taskTypeId, msg.sender);
    }

    /// @inheritdoc ICapacitySignal
    function commitCapacity(bytes32 taskTypeId, bytes32 commitHash) external {
        SinkState storage state = _registered(taskTypeId, msg.sender);
        if (commitHash == 0) revert CapacityRegistry_ZeroCommitHash();
        uint256 lastBlock = state.commitBlock + _param(COMMIT_TIMEOUT);
        if (state.commitHash != 0 && block.number <= lastBlock) {
            revert CapacityRegistry_CommitPending(taskTypeId, msg.sender, lastBlock);
        }

        state.commitHash = commitHash;
        state.commitBlock = uint64(block.number);
        emit CapacityCommitted(taskTypeId, msg.sender, commitHash);
    }

    /// @inheritdoc ICapacitySignal
    function revealCapacity(bytes32 taskTypeId, uint256 capacity, bytes32 nonce) external {
        SinkState storage state = _registered(taskTypeId, msg.sender);
        _checkReveal(taskTypeId, msg.sender, state);
        bytes32 revealed = hashCommitment(taskTypeId, msg.sender, capacity, nonce);
        if (revealed != state.commitHash) revert CapacityRegistry_HashMismatch(state.commitHash, revealed);

        state.commitHash = 0;
        state.commitBlock = 0;
        uint256 smoothed = Ewma.next(state.smoothed, _capped(msg.sender, capacity), _param(EWMA_ALPHA_BPS));
        _store(taskTypeId, msg.sender, smoothed);
        emit CapacityRevealed(taskTypeId, msg.sender, capacity, smoothed);
    }

    /// @inheritdoc ICapacityRegistry
    function sync(bytes32 taskTypeId, address sink) external {
        uint256 smoothed = _registered(taskTypeId, sink).smoothed;
        uint256 cap = _STAKE_MANAGER.getCapacityCap(sink);
        if (smoothed <= cap) revert CapacityRegistry_NothingToClamp(taskTypeId, sink, smoothed, cap);

        _clamp(taskTypeId, sink, cap);
    }

    /// @inheritdoc ICapacityRegistry
    function syncAll(bytes32 taskTypeId)
        external
        returns (address[] memory sinks, uint256[] memory capacities, uint256 total)
    {
        (sinks, capacities, total) = effectiveCapacities(taskTypeId);
        for (uint256 i = 0; i < sinks.length; ++i) {
            if (capacities[i] < _sinks[taskTypeId][sinks[i]].smoothed) _clamp(taskTypeId, sinks[i], capacities[i]);
        }
    }

    /// @inheritdoc ICapacitySignal
    function getSmoothedCapacity(bytes32 taskTypeId, address sink) external view returns (uint256) {
        return _effective(taskTypeId, sink);
    }

    /// @inheritdoc ICapacityRegistry
    function totalCapacity(bytes32 taskTypeId) external view returns (uint256) {
        return _taskTypes[taskTypeId].totalCapacity;
    }

    /// @inheritdoc ICapacityRegistry
    function storedCapacity(bytes32 taskTypeId, address sink) external view returns (uint256) {
        return _sinks[taskTypeId][sink].smoothed;
    }

    /// @inheritdoc ICapacityRegistry
    function sinksOf(bytes32 taskTypeId) external view returns (address[] memory) {
        return _taskTypes[taskTypeId].sinks.values();
    }

    /// @inheritdoc ICapacityRegistry
    function taskTypeExists(bytes32 taskTypeId) external view returns (bool) {
        return _taskTypes[taskTypeId].exists;
    }

    /// @inheritdoc ICapacityRegistry
    function commitmentOf(bytes32 taskTypeId, address sink)
        external
        view
        returns (bytes32 commitHash, uint256 commitBlock)
    {
        SinkState storage state = _sinks[taskTypeId][sink];
        return (state.commitHash, state.commitBlock);
    }

    /// @inheritdoc ICapacityRegistry
    function obligationsOf(address sink) external view returns (uint256 stake, uint256 capacity) {
        bytes32[] memory taskTypeIds = _taskTypesOf[sink].values();
        for (uint256 i = 0; i < taskTypeIds.length; ++i) {
            stake = Math.max(stake, requiredStake(taskTypeIds[i]));
            capacity = Math.max(capacity, _sinks[taskTypeIds[i]][sink].smoothed);
        }
    }

    /// @inheritdoc ICapacityRegistry
    function effectiveCapacities(bytes32 taskTypeId)
        public
        view
        onlyKnown(taskTypeId)
        returns (address[] memory sinks, uint256[] memory capacities, uint256 total)
    {
        sinks = _taskTypes[taskTypeId].sinks.values();
        capacities = new uint256[](sinks.length);
        for (uint256 i = 0; i < sinks.length; ++i) {
            capacities[i] = _effective(taskTypeId, sinks[i]);
            total += capacities[i];
        }
    }

    /// @inheritdoc ICapacityRegistry
    function isRegistered(bytes32 taskTypeId, address sink) public view returns (bool) {
        return _taskTypes[taskTypeId].sinks.contains(sink);
    }

    /// @inheritdoc ICapacityRegistry
    function requiredStake(bytes32 taskTypeId) public view returns (uint256) {
        return Math.max(_taskTypes[taskTypeId].minStake, _STAKE_MANAGER.minSinkStake());
    }

    /// @inheritdoc ICapacityRegistry
    function hashCommitment(bytes32 taskTypeId, address sink, uint256 capacity, bytes32 nonce)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(taskTypeId, sink, capacity, nonce));
    }

    function _clamp(bytes32 taskTypeId, address sink, uint256 cap) private {
        _store(taskTypeId, sink, cap);
        emit CapacityClamped(taskTypeId, sink, cap);
    }

    /// @dev The one place where a capacity changes, so that the total stays the sum
    function _store(bytes32 taskTypeId, address sink, uint256 smoothed) private {
        TaskType storage taskType = _taskTypes[taskTypeId];
        SinkState storage state = _sinks[taskTypeId][sink];
        taskType.totalCapacity = uint248(taskType.totalCapacity - state.smoothed + smoothed);
        state.smoothed = uint128(smoothed);
    }

    function _checkEntry(bytes32 taskTypeId, address sink) private view onlyKnown(taskTypeId) {
        if (isRegistered(taskTypeId, sink)) revert CapacityRegistry_AlreadyRegistered(taskTypeId, sink);

        uint256 stake = _STAKE_MANAGER.getStake(sink);
        uint256 required = requiredStake(taskTypeId);
        if (stake < required) revert CapacityRegistry_InsufficientStake(sink, stake, required);

        uint256 leftBlock = _sinks[taskTypeId][sink].leftBlock;
        uint256 fromBlock = leftBlock + _param(COMMIT_TIMEOUT);
        if (leftBlock != 0 && block.number < fromBlock) {
            revert CapacityRegistry_ReregistrationTooEarly(taskTypeId, sink, fromBlock);
        }

        uint256 maxSinks = _param(MAX_SINKS);
        if (_taskTypes[taskTypeId].sinks.length() >= maxSinks) {
            revert CapacityRegistry_TaskTypeFull(taskTypeId, maxSinks);
        }
    }

    function _checkReveal(bytes32 taskTypeId, address sink, SinkState storage state) private view {
        if (state.commitHash == 0) revert CapacityRegistry_NoCommit(taskTypeId, sink);
        uint256 commitBlock = state.commitBlock;
        if (block.number <= commitBlock) revert CapacityRegistry_RevealTooEarly(taskTypeId, sink, commitBlock);
        uint256 lastBlock = commitBlock + _param(COMMIT_TIMEOUT);
        if (block.number > lastBlock) revert CapacityRegistry_CommitExpired(taskTypeId, sink, lastBlock);
    }

    function _registered(bytes32 taskTypeId, address sink) private view returns (SinkState storage) {
        if (!isRegistered(taskTypeId, sink)) revert CapacityRegistry_NotRegistered(taskTypeId, sink);
        return _sinks[taskTypeId][sink];
    }

    function _capped(address sink, uint256 capacity) private view returns (uint256) {
        if (capacity > type(uint128).max) revert CapacityRegistry_CapacityTooLarge(capacity);
        return Math.min(capacity, _STAKE_MANAGER.getCapacityCap(sink));
    }

    function _effective(bytes32 taskTypeId, address sink) private view returns (uint256) {
        return Math.min(_sinks[taskTypeId][sink].smoothed, _STAKE_MANAGER.getCapacityCap(sink));
    }

    function _bounds(bytes32 key) internal pure override returns (uint256 min, uint256 max) {
        if (key == EWMA_ALPHA_BPS) return (1, Ewma.BPS);
        if (key == COMMIT_TIMEOUT) return (1, 100_000);
        if (key == MAX_SINKS) return (1, 64);
        revert Governed_UnknownParam(key);
    }
}
