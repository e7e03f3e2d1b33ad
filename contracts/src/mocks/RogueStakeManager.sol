// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20, SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Governed} from "../Governed.sol";
import {IStakeManager} from "../interfaces/IStakeManager.sol";
import {CapacityCap} from "../libraries/CapacityCap.sol";

/// @title A StakeManager that says, keeps and pays what it is told to, each apart from the others
/// @dev Its storage is laid out as StakeManager's, so that a proof of a slot proves the same thing.
contract RogueStakeManager is Governed {
    using SafeERC20 for IERC20;

    /// @notice What a slash says and does. `stakeKept` is the stake in storage after it.
    struct Tale {
        uint256 amount;
        bytes32 reason;
        bool isExecuted;
        address slasher;
        uint256 requested;
        uint256 actual;
        uint256 stakeBefore;
        uint256 stakeAfter;
        uint256 paid;
        address beneficiary;
        uint256 stakeKept;
    }

    IERC20 private immutable _TOKEN;
    uint256 private immutable _PRECISION;

    uint256 public totalStaked;
    mapping(address account => bool authorized) public isSlasher;
    mapping(address sink => uint256 amount) private _stakes;

    constructor(IERC20 token_, address treasury, uint256 precision, address owner_) Governed(owner_) {
        _TOKEN = token_;
        _PRECISION = precision;
        _setParam("CAPACITY_PRECISION", precision);
        _setParam("MIN_SINK_STAKE", 100e18);
        _setParam("STAKE_UNIT", 1e18);
        _setParam("TREASURY", treasury);
    }

    /// @notice Takes `amount` from the caller, and says that its whole stake is `totalStake`
    function stakeAndSay(uint256 amount, uint256 totalStake) external {
        _TOKEN.safeTransferFrom(msg.sender, address(this), amount);
        _stakes[msg.sender] += amount;
        totalStaked += amount;
        emit IStakeManager.Staked(msg.sender, amount, totalStake);
    }

    /// @notice Slashes as the tale goes
    function slashAndSay(address sink, Tale calldata tale) external {
        totalStaked = totalStaked + tale.stakeKept - _stakes[sink];
        _stakes[sink] = tale.stakeKept;
        emit IStakeManager.Slashed(sink, tale.amount, tale.reason);
        if (tale.isExecuted) _sayExecuted(sink, tale);
        if (tale.paid != 0) _TOKEN.safeTransfer(tale.beneficiary, tale.paid);
    }

    function setSlasher(address slasher, bool authorized) external {
        isSlasher[slasher] = authorized;
        emit IStakeManager.SlasherSet(slasher, authorized);
    }

    function getStake(address sink) external view returns (uint256) {
        return _stakes[sink];
    }

    function getCapacityCap(address sink) external view returns (uint256) {
        (uint256 minStake, uint256 stakeUnit) = (_param("MIN_SINK_STAKE"), _param("STAKE_UNIT"));
        return CapacityCap.capOf(_stakes[sink], minStake, stakeUnit, _PRECISION);
    }

    function token() external view returns (address) {
        return address(_TOKEN);
    }

    function _sayExecuted(address sink, Tale calldata tale) private {
        emit IStakeManager.SlashExecuted(
            sink, tale.slasher, tale.requested, tale.actual, tale.stakeBefore, tale.stakeAfter, 0
        );
    }

    function _bounds(bytes32) internal pure override returns (uint256 min, uint256 max) {
        return (0, type(uint256).max);
    }
}
