// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {vm} from "../Vm.sol";
import {Handler} from "./Handler.sol";
import {World} from "./World.sol";

contract SinkHandler is Handler {
    mapping(bytes32 taskTypeId => mapping(address sink => uint256 capacity)) private _promised;

    constructor(World world) Handler(world) {}

    function stake(uint256 seed, uint256 amount) external act(seed) {
        amount = _bound(amount, 1, 1000e18);
        vm.prank(WORLD.sinkAt(seed));
        STAKES.stake(amount);
        WORLD.addStaked(amount);
    }

    function requestUnstake(uint256 seed, uint256 amount) external act(seed) {
        address sink = _find(seed, 0, _hasStake);
        amount = _bound(amount, 1, STAKES.getStake(sink) + 1);
        vm.prank(sink);
        STAKES.requestUnstake(amount);
    }

    function unstake(uint256 seed, uint256 amount) external act(seed) {
        address sink = _find(seed, 0, _hasStake);
        (uint256 required,) = REGISTRY.obligationsOf(sink);
        uint256 stake_ = STAKES.getStake(sink);
        amount = _bound(amount, 1, stake_ > required ? stake_ - required : 1);
        vm.prank(sink);
        STAKES.unstake(amount);
        WORLD.addUnstaked(amount);
        (, uint256 promised) = REGISTRY.obligationsOf(sink);
        _check(STAKES.getStake(sink) >= required, "an unstake left a sink under its requirement");
        _check(STAKES.getCapacityCap(sink) >= promised, "an unstake left a cap under its promise");
    }

    function register(uint256 seed, uint256 taskSeed, uint256 capacity) external act(seed) {
        bytes32 taskTypeId = WORLD.taskTypeAt(taskSeed);
        address sink = _find(seed, taskTypeId, _mayRegister);
        vm.prank(sink);
        REGISTRY.registerSink(taskTypeId, _bound(capacity, 0, 100e9));
        _check(REGISTRY.storedCapacity(taskTypeId, sink) <= STAKES.getCapacityCap(sink), "a start above the cap");
    }

    function deregister(uint256 seed, uint256 taskSeed) external act(seed) {
        bytes32 taskTypeId = WORLD.taskTypeAt(taskSeed);
        vm.prank(_find(seed, taskTypeId, _isRegistered));
        REGISTRY.deregisterSink(taskTypeId);
    }

    function commit(uint256 seed, uint256 taskSeed, uint256 capacity) external act(seed) {
        bytes32 taskTypeId = WORLD.taskTypeAt(taskSeed);
        address sink = _find(seed, taskTypeId, _mayCommit);
        capacity = _bound(capacity, 0, 100e9);
        bytes32 commitHash = REGISTRY.hashCommitment(taskTypeId, sink, capacity, bytes32(0));
        vm.prank(sink);
        REGISTRY.commitCapacity(taskTypeId, commitHash);
        _promised[taskTypeId][sink] = capacity;
    }

    function reveal(uint256 seed, uint256 taskSeed) external act(seed) {
        bytes32 taskTypeId = WORLD.taskTypeAt(taskSeed);
        address sink = _find(seed, taskTypeId, _mayReveal);
        uint256 capacity = _promised[taskTypeId][sink];
        vm.prank(sink);
        REGISTRY.revealCapacity(taskTypeId, capacity, bytes32(0));
        (, uint256 commitBlock) = REGISTRY.commitmentOf(taskTypeId, sink);
        _check(commitBlock == 0, "a reveal left its commitment");
    }

    function _hasStake(bytes32, address sink) private view returns (bool) {
        return STAKES.getStake(sink) != 0;
    }

    function _isRegistered(bytes32 taskTypeId, address sink) private view returns (bool) {
        return REGISTRY.isRegistered(taskTypeId, sink);
    }

    function _mayRegister(bytes32 taskTypeId, address sink) private view returns (bool) {
        return !_isRegistered(taskTypeId, sink) && STAKES.getStake(sink) >= REGISTRY.requiredStake(taskTypeId);
    }

    function _mayCommit(bytes32 taskTypeId, address sink) private view returns (bool) {
        (, uint256 commitBlock) = REGISTRY.commitmentOf(taskTypeId, sink);
        uint256 lastBlock = commitBlock + REGISTRY.getParam("COMMIT_TIMEOUT");
        return _isRegistered(taskTypeId, sink) && (commitBlock == 0 || block.number > lastBlock);
    }

    function _mayReveal(bytes32 taskTypeId, address sink) private view returns (bool) {
        (, uint256 commitBlock) = REGISTRY.commitmentOf(taskTypeId, sink);
        uint256 lastBlock = commitBlock + REGISTRY.getParam("COMMIT_TIMEOUT");
        return commitBlock != 0 && block.number > commitBlock && block.number <= lastBlock;
    }
}
