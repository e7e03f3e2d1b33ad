// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token that keeps a part of every transfer
contract FeeToken is ERC20 {
    uint256 private constant BPS = 10_000;

    /// @notice The part that is burned, in basis points
    uint256 public immutable FEE_BPS;

    constructor(uint256 feeBps) ERC20("Fee", "FEE") {
        FEE_BPS = feeBps;
    }

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    function _update(address from, address to, uint256 value) internal override {
        uint256 fee = from == address(0) || to == address(0) ? 0 : value * FEE_BPS / BPS;
        super._update(from, to, value - fee);
        if (fee != 0) super._update(from, address(0), fee);
    }
}
