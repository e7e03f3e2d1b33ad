// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IEscrowBuffer} from "../interfaces/IEscrowBuffer.sol";

/// @title Deposits one wei again and again
contract DustDepositor {
    function flood(IEscrowBuffer escrow, bytes32 taskTypeId, uint256 count) external {
        IERC20(escrow.token()).approve(address(escrow), count);
        for (uint256 i = 0; i < count; ++i) {
            escrow.deposit(taskTypeId, 1);
        }
    }
}
