// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ISuperfluidGDA} from "../interfaces/ISuperfluidGDA.sol";

/// @title Host, agreement and pool in one, which accepts no units
contract RefusingSuperfluid {
    function createPool(address, address, ISuperfluidGDA.PoolConfig calldata) external view returns (address) {
        return address(this);
    }

    function getAgreementClass(bytes32) external view returns (address) {
        return address(this);
    }

    function updateMemberUnits(address, uint128) external pure returns (bool) {
        return false;
    }

    function getUnits(address) external pure returns (uint128) {
        return 0;
    }
}
