// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title The part of the Superfluid host that we call
/// @notice Agreements that touch balances are called through it
interface ISuperfluidHost {
    /// @notice Calls an agreement in the caller's name
    /// @param agreementClass The agreement
    /// @param callData The agreement's calldata, with an empty `ctx` that the host replaces
    /// @param userData Handed to the agreement and into its events
    /// @return returnedData What the agreement returned
    function callAgreement(address agreementClass, bytes calldata callData, bytes calldata userData)
        external
        returns (bytes memory returnedData);

    /// @notice The agreement of a type
    /// @param agreementType e.g. `keccak256("org.superfluid-finance.agreements.GeneralDistributionAgreement.v1")`
    /// @return agreementClass Its address; zero when the host has none
    function getAgreementClass(bytes32 agreementType) external view returns (address agreementClass);
}
