// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {BackpressurePool} from "../../src/BackpressurePool.sol";
import {CapacityRegistry} from "../../src/CapacityRegistry.sol";
import {EscrowBuffer} from "../../src/EscrowBuffer.sol";
import {StakeManager} from "../../src/StakeManager.sol";
import {IGdaReader, IPoolReader, ISuperToken, ITestToken} from "../Superfluid.sol";
import {ISuperfluidHost} from "../../src/interfaces/ISuperfluidHost.sol";
import {vm} from "../Vm.sol";
import {World} from "./World.sol";

/// @title What the handlers share: the world, and time that passes before each act
abstract contract Handler {
    World internal immutable WORLD;
    StakeManager internal immutable STAKES;
    CapacityRegistry internal immutable REGISTRY;
    BackpressurePool internal immutable POOL;
    EscrowBuffer internal immutable ESCROW;
    ISuperfluidHost internal immutable HOST;
    IGdaReader internal immutable GDA;
    ITestToken internal immutable TOKEN;
    ISuperToken internal immutable SUPER_TOKEN;

    constructor(World world) {
        WORLD = world;
        STAKES = world.stakeManager();
        REGISTRY = world.registry();
        POOL = world.pool();
        ESCROW = world.escrow();
        (HOST, GDA, TOKEN, SUPER_TOKEN) = world.tokens();
    }

    /// @dev Up to two blocks and ten minutes pass; afterwards the highest caps are kept
    modifier act(uint256 seed) {
        vm.roll(block.number + seed % 3);
        vm.warp(block.timestamp + seed % 600);
        _;
        WORLD.noteCaps();
    }

    function _bound(uint256 value, uint256 min, uint256 max) internal pure returns (uint256) {
        return min + value % (max - min + 1);
    }

    /// @dev The first sink from the seed on that fits; the seed's own when none does
    function _find(uint256 seed, bytes32 taskTypeId, function(bytes32, address) view returns (bool) fits)
        internal
        view
        returns (address)
    {
        for (uint256 i = 0; i < WORLD.SINKS(); ++i) {
            address sink = WORLD.sinkAt(seed % WORLD.SINKS() + i);
            if (fits(taskTypeId, sink)) return sink;
        }
        return WORLD.sinkAt(seed);
    }

    function _check(bool holds, string memory otherwise) internal {
        if (!holds) WORLD.report(otherwise);
    }
}

contract SourceHandler is Handler {
    constructor(World world) Handler(world) {}

    function deposit(uint256 seed, uint256 taskSeed, uint256 amount) external act(seed) {
        amount = _bound(amount, 1, 100e18);
        address source = WORLD.SOURCE();
        vm.prank(source);
        ESCROW.deposit(WORLD.taskTypeAt(taskSeed), amount);
        WORLD.addDeposited(amount);
    }

    function depositUpTo(uint256 seed, uint256 taskSeed, uint256 amount) external act(seed) {
        address source = WORLD.SOURCE();
        vm.prank(source);
        WORLD.addDeposited(ESCROW.depositUpTo(WORLD.taskTypeAt(taskSeed), _bound(amount, 1, 100e18)));
    }

    function stream(uint256 seed, uint256 taskSeed, uint256 rate) external act(seed) {
        address source = WORLD.SOURCE();
        address shares = POOL.getPool(WORLD.taskTypeAt(taskSeed));
        int96 flowRate = int96(int256(_bound(rate, 0, 1e18)));
        bytes memory call =
            abi.encodeCall(GDA.distributeFlow, (address(SUPER_TOKEN), source, shares, flowRate, ""));
        vm.prank(source);
        HOST.callAgreement(address(GDA), call, "");
    }
}

contract SlasherHandler is Handler {
    constructor(World world) Handler(world) {}

    function slash(uint256 seed, uint256 amount) external act(seed) {
        address sink = _find(seed, 0, _hasStake);
        uint256 before = STAKES.getStake(sink);
        address slasher = WORLD.SLASHER();
        vm.prank(slasher);
        STAKES.slash(sink, _bound(amount, 1, 200e18), "missed");
        WORLD.addSlashed(before - STAKES.getStake(sink));
    }

    function _hasStake(bytes32, address sink) private view returns (bool) {
        return STAKES.getStake(sink) != 0;
    }
}
