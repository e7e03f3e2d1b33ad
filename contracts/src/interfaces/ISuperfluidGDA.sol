// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title The part of Superfluid's GeneralDistributionAgreementV1 that we call
/// @notice Rates are SuperToken wei per second
interface ISuperfluidGDA {
    /// @param transferabilityForUnitsOwner Whether members may hand on their units
    /// @param distributionFromAnyAddress Whether others than the admin may distribute
    struct PoolConfig {
        bool transferabilityForUnitsOwner;
        bool distributionFromAnyAddress;
    }

    /// @notice Creates a pool; may be called directly
    /// @param token The SuperToken
    /// @param admin Who may set units
    /// @param poolConfig What members and others may do
    /// @return pool Its address
    function createPool(address token, address admin, PoolConfig calldata poolConfig) external returns (address pool);

    /// @notice Sets the flow from an account into a pool; only through the host
    /// @param token The SuperToken
    /// @param from Who pays
    /// @param pool The pool
    /// @param requestedFlowRate SuperToken wei per second; what arrives is floored to a multiple of the pool's units
    /// @param ctx Empty: the host puts its own in
    /// @return newCtx The host's own record of the call
    function distributeFlow(address token, address from, address pool, int96 requestedFlowRate, bytes calldata ctx)
        external
        returns (bytes memory newCtx);

    /// @notice The flow that a pool's admin gets because it does not divide by the units
    /// @param pool The pool
    /// @return recipient The pool's admin
    /// @return flowHash The flow's id
    /// @return flowRate SuperToken wei per second
    function getPoolAdjustmentFlowInfo(address pool)
        external
        view
        returns (address recipient, bytes32 flowHash, int96 flowRate);
}
