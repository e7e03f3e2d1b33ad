// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPoolReader} from "../Superfluid.sol";
import {vm} from "../Vm.sol";
import {Handler} from "./Handler.sol";
import {World} from "./World.sol";

/// @title Anyone: does what everybody may, and tries what nobody but a few may
contract StrangerHandler is Handler {
    constructor(World world) Handler(world) {}

    function rebalance(uint256 seed, uint256 taskSeed) external act(seed) {
        bytes32 taskTypeId = WORLD.taskTypeAt(taskSeed);
        POOL.rebalance(taskTypeId);
        _checkUnits(taskTypeId);
        _checkFlows(taskTypeId);
        _check(!POOL.needsRebalance(taskTypeId), "a rebalance that needs another");
    }

    function rebalancePipeline(uint256 seed) external act(seed) {
        WORLD.pipeline().rebalancePipeline(WORLD.pipelineId());
        for (uint256 i = 0; i < 2; ++i) {
            _checkUnits(WORLD.taskTypeAt(i));
        }
    }

    function retire(uint256 seed, uint256 taskSeed) external act(seed) {
        bytes32 taskTypeId = WORLD.taskTypeAt(taskSeed);
        address[] memory part = new address[](2);
        (part[0], part[1]) = (_find(seed, taskTypeId, _isDeparted), WORLD.sinkAt(seed / 7));
        POOL.retire(taskTypeId, part);
        for (uint256 i = 0; i < 2; ++i) {
            bool paid = WORLD.sharesOf(taskTypeId).getUnits(part[i]) != 0;
            _check(!paid || REGISTRY.isRegistered(taskTypeId, part[i]), "a retired sink holds units");
        }
    }

    function sync(uint256 seed, uint256 taskSeed) external act(seed) {
        bytes32 taskTypeId = WORLD.taskTypeAt(taskSeed);
        address sink = _find(seed, taskTypeId, _isAboveCap);
        REGISTRY.sync(taskTypeId, sink);
        uint256 stored = REGISTRY.storedCapacity(taskTypeId, sink);
        _check(stored == STAKES.getCapacityCap(sink), "a sync that did not clamp");
    }

    function drain(uint256 seed, uint256 taskSeed) external act(seed) {
        bytes32 taskTypeId = WORLD.taskTypeAt(taskSeed);
        uint256 allowed = ESCROW.drainable(taskTypeId);
        uint256 before = TOKEN.balanceOf(address(ESCROW));
        ESCROW.drain(taskTypeId);
        uint256 paid = before - TOKEN.balanceOf(address(ESCROW));
        _check(paid <= allowed, "a drain beyond its rate");
        WORLD.addDrained(paid);
    }

    function intrude(uint256 seed, uint256 taskSeed, uint256 value) external act(seed) {
        address stranger = WORLD.STRANGER();
        bytes memory slash = abi.encodeWithSignature("slash(address,uint256,bytes32)", WORLD.sinkAt(seed), 1, bytes32(0));
        _checkRefused(address(STAKES), slash);
        _checkRefused(address(STAKES), abi.encodeCall(STAKES.setSlasher, (stranger, true)));
        _checkRefused(address(STAKES), abi.encodeCall(STAKES.transferOwnership, (stranger)));
        _checkRefused(address(STAKES), abi.encodeCall(STAKES.setParam, ("UNBONDING_DELAY", value % 300)));
        _checkRefused(address(REGISTRY), abi.encodeCall(REGISTRY.setParam, ("MAX_SINKS", 1 + value % 64)));
        _checkRefused(address(POOL), abi.encodeCall(POOL.setParam, ("UNIT_SCALE", 1e9)));
        _checkRefused(address(POOL), abi.encodeCall(POOL.sweep, ()));
        bytes32 taskTypeId = WORLD.taskTypeAt(taskSeed);
        _checkRefused(address(ESCROW), abi.encodeCall(ESCROW.setBufferMax, (taskTypeId, value)));
    }

    function _isAboveCap(bytes32 taskTypeId, address sink) private view returns (bool) {
        return REGISTRY.storedCapacity(taskTypeId, sink) > STAKES.getCapacityCap(sink);
    }

    function _isDeparted(bytes32 taskTypeId, address sink) private view returns (bool) {
        return !REGISTRY.isRegistered(taskTypeId, sink) && WORLD.sharesOf(taskTypeId).getUnits(sink) != 0;
    }

    function _checkRefused(address target, bytes memory call) private {
        address stranger = WORLD.STRANGER();
        vm.prank(stranger);
        (bool done,) = target.call(call);
        _check(!done, "a stranger ruled");
    }

    function _checkUnits(bytes32 taskTypeId) private {
        IPoolReader shares = WORLD.sharesOf(taskTypeId);
        (address[] memory sinks, uint256[] memory capacities, uint256 total) = REGISTRY.effectiveCapacities(taskTypeId);
        _check(total == REGISTRY.totalCapacity(taskTypeId), "a rebalance that left a clamp undone");
        _check(total == POOL.lastTotalCapacity(taskTypeId), "a rebalance of another total");
        uint256 scale = POOL.getParam("UNIT_SCALE");
        uint256 sum = 0;
        for (uint256 i = 0; i < sinks.length; ++i) {
            uint256 units = total == 0 ? 0 : capacities[i] * scale / total;
            _check(shares.getUnits(sinks[i]) == units, "units that are not the share of the capacity");
            sum += units;
        }
        _check(shares.getTotalUnits() == sum, "a departed sink holds units after a rebalance");
    }

    /// @dev Per pool at most the units' count of wei a second stays with the pool contract, unless nobody holds units
    function _checkFlows(bytes32 taskTypeId) private {
        IPoolReader shares = WORLD.sharesOf(taskTypeId);
        (,, int96 adjustment) = GDA.getPoolAdjustmentFlowInfo(address(shares));
        int96 paid = GDA.getFlowRate(address(SUPER_TOKEN), WORLD.SOURCE(), address(shares));
        _check(shares.getTotalFlowRate() + adjustment == paid, "a stream that is not all there");
        uint256 units = shares.getTotalUnits();
        if (units == 0) return;
        _check(uint256(int256(adjustment)) < units, "a remainder that the units do not force");
        int96 sum = 0;
        for (uint256 i = 0; i < WORLD.SINKS(); ++i) {
            sum += shares.getMemberFlowRate(WORLD.sinkAt(i));
        }
        _check(sum == shares.getTotalFlowRate(), "members get another flow than the pool");
    }
}
