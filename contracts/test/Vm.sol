// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title The cheatcodes that the tests use
interface Vm {
    function assume(bool condition) external pure;
    function etch(address target, bytes calldata code) external;
    function parseBytes(string calldata text) external pure returns (bytes memory);
    function prank(address sender) external;
    function readLine(string calldata path) external view returns (string memory line);
    function closeFile(string calldata path) external;
    function roll(uint256 blockNumber) external;
    function warp(uint256 timestamp) external;
}

Vm constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
