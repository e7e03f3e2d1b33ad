// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title What every governed contract shares: an owner, and parameters whose every value is in the log
/// @notice Amounts are token wei, times are seconds or blocks, as each contract says of its parameters
interface IGoverned {
    /// @notice A parameter has a new value. Also emitted by constructors, so that a replay of the log knows each
    /// parameter at any block. An address is given as `uint256(uint160(address))`.
    /// @param key The parameter's name in ASCII, left-aligned, e.g. `bytes32("EWMA_ALPHA_BPS")`
    /// @param oldValue The value before
    /// @param newValue The value from now on
    event ParamUpdated(bytes32 indexed key, uint256 oldValue, uint256 newValue);

    /// @notice This contract has no parameter of that name
    error Governed_UnknownParam(bytes32 key);
    /// @notice The value is outside `[min, max]`, both allowed
    error Governed_ParamOutOfBounds(bytes32 key, uint256 value, uint256 min, uint256 max);

    /// @notice Sets a parameter. Only the owner.
    /// @dev Reverts with `OwnableUnauthorizedAccount`, `UnknownParam`, `ParamOutOfBounds`.
    /// @param key The parameter's name, as in `ParamUpdated`
    /// @param value The new value, within the bounds of that parameter
    function setParam(bytes32 key, uint256 value) external;

    /// @notice The present value of a parameter
    /// @dev Reverts with `UnknownParam`.
    /// @param key The name of the parameter, as in `ParamUpdated`
    function getParam(bytes32 key) external view returns (uint256);
}
