// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IStakeManager} from "../interfaces/IStakeManager.sol";

/// @title A slasher that is a contract: several slashes in one transaction, which its owner signs
contract BatchSlasher is Ownable {
    struct Order {
        address sink;
        uint256 amount;
        bytes32 reason;
        bytes32 evidenceHash;
    }

    IStakeManager public immutable STAKE_MANAGER;

    constructor(IStakeManager stakeManager) Ownable(msg.sender) {
        STAKE_MANAGER = stakeManager;
    }

    function slash(Order[] calldata orders) external onlyOwner {
        for (uint256 i = 0; i < orders.length; ++i) {
            Order calldata order = orders[i];
            STAKE_MANAGER.slash(order.sink, order.amount, order.reason, order.evidenceHash);
        }
    }
}
