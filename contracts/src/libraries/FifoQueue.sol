// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Amounts in a row, as two cumulative offsets
/// @notice `[head, tail)` is what waits. The n-th amount pushed owns `[Σ before it, + itself)`, so which of them a
/// pop has reached follows from `head` alone, and no operation depends on how many there are.
library FifoQueue {
    using SafeCast for uint256;

    struct Queue {
        uint128 head;
        uint128 tail;
    }

    /// @notice Appends an amount at the tail
    function push(Queue storage queue, uint256 amount) internal {
        queue.tail = (uint256(queue.tail) + amount).toUint128();
    }

    /// @notice Consumes an amount from the head; at most `length`
    function pop(Queue storage queue, uint256 amount) internal {
        queue.head = (queue.tail - (length(queue) - amount)).toUint128();
    }

    /// @notice Undoes a part of the pops; at most what they have consumed
    function putBack(Queue storage queue, uint256 amount) internal {
        queue.head = (queue.head - amount).toUint128();
    }

    /// @notice What waits
    function length(Queue storage queue) internal view returns (uint256) {
        return queue.tail - queue.head;
    }
}
