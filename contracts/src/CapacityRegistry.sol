// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Governed} from "./Governed.sol";
import {ICapacityRegistry} from "./interfaces/ICapacityRegistry.sol";
import {ICapacitySignal} from "./interfaces/ICapacitySignal.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";
import {Ewma} from "./libraries/Ewma.sol";
import {SinkTable} from "./libraries/SinkTable.sol";

contract CapacityRegistry is ICapacityRegistry, Governed {
    using EnumerableSet for EnumerableSet.Bytes32Set;
    using SinkTable for SinkTable.Table;

    struct TaskType {
        SinkTable.Table sinks;
        uint256 minStake;
    }

    /// @dev No place, no sink. A commitment is there while its block is: its hash stays, since writing over it is
    /// cheaper than writing anew.
    struct SinkState {
        uint64 commitBlock;
        uint64 leftBlock;
        uint8 place;
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
        if (!_taskTypes[taskTypeId].sinks.exists) revert CapacityRegistry_UnknownTaskType(taskTypeId);
        _;
    }

    /// @inheritdoc ICapacityRegistry
    function registerTaskType(bytes32 taskTypeId, uint256 minStake) external {
        if (taskTypeId == 0) revert CapacityRegistry_ZeroTaskType();
        TaskType storage taskType = _taskTypes[taskTypeId];
        if (taskType.sinks.exists) revert CapacityRegistry_TaskTypeExists(taskTypeId);

        taskType.sinks.exists = true;
        taskType.minStake = minStake;
        emit TaskTypeRegistered(taskTypeId, msg.sender, minStake);
    }

    /// @inheritdoc ICapacityRegistry
    function registerSink(bytes32 taskTypeId, uint256 initialCapacity) external {
        _checkEntry(taskTypeId, msg.sender);
        uint256 sample = _capped(msg.sender, initialCapacity);

        SinkTable.Table storage sinks = _taskTypes[taskTypeId].sinks;
        uint8 place = sinks.append(msg.sender);
        sinks.set(place, Ewma.next(0, sample, _param(EWMA_ALPHA_BPS)));
        _sinks[taskTypeId][msg.sender].place = place;
        _taskTypesOf[msg.sender].add(taskTypeId);
        emit SinkRegistered(taskTypeId, msg.sender, initialCapacity);
    }

    /// @inheritdoc ICapacityRegistry
    function deregisterSink(bytes32 taskTypeId) external {
        SinkState storage state = _registered(taskTypeId, msg.sender);

        address moved = _taskTypes[taskTypeId].sinks.remove(state.place);
        _sinks[taskTypeId][moved].place = state.place;
        _taskTypesOf[msg.sender].remove(taskTypeId);
        state.place = 0;
        state.commitBlock = 0;
        state.leftBlock = uint64(block.number);
        emit SinkDeregistered(taskTypeId, msg.sender);
    }

    /// @inheritdoc ICapacitySignal
    function commitCapacity(bytes32 taskTypeId, bytes32 commitHash) external {
        SinkState storage state = _registered(taskTypeId, msg.sender);
        if (commitHash == 0) revert CapacityRegistry_ZeroCommitHash();
        uint256 commitBlock = state.commitBlock;
        if (commitBlock != 0) {
            uint256 lastBlock = commitBlock + _param(COMMIT_TIMEOUT);
            if (block.number <= lastBlock) revert CapacityRegistry_CommitPending(taskTypeId, msg.sender, lastBlock);
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

        state.commitBlock = 0;
        SinkTable.Table storage sinks = _taskTypes[taskTypeId].sinks;
        uint8 place = state.place;
        uint256 sample = _capped(msg.sender, capacity);
        uint256 smoothed = Ewma.next(sinks.smoothedAt(place), sample, _param(EWMA_ALPHA_BPS));
        sinks.set(place, smoothed);
        emit CapacityRevealed(taskTypeId, msg.sender, capacity, smoothed);
    }

    /// @inheritdoc ICapacityRegistry
    function sync(bytes32 taskTypeId, address sink) external {
        uint8 place = _registered(taskTypeId, sink).place;
        uint256 smoothed = _taskTypes[taskTypeId].sinks.smoothedAt(place);
        uint256 cap = _STAKE_MANAGER.getCapacityCap(sink);
        if (smoothed <= cap) revert CapacityRegistry_NothingToClamp(taskTypeId, sink, smoothed, cap);

        _taskTypes[taskTypeId].sinks.set(place, cap);
        emit CapacityClamped(taskTypeId, sink, cap);
    }

    /// @inheritdoc ICapacityRegistry
    function syncAll(bytes32 taskTypeId)
        external
        returns (address[] memory sinks, uint256[] memory capacities, uint256 total)
    {
        bool[] memory aboveCap;
        (sinks, capacities, total, aboveCap) = _effectiveCapacities(taskTypeId);
        for (uint256 i = 0; i < sinks.length; ++i) {
            if (!aboveCap[i]) continue;
            _taskTypes[taskTypeId].sinks.set(uint8(i + 1), capacities[i]);
            emit CapacityClamped(taskTypeId, sinks[i], capacities[i]);
        }
    }

    /// @inheritdoc ICapacitySignal
    function getSmoothedCapacity(bytes32 taskTypeId, address sink) external view returns (uint256) {
        return _effective(taskTypeId, sink);
    }

    /// @inheritdoc ICapacityRegistry
    function totalCapacity(bytes32 taskTypeId) external view returns (uint256) {
        return _taskTypes[taskTypeId].sinks.total;
    }

    /// @inheritdoc ICapacityRegistry
    function storedCapacity(bytes32 taskTypeId, address sink) external view returns (uint256) {
        return _smoothed(taskTypeId, sink);
    }

    /// @inheritdoc ICapacityRegistry
    function sinksOf(bytes32 taskTypeId) external view returns (address[] memory sinks) {
        (sinks,) = _taskTypes[taskTypeId].sinks.all();
    }

    /// @inheritdoc ICapacityRegistry
    function taskTypeExists(bytes32 taskTypeId) external view returns (bool) {
        return _taskTypes[taskTypeId].sinks.exists;
    }

    /// @inheritdoc ICapacityRegistry
    function commitmentOf(bytes32 taskTypeId, address sink)
        external
        view
        returns (bytes32 commitHash, uint256 commitBlock)
    {
        SinkState storage state = _sinks[taskTypeId][sink];
        commitBlock = state.commitBlock;
        if (commitBlock != 0) commitHash = state.commitHash;
    }

    /// @inheritdoc ICapacityRegistry
    function obligationsOf(address sink) external view returns (uint256 stake, uint256 capacity) {
        bytes32[] memory taskTypeIds = _taskTypesOf[sink].values();
        for (uint256 i = 0; i < taskTypeIds.length; ++i) {
            stake = Math.max(stake, requiredStake(taskTypeIds[i]));
            capacity = Math.max(capacity, _smoothed(taskTypeIds[i], sink));
        }
    }

    /// @inheritdoc ICapacityRegistry
    function effectiveCapacities(bytes32 taskTypeId)
        external
        view
        returns (address[] memory sinks, uint256[] memory capacities, uint256 total)
    {
        (sinks, capacities, total,) = _effectiveCapacities(taskTypeId);
    }

    /// @inheritdoc ICapacityRegistry
    function isRegistered(bytes32 taskTypeId, address sink) public view returns (bool) {
        return _sinks[taskTypeId][sink].place != 0;
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
        if (_taskTypes[taskTypeId].sinks.count >= maxSinks) {
            revert CapacityRegistry_TaskTypeFull(taskTypeId, maxSinks);
        }
    }

    function _checkReveal(bytes32 taskTypeId, address sink, SinkState storage state) private view {
        uint256 commitBlock = state.commitBlock;
        if (commitBlock == 0) revert CapacityRegistry_NoCommit(taskTypeId, sink);
        if (block.number <= commitBlock) revert CapacityRegistry_RevealTooEarly(taskTypeId, sink, commitBlock);
        uint256 lastBlock = commitBlock + _param(COMMIT_TIMEOUT);
        if (block.number > lastBlock) revert CapacityRegistry_CommitExpired(taskTypeId, sink, lastBlock);
    }

    function _registered(bytes32 taskTypeId, address sink) private view returns (SinkState storage) {
        SinkState storage state = _sinks[taskTypeId][sink];
        if (state.place == 0) revert CapacityRegistry_NotRegistered(taskTypeId, sink);
        return state;
    }

    function _capped(address sink, uint256 capacity) private view returns (uint256) {
        if (capacity > type(uint128).max) revert CapacityRegistry_CapacityTooLarge(capacity);
        return Math.min(Math.min(capacity, type(uint96).max), _STAKE_MANAGER.getCapacityCap(sink));
    }

    function _effective(bytes32 taskTypeId, address sink) private view returns (uint256) {
        return Math.min(_smoothed(taskTypeId, sink), _STAKE_MANAGER.getCapacityCap(sink));
    }

    function _smoothed(bytes32 taskTypeId, address sink) private view returns (uint256) {
        return _taskTypes[taskTypeId].sinks.smoothedAt(_sinks[taskTypeId][sink].place);
    }

    function _effectiveCapacities(bytes32 taskTypeId)
        private
        view
        onlyKnown(taskTypeId)
        returns (address[] memory sinks, uint256[] memory capacities, uint256 total, bool[] memory aboveCap)
    {
        (sinks, capacities) = _taskTypes[taskTypeId].sinks.all();
        uint256[] memory caps = _STAKE_MANAGER.getCapacityCaps(sinks);
        aboveCap = new bool[](sinks.length);
        for (uint256 i = 0; i < sinks.length; ++i) {
            if (capacities[i] > caps[i]) (capacities[i], aboveCap[i]) = (caps[i], true);
            total += capacities[i];
        }
    }

    function _bounds(bytes32 key) internal pure override returns (uint256 min, uint256 max) {
        if (key == EWMA_ALPHA_BPS) return (1, Ewma.BPS);
        if (key == COMMIT_TIMEOUT) return (1, 100_000);
        if (key == MAX_SINKS) return (1, SinkTable.LIMIT);
        revert Governed_UnknownParam(key);
    }
}
