// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token that reverts when it is sent to a blocked recipient
contract BlockingToken is ERC20 {
    mapping(address account => bool blocked) public isBlocked;

    error BlockingToken_Blocked(address account);

    constructor() ERC20("Blocking", "BLOCK") {}

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    function setBlocked(address account, bool blocked) external {
        isBlocked[account] = blocked;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (isBlocked[to]) revert BlockingToken_Blocked(to);
        super._update(from, to, value);
    }
}
