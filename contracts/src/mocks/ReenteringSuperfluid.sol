// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ISuperfluidGDA} from "../interfaces/ISuperfluidGDA.sol";

/// @title Host, agreement and pool in one, which calls back while it is called
contract ReenteringSuperfluid {
    address private _target;
    bytes private _call;

    function arm(address target, bytes calldata call) external {
        _target = target;
        _call = call;
    }

    function createPool(address, address, ISuperfluidGDA.PoolConfig calldata) external returns (address) {
        _callBack();
        return address(this);
    }

    function updateMemberUnits(address, uint128) external returns (bool) {
        _callBack();
        return true;
    }

    function getAgreementClass(bytes32) external view returns (address) {
        return address(this);
    }

    function getUnits(address) external pure returns (uint128) {
        return 0;
    }

    function _callBack() private {
        if (_target != address(0)) Address.functionCall(_target, _call);
    }
}
