// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title The part of a Superfluid pool that we call
/// @notice The BackpressurePool is the admin of each pool
interface ISuperfluidPool {
    /// @notice Sets a member's units; only the pool's admin
    /// @param memberAddress The member
    /// @param newUnits Units from now on
    function updateMemberUnits(address memberAddress, uint128 newUnits) external returns (bool);

    /// @notice A member's units
    /// @param memberAddress The member
    function getUnits(address memberAddress) external view returns (uint128);

    /// @notice The flow to all members, in SuperToken wei per second
    function getTotalFlowRate() external view returns (int96);
}
