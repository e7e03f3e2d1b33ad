// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Ewma} from "../../src/libraries/Ewma.sol";

contract EwmaTest {
    function testFuzz_LiesBetweenTheOldValueAndTheSample(uint128 old, uint128 sample, uint256 seed) public pure {
        uint256 next = Ewma.next(old, sample, _alpha(seed));
        require(next <= Math.max(old, sample), "above both");
        require(next + 1 > Math.min(old, sample), "below both");
    }

    function testFuzz_IsTheFloorOfTheWeightedMean(uint128 old, uint128 sample, uint256 seed) public pure {
        uint256 alpha = _alpha(seed);
        uint256 next = Ewma.next(old, sample, alpha);
        uint256 weighted = alpha * sample + (10_000 - alpha) * old;
        require(next * 10_000 <= weighted && weighted < (next + 1) * 10_000, "not the floor");
    }

    function testFuzz_RisesWithTheSample(uint128 old, uint128 sample, uint128 more, uint256 seed) public pure {
        uint256 alpha = _alpha(seed);
        uint256 higher = Math.min(uint256(sample) + more, type(uint128).max);
        require(Ewma.next(old, higher, alpha) >= Ewma.next(old, sample, alpha), "fell");
    }

    function testFuzz_StaysAtAConstantSample(uint128 value, uint256 seed) public pure {
        require(Ewma.next(value, value, _alpha(seed)) == value, "moved");
    }

    function testFuzz_ComesWithinTheFloorOfATarget(uint64 start, uint64 target, uint256 seed) public pure {
        uint256 alpha = 500 + seed % 9501;
        uint256 value = start;
        for (uint256 i = 0; i < 1200; ++i) value = Ewma.next(value, target, alpha);
        uint256 gap = value > target ? value - target : target - value;
        require(gap * alpha <= 10_000, "stalls further off than one floor");
    }

    function _alpha(uint256 seed) private pure returns (uint256) {
        return 1 + seed % 10_000;
    }
}
