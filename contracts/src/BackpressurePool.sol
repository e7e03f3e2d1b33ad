// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {IERC20, SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Governed} from "./Governed.sol";
import {IBackpressurePool} from "./interfaces/IBackpressurePool.sol";
import {ICapacityRegistry} from "./interfaces/ICapacityRegistry.sol";
import {ISuperfluidGDA} from "./interfaces/ISuperfluidGDA.sol";
import {ISuperfluidHost} from "./interfaces/ISuperfluidHost.sol";
import {ISuperfluidPool} from "./interfaces/ISuperfluidPool.sol";

contract BackpressurePool is IBackpressurePool, Governed, ReentrancyGuardTransient {
    using EnumerableSet for EnumerableSet.AddressSet;
    using SafeERC20 for IERC20;

    struct PoolState {
        ISuperfluidPool pool;
        uint256 lastTotal;
        EnumerableSet.AddressSet members;
    }

    bytes32 private constant REBALANCE_THRESHOLD_BPS = "REBALANCE_THRESHOLD_BPS";
    bytes32 private constant UNIT_SCALE = "UNIT_SCALE";
    bytes32 private constant TREASURY = "TREASURY";
    bytes32 private constant GDA_TYPE =
        keccak256("org.superfluid-finance.agreements.GeneralDistributionAgreement.v1");
    uint256 private constant BPS = 10_000;

    ICapacityRegistry private immutable _REGISTRY;
    ISuperfluidHost private immutable _HOST;
    ISuperfluidGDA private immutable _GDA;
    IERC20 private immutable _SUPER_TOKEN;

    mapping(bytes32 taskTypeId => PoolState state) private _pools;

    constructor(
        ICapacityRegistry registry_,
        ISuperfluidHost host,
        IERC20 superToken_,
        address treasury,
        address owner_
    ) Governed(owner_) {
        if (address(registry_) == address(0) || address(host) == address(0) || address(superToken_) == address(0)) {
            revert BackpressurePool_ZeroAddress();
        }

        _REGISTRY = registry_;
        _HOST = host;
        _GDA = ISuperfluidGDA(host.getAgreementClass(GDA_TYPE));
        _SUPER_TOKEN = superToken_;
        _setParam(REBALANCE_THRESHOLD_BPS, 500);
        _setParam(UNIT_SCALE, 1e18);
        _setParam(TREASURY, treasury);
    }

    /// @inheritdoc IBackpressurePool
    function createPool(bytes32 taskTypeId) external nonReentrant returns (address) {
        if (!_REGISTRY.taskTypeExists(taskTypeId)) revert BackpressurePool_UnknownTaskType(taskTypeId);
        address existing = getPool(taskTypeId);
        if (existing != address(0)) revert BackpressurePool_PoolExists(taskTypeId, existing);

        // members may not hand on units that stand for their capacity; every source may stream
        ISuperfluidGDA.PoolConfig memory config = ISuperfluidGDA.PoolConfig(false, true);
        address pool = _GDA.createPool(address(_SUPER_TOKEN), address(this), config);
        _pools[taskTypeId].pool = ISuperfluidPool(pool);
        emit PoolCreated(taskTypeId, pool);
        return pool;
    }

    /// @inheritdoc IBackpressurePool
    function rebalance(bytes32 taskTypeId) external nonReentrant {
        PoolState storage state = _existing(taskTypeId);
        ISuperfluidPool pool = state.pool;
        (address[] memory sinks, uint256[] memory capacities, uint256 total) = _REGISTRY.syncAll(taskTypeId);
        (uint256[] memory held, uint256 holders) = _unitsOf(pool, sinks);

        // members are whoever holds units: when the sinks are all of them, nobody has departed
        if (holders != state.members.length()) _zeroDeparted(taskTypeId, state);
        uint256 scale = _param(UNIT_SCALE);
        for (uint256 i = 0; i < sinks.length; ++i) {
            // capacities have 128 bits, the scale 60
            uint256 units = total == 0 ? 0 : capacities[i] * scale / total;
            // Superfluid logs and charges a change even where there is none
            if (units == held[i]) continue;
            if (units == 0) state.members.remove(sinks[i]);
            else if (held[i] == 0) state.members.add(sinks[i]);
            _setUnits(taskTypeId, pool, sinks[i], units);
        }
        _returnRemainder(pool);

        state.lastTotal = total;
        emit Rebalanced(taskTypeId, state.members.length(), total);
    }

    /// @inheritdoc IBackpressurePool
    function retire(bytes32 taskTypeId, address[] calldata sinks) external nonReentrant returns (uint256 retired) {
        PoolState storage state = _existing(taskTypeId);
        for (uint256 i = 0; i < sinks.length; ++i) {
            if (_retire(taskTypeId, state, sinks[i])) ++retired;
        }
        if (retired == 0) revert BackpressurePool_NothingToRetire(taskTypeId);

        _returnRemainder(state.pool);
    }

    /// @inheritdoc IBackpressurePool
    function sweep() external onlyOwner returns (uint256 amount) {
        amount = _SUPER_TOKEN.balanceOf(address(this));
        if (amount == 0) revert BackpressurePool_NothingToSweep();

        _SUPER_TOKEN.safeTransfer(_addressParam(TREASURY), amount);
    }

    /// @inheritdoc IBackpressurePool
    function needsRebalance(bytes32 taskTypeId) external view returns (bool) {
        PoolState storage state = _pools[taskTypeId];
        if (address(state.pool) == address(0)) return false;
        (,, uint256 total) = _REGISTRY.effectiveCapacities(taskTypeId);
        uint256 last = state.lastTotal;
        if (last == 0) return total != 0;

        uint256 change = total > last ? total - last : last - total;
        return change * BPS >= last * _param(REBALANCE_THRESHOLD_BPS);
    }

    /// @inheritdoc IBackpressurePool
    function membersOf(bytes32 taskTypeId) external view returns (address[] memory) {
        return _pools[taskTypeId].members.values();
    }

    /// @inheritdoc IBackpressurePool
    function lastTotalCapacity(bytes32 taskTypeId) external view returns (uint256) {
        return _pools[taskTypeId].lastTotal;
    }

    /// @inheritdoc IBackpressurePool
    function registry() external view returns (address) {
        return address(_REGISTRY);
    }

    /// @inheritdoc IBackpressurePool
    function superToken() external view returns (address) {
        return address(_SUPER_TOKEN);
    }

    /// @inheritdoc IBackpressurePool
    function getPool(bytes32 taskTypeId) public view returns (address) {
        return address(_pools[taskTypeId].pool);
    }

    function _zeroDeparted(bytes32 taskTypeId, PoolState storage state) private {
        address[] memory members = state.members.values();
        for (uint256 i = 0; i < members.length; ++i) {
            _retire(taskTypeId, state, members[i]);
        }
    }

    function _retire(bytes32 taskTypeId, PoolState storage state, address member) private returns (bool) {
        if (_REGISTRY.isRegistered(taskTypeId, member) || !state.members.remove(member)) return false;

        _setUnits(taskTypeId, state.pool, member, 0);
        return true;
    }

    /// @dev `units` are at most UNIT_SCALE, far below 128 bits
    function _setUnits(bytes32 taskTypeId, ISuperfluidPool pool, address sink, uint256 units) private {
        bool updated = pool.updateMemberUnits(sink, uint128(units));
        if (!updated) revert BackpressurePool_UnitsNotUpdated(taskTypeId, sink);
    }

    /// @dev A change of units moves a part of a running stream to the pool's admin, this contract. A distribution of
    /// nothing makes the GDA share out anew everything that flows into the pool.
    function _returnRemainder(ISuperfluidPool pool) private {
        if (pool.getTotalFlowRate() == 0) {
            (,, int96 adjustment) = _GDA.getPoolAdjustmentFlowInfo(address(pool));
            if (adjustment == 0) return;
        }

        bytes memory callData =
            abi.encodeCall(ISuperfluidGDA.distributeFlow, (address(_SUPER_TOKEN), address(this), address(pool), 0, ""));
        _HOST.callAgreement(address(_GDA), callData, "");
    }

    function _existing(bytes32 taskTypeId) private view returns (PoolState storage state) {
        state = _pools[taskTypeId];
        if (address(state.pool) == address(0)) revert BackpressurePool_NoPool(taskTypeId);
    }

    function _unitsOf(ISuperfluidPool pool, address[] memory sinks)
        private
        view
        returns (uint256[] memory held, uint256 holders)
    {
        held = new uint256[](sinks.length);
        for (uint256 i = 0; i < sinks.length; ++i) {
            held[i] = pool.getUnits(sinks[i]);
            if (held[i] != 0) ++holders;
        }
    }

    function _bounds(bytes32 key) internal pure override returns (uint256 min, uint256 max) {
        if (key == REBALANCE_THRESHOLD_BPS) return (1, BPS);
        if (key == UNIT_SCALE) return (1e6, 1e18);
        if (key == TREASURY) return (1, type(uint160).max);
        revert Governed_UnknownParam(key);
    }
}
