// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Exponentially weighted moving average in integers
library Ewma {
    uint256 internal constant BPS = 10_000;

    /// @notice `(alphaBps · sample + (10000 − alphaBps) · old) / 10000`, rounded down
    /// @param old The average so far, below 2^128
    /// @param sample The new value, below 2^128
    /// @param alphaBps The weight of the new value, at most 10000
    function next(uint256 old, uint256 sample, uint256 alphaBps) internal pure returns (uint256) {
        return (alphaBps * sample + (BPS - alphaBps) * old) / BPS;
    }
}
