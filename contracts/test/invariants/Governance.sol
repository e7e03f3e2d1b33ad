// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Governed} from "../../src/Governed.sol";
import {vm} from "../Vm.sol";
import {Handler} from "./Handler.sol";
import {World} from "./World.sol";

contract OwnerHandler is Handler {
    struct Param {
        address contractOf;
        bytes32 key;
        uint256 min;
        uint256 max;
    }

    Param[] private _params;

    constructor(World world) Handler(world) {
        _add(address(STAKES), "MIN_SINK_STAKE", 1, 200e18);
        _add(address(STAKES), "STAKE_UNIT", 1e17, 1e19);
        _add(address(STAKES), "UNBONDING_DELAY", 0, 300);
        _add(address(REGISTRY), "EWMA_ALPHA_BPS", 1, 10_000);
        _add(address(REGISTRY), "COMMIT_TIMEOUT", 1, 40);
        _add(address(REGISTRY), "MAX_SINKS", 1, 64);
        _add(address(POOL), "REBALANCE_THRESHOLD_BPS", 1, 10_000);
        _add(address(POOL), "UNIT_SCALE", 1e6, 1e18);
        _add(address(ESCROW), "DRAIN_RATE_PER_CAPACITY", 0, 1e9);
    }

    function setParam(uint256 seed, uint256 index, uint256 value) external act(seed) {
        Param memory param = _params[index % _params.length];
        value = _bound(value, param.min, param.max);
        address owner = WORLD.OWNER();
        vm.prank(owner);
        Governed(param.contractOf).setParam(param.key, value);
        WORLD.setParamOf(param.contractOf, param.key, value);
    }

    function setBufferMax(uint256 seed, uint256 taskSeed, uint256 max) external act(seed) {
        address owner = WORLD.OWNER();
        vm.prank(owner);
        ESCROW.setBufferMax(WORLD.taskTypeAt(taskSeed), _bound(max, 0, 500e18));
    }

    function sweep(uint256 seed) external act(seed) {
        address owner = WORLD.OWNER();
        uint256 before = SUPER_TOKEN.balanceOf(WORLD.TREASURY());
        vm.prank(owner);
        uint256 amount = POOL.sweep();
        _check(SUPER_TOKEN.balanceOf(WORLD.TREASURY()) == before + amount, "a sweep that did not arrive");
    }

    function paramCount() external view returns (uint256) {
        return _params.length;
    }

    function paramAt(uint256 index) external view returns (address contractOf, bytes32 key) {
        return (_params[index].contractOf, _params[index].key);
    }

    function _add(address contractOf, bytes32 key, uint256 min, uint256 max) private {
        _params.push(Param(contractOf, key, min, max));
        WORLD.setParamOf(contractOf, key, Governed(contractOf).getParam(key));
    }
}
