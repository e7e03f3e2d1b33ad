// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {CapacityCap} from "../libraries/CapacityCap.sol";
import {Ewma} from "../libraries/Ewma.sol";
import {FifoQueue} from "../libraries/FifoQueue.sol";

/// @title Opens the internal libraries to tests
contract LibraryHarness {
    using FifoQueue for FifoQueue.Queue;

    FifoQueue.Queue public queue;

    function push(uint256 amount) external {
        queue.push(amount);
    }

    function pop(uint256 amount) external {
        queue.pop(amount);
    }

    function putBack(uint256 amount) external {
        queue.putBack(amount);
    }

    function length() external view returns (uint256) {
        return queue.length();
    }

    function next(uint256 old, uint256 sample, uint256 alphaBps) external pure returns (uint256) {
        return Ewma.next(old, sample, alphaBps);
    }

    function capOf(uint256 stake, uint256 minStake, uint256 stakeUnit, uint256 precision)
        external
        pure
        returns (uint256)
    {
        return CapacityCap.capOf(stake, minStake, stakeUnit, precision);
    }
}
