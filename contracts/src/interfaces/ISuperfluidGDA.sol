// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title The part of Superfluid's GeneralDistributionAgreementV1 that we call
interface ISuperfluidGDA {
    /// @param transferabilityForUnitsOwner Whether members may hand on their units
    /// @param distributionFromAnyAddress Whether others than the admin may distribute
    struct PoolConfig {
        bool transferabilityForUnitsOwner;
        bool distributionFromAnyAddress;
    }

    /// @notice Creates a pool; may be called directly
    function createPool(address token, address admin, PoolConfig calldata poolConfig) external returns (address pool);

    /// @notice Sets the flow from an account into a pool; only through the host
    /// @param requestedFlowRate SuperToken wei per second; what arrives is floored to a multiple of the pool's units
    function distributeFlow(address token, address from, address pool, int96 requestedFlowRate, bytes calldata ctx)
        external
        returns (bytes memory newCtx);

    /// @notice The flow that a pool's admin gets because it does not divide by the units
    /// @return recipient The pool's admin
    /// @return flowHash The flow's id
    /// @return flowRate SuperToken wei per second
    function getPoolAdjustmentFlowInfo(address pool)
        external
        view
        returns (address recipient, bytes32 flowHash, int96 flowRate);
}
