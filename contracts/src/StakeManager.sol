// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20, SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Governed} from "./Governed.sol";
import {ICapacityRegistry} from "./interfaces/ICapacityRegistry.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";
import {CapacityCap} from "./libraries/CapacityCap.sol";

contract StakeManager is IStakeManager, Governed, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    struct UnstakeRequest {
        uint128 amount;
        uint64 availableAt;
        uint64 expiresAt;
    }

    bytes32 private constant MIN_SINK_STAKE = "MIN_SINK_STAKE";
    bytes32 private constant STAKE_UNIT = "STAKE_UNIT";
    bytes32 private constant UNBONDING_DELAY = "UNBONDING_DELAY";
    bytes32 private constant TREASURY = "TREASURY";
    bytes32 private constant REGISTRY = "REGISTRY";
    bytes32 private constant CAPACITY_PRECISION = "CAPACITY_PRECISION";

    IERC20 private immutable _TOKEN;
    uint256 private immutable _PRECISION;

    /// @inheritdoc IStakeManager
    uint256 public totalStaked;
    /// @inheritdoc IStakeManager
    mapping(address account => bool authorized) public isSlasher;
    mapping(address sink => uint256 amount) private _stakes;
    mapping(address sink => UnstakeRequest request) private _requests;

    constructor(IERC20 token_, address treasury, uint256 capacityPrecision, address owner_) Governed(owner_) {
        if (address(token_) == address(0)) revert StakeManager_ZeroAddress();

        _TOKEN = token_;
        _PRECISION = capacityPrecision;
        _setParam(CAPACITY_PRECISION, capacityPrecision);
        _setParam(MIN_SINK_STAKE, 100e18);
        _setParam(STAKE_UNIT, 1e18);
        _setParam(UNBONDING_DELAY, 0);
        _setParam(TREASURY, treasury);
        _setParam(REGISTRY, 0);
    }

    /// @inheritdoc IStakeManager
    function stake(uint256 amount) external nonReentrant {
        uint256 before = _TOKEN.balanceOf(address(this));
        _TOKEN.safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = _TOKEN.balanceOf(address(this)) - before;
        if (received == 0) revert StakeManager_ZeroAmount();

        uint256 stakeAfter = _stakes[msg.sender] + received;
        _stakes[msg.sender] = stakeAfter;
        totalStaked += received;
        emit Staked(msg.sender, received, stakeAfter);
    }

    /// @inheritdoc IStakeManager
    function unstake(uint256 amount) external nonReentrant {
        uint256 stakeAfter = _stakes[msg.sender] - _checkedAmount(msg.sender, amount);
        if (_param(UNBONDING_DELAY) != 0) _useRequest(msg.sender, amount);
        _checkObligations(msg.sender, stakeAfter);

        _stakes[msg.sender] = stakeAfter;
        totalStaked -= amount;
        emit Unstaked(msg.sender, amount);

        _TOKEN.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IStakeManager
    function requestUnstake(uint256 amount) external {
        _checkedAmount(msg.sender, amount);
        uint256 delay = _param(UNBONDING_DELAY);
        uint256 availableAt = block.timestamp + delay;

        _requests[msg.sender] =
            UnstakeRequest(SafeCast.toUint128(amount), uint64(availableAt), uint64(availableAt + delay));
        emit UnstakeRequested(msg.sender, amount, availableAt);
    }

    /// @inheritdoc IStakeManager
    function slash(address sink, uint256 amount, bytes32 reason) external {
        _slash(sink, amount, reason, 0);
    }

    /// @inheritdoc IStakeManager
    function slash(address sink, uint256 amount, bytes32 reason, bytes32 evidenceHash) external {
        _slash(sink, amount, reason, evidenceHash);
    }

    /// @inheritdoc IStakeManager
    function setSlasher(address slasher, bool authorized) external onlyOwner {
        if (slasher == address(0)) revert StakeManager_ZeroAddress();
        if (authorized && slasher == _addressParam(TREASURY)) revert StakeManager_SlasherIsTreasury(slasher);

        isSlasher[slasher] = authorized;
        emit SlasherSet(slasher, authorized);
    }

    /// @inheritdoc IStakeManager
    function getCapacityCap(address sink) external view returns (uint256) {
        return capacityCapOf(_stakes[sink]);
    }

    /// @inheritdoc IStakeManager
    function getCapacityCaps(address[] calldata sinks) external view returns (uint256[] memory caps) {
        (uint256 minStake, uint256 stakeUnit) = (_param(MIN_SINK_STAKE), _param(STAKE_UNIT));
        caps = new uint256[](sinks.length);
        for (uint256 i = 0; i < sinks.length; ++i) {
            caps[i] = CapacityCap.capOf(_stakes[sinks[i]], minStake, stakeUnit, _PRECISION);
        }
    }

    /// @inheritdoc IStakeManager
    function unstakeRequestOf(address sink)
        external
        view
        returns (uint256 amount, uint256 availableAt, uint256 expiresAt)
    {
        UnstakeRequest storage request = _requests[sink];
        return (request.amount, request.availableAt, request.expiresAt);
    }

    /// @inheritdoc IStakeManager
    function getStake(address sink) external view returns (uint256) {
        return _stakes[sink];
    }

    /// @inheritdoc IStakeManager
    function token() external view returns (address) {
        return address(_TOKEN);
    }

    /// @inheritdoc IStakeManager
    function minSinkStake() external view returns (uint256) {
        return _param(MIN_SINK_STAKE);
    }

    /// @inheritdoc IStakeManager
    function capacityCapOf(uint256 stakeAmount) public view returns (uint256) {
        return CapacityCap.capOf(stakeAmount, _param(MIN_SINK_STAKE), _param(STAKE_UNIT), _PRECISION);
    }

    function _slash(address sink, uint256 amount, bytes32 reason, bytes32 evidenceHash) private nonReentrant {
        if (!isSlasher[msg.sender]) revert StakeManager_NotSlasher(msg.sender);
        if (amount == 0) revert StakeManager_ZeroAmount();
        uint256 stakeBefore = _stakes[sink];
        if (stakeBefore == 0) revert StakeManager_NothingToSlash(sink);

        uint256 actual = Math.min(amount, stakeBefore);
        uint256 stakeAfter = stakeBefore - actual;
        _stakes[sink] = stakeAfter;
        totalStaked -= actual;
        emit Slashed(sink, actual, reason);
        emit SlashExecuted(sink, msg.sender, amount, actual, stakeBefore, stakeAfter, evidenceHash);

        _TOKEN.safeTransfer(_addressParam(TREASURY), actual);
    }

    function _useRequest(address sink, uint256 amount) private {
        UnstakeRequest storage request = _requests[sink];
        if (request.amount < amount || block.timestamp < request.availableAt) {
            revert StakeManager_UnstakeNotAvailable(sink, request.amount, request.availableAt);
        }

        if (block.timestamp > request.expiresAt) revert StakeManager_UnstakeExpired(sink, request.expiresAt);

        request.amount -= uint128(amount);
        if (request.amount == 0) delete _requests[sink];
    }

    function _setParam(bytes32 key, uint256 value) internal override {
        address account = address(uint160(value));
        if (key == TREASURY && isSlasher[account]) revert StakeManager_SlasherIsTreasury(account);

        super._setParam(key, value);
    }

    function _checkedAmount(address sink, uint256 amount) private view returns (uint256) {
        if (amount == 0) revert StakeManager_ZeroAmount();
        if (amount > _stakes[sink]) revert StakeManager_InsufficientStake(sink, _stakes[sink], amount);
        return amount;
    }

    function _checkObligations(address sink, uint256 stakeAfter) private view {
        address registry = _addressParam(REGISTRY);
        if (registry == address(0)) return;
        (uint256 required, uint256 promised) = ICapacityRegistry(registry).obligationsOf(sink);

        if (stakeAfter < required) revert StakeManager_StakeRequired(sink, stakeAfter, required);
        uint256 capAfter = capacityCapOf(stakeAfter);
        if (capAfter < promised) revert StakeManager_CapacityPromised(sink, capAfter, promised);
    }

    function _bounds(bytes32 key) internal view override returns (uint256 min, uint256 max) {
        if (key == MIN_SINK_STAKE) return (1, 1e27);
        if (key == STAKE_UNIT) return (1, 1e27);
        if (key == UNBONDING_DELAY) return (0, 30 days);
        if (key == TREASURY) return (1, type(uint160).max);
        if (key == REGISTRY) return (0, type(uint160).max);
        if (key == CAPACITY_PRECISION) {
            uint256 precision = _param(CAPACITY_PRECISION);
            return precision == 0 ? (1, 1e18) : (precision, precision);
        }
        revert Governed_UnknownParam(key);
    }
}
