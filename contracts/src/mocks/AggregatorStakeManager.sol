// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {CapacityCap} from "../libraries/CapacityCap.sol";

/// @title A StakeManager that speaks the dialect "aggregator": it tells no parameters, and two events in another form
/// @dev It keeps figures only; no token moves.
contract AggregatorStakeManager {
    event Staked(address indexed sink, uint256 amount, uint256 totalStake);
    event Unstaked(address indexed sink, uint256 amount, uint256 totalStake);
    event Slashed(address indexed sink, uint256 amount, bytes32 indexed reason);

    uint256 public constant MIN_SINK_STAKE = 100e18;
    uint256 public constant STAKE_UNIT = 1e18;
    uint256 private constant _PRECISION = 1e9;

    mapping(address sink => uint256 amount) public getStake;

    function stake(uint256 amount) external {
        getStake[msg.sender] += amount;
        emit Staked(msg.sender, amount, getStake[msg.sender]);
    }

    function unstake(uint256 amount) external {
        getStake[msg.sender] -= amount;
        emit Unstaked(msg.sender, amount, getStake[msg.sender]);
    }

    function slash(address sink, uint256 amount, bytes32 reason) external {
        getStake[sink] -= amount;
        emit Slashed(sink, amount, reason);
    }

    function getCapacityCap(address sink) external view returns (uint256) {
        return CapacityCap.capOf(getStake[sink], MIN_SINK_STAKE, STAKE_UNIT, _PRECISION);
    }
}
