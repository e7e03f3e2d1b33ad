// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {FifoQueue} from "../../src/libraries/FifoQueue.sol";
import {vm} from "../Vm.sol";

contract FifoQueueTest {
    using FifoQueue for FifoQueue.Queue;

    FifoQueue.Queue private queue;
    uint256[] private model;

    function testFuzz_ConsumesDepositsInTheirOrder(uint96[8] calldata amounts, uint256[8] calldata pops) public {
        for (uint256 i = 0; i < 8; ++i) {
            queue.push(amounts[i]);
            model.push(amounts[i]);
            uint256 amount = pops[i] % (queue.length() + 1);
            queue.pop(amount);
            _take(amount);
            _compare(i + 1, amounts);
        }
    }

    function testFuzz_PutBackUndoesAPop(uint96 pushed, uint256 popSeed, uint256 backSeed) public {
        queue.push(pushed);
        uint256 popped = popSeed % (uint256(pushed) + 1);
        uint256 back = backSeed % (popped + 1);
        queue.pop(popped);
        queue.putBack(back);
        require(queue.length() == pushed - popped + back, "another length");
        require(queue.head == popped - back && queue.tail == pushed, "other offsets");
    }

    function testFuzz_RefusesMoreThanWaits(uint96 pushed, uint96 more) public {
        vm.assume(more != 0);
        queue.push(pushed);
        try this.pop(uint256(pushed) + more) {
            revert("popped more than waits");
        } catch {
            require(queue.length() == pushed, "changed");
        }
    }

    function pop(uint256 amount) external {
        queue.pop(amount);
    }

    /// @dev The model loops where the library does not
    function _take(uint256 amount) private {
        for (uint256 i = 0; i < model.length; ++i) {
            uint256 part = Math.min(model[i], amount);
            model[i] -= part;
            amount -= part;
        }
        require(amount == 0, "the model holds less");
    }

    function _compare(uint256 count, uint96[8] calldata amounts) private view {
        uint256 offset = 0;
        uint256 sum = 0;
        for (uint256 i = 0; i < count; ++i) {
            uint256 end = offset + amounts[i];
            uint256 left = Math.saturatingSub(end, Math.max(offset, queue.head));
            require(left == model[i], "an amount that another stood before");
            sum += model[i];
            offset = end;
        }
        require(queue.length() == sum && queue.tail == offset, "another sum");
    }
}
