// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Governed} from "../../src/Governed.sol";
import {OwnerHandler} from "./Governance.sol";
import {SlasherHandler, SourceHandler} from "./Handler.sol";
import {SinkHandler} from "./SinkHandler.sol";
import {StrangerHandler} from "./Stranger.sol";
import {World} from "./World.sol";

contract WorldTest {
    World private world;
    OwnerHandler private owner;
    address[] private handlers;

    function setUp() public {
        world = new World();
        owner = new OwnerHandler(world);
        SinkHandler sinks = new SinkHandler(world);
        for (uint256 i = 0; i < world.SINKS(); ++i) {
            sinks.stake(i, 400e18 + i * 100e18);
            sinks.register(i, i, 10e9);
        }
        handlers = [
            address(owner),
            address(sinks),
            address(new SourceHandler(world)),
            address(new SlasherHandler(world)),
            address(new StrangerHandler(world))
        ];
    }

    function targetContracts() public view returns (address[] memory) {
        return handlers;
    }

    function invariant_MoneyIsWhereTheSumsSay() public view {
        _checkStakes();
        _checkBuffers();
        _checkReports();
    }

    function invariant_CapacitiesAreBackedAndSummed() public view {
        for (uint256 i = 0; i < 2; ++i) _checkCapacities(world.taskTypeAt(i));
        _checkParams();
        _checkReports();
    }

    function _checkReports() private view {
        string memory violation = world.violation();
        require(bytes(violation).length == 0, violation);
    }

    function _checkStakes() private view {
        uint256 sum = 0;
        for (uint256 i = 0; i < world.SINKS(); ++i) sum += world.stakeManager().getStake(world.sinkAt(i));
        uint256 expected = world.staked() - world.unstaked() - world.slashed();
        require(sum == expected, "stakes are not staked - unstaked - slashed");
        require(world.stakeManager().totalStaked() == sum, "totalStaked is not the sum of the stakes");
        require(world.balanceOf(address(world.stakeManager())) == sum, "the stakes are not there");
    }

    function _checkBuffers() private view {
        uint256 level = world.escrow().bufferLevel("vision") + world.escrow().bufferLevel("speech");
        require(level == world.deposited() - world.drained(), "levels are not deposited - drained");
        require(world.balanceOf(address(world.escrow())) == level, "the deposits are not there");
    }

    function _checkCapacities(bytes32 taskTypeId) private view {
        uint256 sum = 0;
        uint256 holders = 0;
        for (uint256 i = 0; i < world.SINKS(); ++i) {
            address sink = world.sinkAt(i);
            uint256 stored = world.registry().storedCapacity(taskTypeId, sink);
            require(stored <= world.highestCap(sink), "a capacity above every cap that its sink has had");
            require(stored == 0 || world.registry().isRegistered(taskTypeId, sink), "a capacity of a stranger");
            if (world.sharesOf(taskTypeId).getUnits(sink) != 0) ++holders;
            sum += stored;
        }
        require(world.registry().totalCapacity(taskTypeId) == sum, "totalCapacity is not the sum of the stored");
        require(world.pool().membersOf(taskTypeId).length == holders, "members are not those who hold units");
    }

    function _checkParams() private view {
        for (uint256 i = 0; i < owner.paramCount(); ++i) {
            (address contractOf, bytes32 key) = owner.paramAt(i);
            require(Governed(contractOf).getParam(key) == world.paramOf(contractOf, key), "a parameter has moved");
        }
        require(world.stakeManager().owner() == world.OWNER(), "the owner has changed");
        require(!world.stakeManager().isSlasher(world.STRANGER()), "a stranger may slash");
    }
}
