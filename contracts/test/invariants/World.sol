// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {BackpressurePool} from "../../src/BackpressurePool.sol";
import {CapacityRegistry} from "../../src/CapacityRegistry.sol";
import {EscrowBuffer} from "../../src/EscrowBuffer.sol";
import {Pipeline} from "../../src/Pipeline.sol";
import {StakeManager} from "../../src/StakeManager.sol";
import {IGdaReader, IPoolReader, ISuperToken, ITestToken, Superfluid} from "../Superfluid.sol";
import {ISuperfluidHost} from "../../src/interfaces/ISuperfluidHost.sol";
import {vm} from "../Vm.sol";

/// @title The whole system and its cast, with the sums that its invariants compare
contract World is Superfluid {
    address public constant OWNER = address(0xA0);
    address public constant TREASURY = address(0xA1);
    address public constant SLASHER = address(0xA2);
    address public constant SOURCE = address(0xA3);
    address public constant STRANGER = address(0xA4);
    uint160 public constant FIRST_SINK = 0x51;
    uint256 public constant SINKS = 5;
    uint256 private constant FUNDS = 1e28;

    StakeManager public stakeManager;
    CapacityRegistry public registry;
    BackpressurePool public pool;
    EscrowBuffer public escrow;
    Pipeline public pipeline;
    bytes32[2] public taskTypes = [bytes32("vision"), bytes32("speech")];
    bytes32 public pipelineId;

    uint256 public staked;
    uint256 public unstaked;
    uint256 public slashed;
    uint256 public deposited;
    uint256 public drained;
    string public violation;
    mapping(address sink => uint256 cap) public highestCap;
    mapping(address account => mapping(bytes32 key => uint256 value)) public paramOf;

    constructor() {
        _setUpSuperfluid();
        stakeManager = new StakeManager(token, TREASURY, 1e9, OWNER);
        registry = new CapacityRegistry(stakeManager, OWNER);
        pool = new BackpressurePool(registry, host, superToken, TREASURY, OWNER);
        escrow = new EscrowBuffer(token, pool, OWNER);
        pipeline = new Pipeline(pool, OWNER);
        vm.prank(OWNER);
        stakeManager.setParam("REGISTRY", uint160(address(registry)));
        vm.prank(OWNER);
        pool.setParam("UNIT_SCALE", 1e9);
        vm.prank(OWNER);
        stakeManager.setSlasher(SLASHER, true);

        bytes32[] memory stages = new bytes32[](2);
        for (uint256 i = 0; i < 2; ++i) {
            registry.registerTaskType(taskTypes[i], i * 150e18);
            pool.createPool(taskTypes[i]);
            stages[i] = taskTypes[i];
        }
        pipelineId = pipeline.createPipeline(stages);
        for (uint160 i = 0; i < SINKS; ++i) _fund(address(FIRST_SINK + i));
        _fund(SOURCE);
        _fundStreams();
    }

    function _fund(address account) private {
        token.mint(account, FUNDS);
        vm.prank(account);
        token.approve(address(stakeManager), FUNDS);
        vm.prank(account);
        token.approve(address(escrow), FUNDS);
    }

    function _fundStreams() private {
        token.mint(SOURCE, FUNDS);
        vm.prank(SOURCE);
        token.approve(address(superToken), FUNDS);
        vm.prank(SOURCE);
        superToken.upgrade(FUNDS);
    }

    function addStaked(uint256 amount) external {
        staked += amount;
    }

    function addUnstaked(uint256 amount) external {
        unstaked += amount;
    }

    function addSlashed(uint256 amount) external {
        slashed += amount;
    }

    function addDeposited(uint256 amount) external {
        deposited += amount;
    }

    function addDrained(uint256 amount) external {
        drained += amount;
    }

    /// @notice A handler has seen what must not be; the campaign fails at its next check
    function report(string calldata what) external {
        violation = what;
    }

    function setParamOf(address account, bytes32 key, uint256 value) external {
        paramOf[account][key] = value;
    }

    /// @notice Keeps the highest cap that each sink has had
    function noteCaps() external {
        for (uint256 i = 0; i < SINKS; ++i) {
            uint256 cap = stakeManager.getCapacityCap(sinkAt(i));
            if (cap > highestCap[sinkAt(i)]) highestCap[sinkAt(i)] = cap;
        }
    }

    function sinkAt(uint256 seed) public pure returns (address) {
        return address(FIRST_SINK + uint160(seed % SINKS));
    }

    function taskTypeAt(uint256 seed) public view returns (bytes32) {
        return taskTypes[seed % 2];
    }

    function sharesOf(bytes32 taskTypeId) public view returns (IPoolReader) {
        return IPoolReader(pool.getPool(taskTypeId));
    }

    function balanceOf(address account) external view returns (uint256) {
        return token.balanceOf(account);
    }

    function tokens() external view returns (ISuperfluidHost, IGdaReader, ITestToken, ISuperToken) {
        return (host, gda, token, superToken);
    }
}
