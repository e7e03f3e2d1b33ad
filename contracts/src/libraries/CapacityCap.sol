// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title The capacity that a stake backs
library CapacityCap {
    /// @notice `isqrt(stake · precision² / stakeUnit)`, and 0 below `minStake`
    /// @param stake Token wei
    /// @param minStake Token wei below which nothing is backed
    /// @param stakeUnit Token wei that back a capacity of 1 · precision
    /// @param precision Units of capacity per whole unit, at most 1e18
    function capOf(uint256 stake, uint256 minStake, uint256 stakeUnit, uint256 precision)
        internal
        pure
        returns (uint256)
    {
        if (stake < minStake) return 0;
        return Math.sqrt(Math.mulDiv(stake, precision * precision, stakeUnit));
    }
}
