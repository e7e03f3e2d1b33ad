// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IGoverned} from "./interfaces/IGoverned.sol";

/// @title Parameters by name, each within bounds that the contract states
abstract contract Governed is IGoverned, Ownable2Step {
    mapping(bytes32 key => uint256 value) private _values;

    constructor(address owner_) Ownable(owner_) {}

    /// @inheritdoc IGoverned
    function setParam(bytes32 key, uint256 value) external onlyOwner {
        _setParam(key, value);
    }

    /// @inheritdoc IGoverned
    function getParam(bytes32 key) external view returns (uint256) {
        _bounds(key);
        return _param(key);
    }

    function _setParam(bytes32 key, uint256 value) internal virtual {
        (uint256 min, uint256 max) = _bounds(key);
        if (value < min || value > max) revert Governed_ParamOutOfBounds(key, value, min, max);

        emit ParamUpdated(key, _values[key], value);
        _values[key] = value;
    }

    function _setParam(bytes32 key, address value) internal {
        _setParam(key, uint256(uint160(value)));
    }

    function _param(bytes32 key) internal view returns (uint256) {
        return _values[key];
    }

    function _addressParam(bytes32 key) internal view returns (address) {
        return address(uint160(_values[key]));
    }

    /// @dev Both ends are allowed. Reverts with `Governed_UnknownParam` for a key that the contract does not have.
    function _bounds(bytes32 key) internal view virtual returns (uint256 min, uint256 max);
}
