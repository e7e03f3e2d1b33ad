// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title The part of a Superfluid pool that we call
interface ISuperfluidPool {
    /// @notice Sets a member's units; only the pool's admin
    function updateMemberUnits(address memberAddress, uint128 newUnits) external returns (bool);

    /// @notice A member's units
    function getUnits(address memberAddress) external view returns (uint128);

    /// @notice The flow to all members, in SuperToken wei per second
    function getTotalFlowRate() external view returns (int96);
}
