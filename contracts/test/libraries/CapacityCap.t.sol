// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {CapacityCap} from "../../src/libraries/CapacityCap.sol";

contract CapacityCapTest {
    function testFuzz_IsTheFlooredRootInFullWidth(uint128 stake, uint256 unitSeed, uint256 precisionSeed) public pure {
        (uint256 unit, uint256 precision) = (1 + unitSeed % 1e27, 1 + precisionSeed % 1e18);
        uint256 cap = CapacityCap.capOf(stake, 0, unit, precision);
        (uint256 high, uint256 low) = _product(stake, precision * precision);
        require(!_less(high, low, cap, unit), "the cap's square is above the stake");
        require(_less(high, low, cap + 1, unit), "the next square is not");
    }

    function testFuzz_IsZeroBelowTheMinimumAlone(uint128 stake, uint128 minStake) public pure {
        uint256 cap = CapacityCap.capOf(stake, minStake, 1e18, 1e9);
        if (stake < minStake) require(cap == 0, "backed below the minimum");
        else require(cap == CapacityCap.capOf(stake, 0, 1e18, 1e9), "the minimum changes the cap above it");
    }

    function testFuzz_NeverFallsWithMoreStake(uint128 stake, uint128 more) public pure {
        uint256 higher = uint256(stake) + more;
        require(CapacityCap.capOf(higher, 100e18, 1e18, 1e9) >= CapacityCap.capOf(stake, 100e18, 1e18, 1e9), "fell");
    }

    function testFuzz_GainsWhenStakeIsSplit(uint96 stake, uint256 seed) public pure {
        uint256 part = seed % (uint256(stake) + 1);
        uint256 whole = CapacityCap.capOf(stake, 0, 1e18, 1e9);
        uint256 parts = CapacityCap.capOf(part, 0, 1e18, 1e9) + CapacityCap.capOf(stake - part, 0, 1e18, 1e9);
        require(parts + 1 >= whole, "a concave function that is not");
    }

    /// @dev Whether a 512-bit number is less than `root² · unit`; a root beyond 128 bits is more than any
    function _less(uint256 high, uint256 low, uint256 root, uint256 unit) private pure returns (bool) {
        if (root > type(uint128).max) return true;
        (uint256 otherHigh, uint256 otherLow) = _product(root * root, unit);
        return high < otherHigh || (high == otherHigh && low < otherLow);
    }

    function _product(uint256 a, uint256 b) private pure returns (uint256 high, uint256 low) {
        unchecked {
            low = a * b;
            uint256 modulo = mulmod(a, b, type(uint256).max);
            high = modulo - low - (modulo < low ? 1 : 0);
        }
    }
}
