// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {SinkTable} from "../../src/libraries/SinkTable.sol";

contract SinkTableTest {
    using SinkTable for SinkTable.Table;

    SinkTable.Table private table;
    mapping(address account => uint8 place) private placeOf;
    mapping(address account => uint256 smoothed) private model;

    function testFuzz_KeepsEveryonesCapacityAndTheSum(uint256[24] calldata acts) public {
        for (uint256 i = 0; i < acts.length; ++i) {
            address account = address(uint160(1 + (acts[i] >> 8) % 6));
            uint256 smoothed = (acts[i] >> 16) % (1 << 96);
            if (placeOf[account] == 0) placeOf[account] = table.append(account);
            else if (acts[i] % 3 == 0) _remove(account);
            else _set(account, smoothed);
            _compare();
        }
    }

    function test_HoldsAsManyAsItsLimit() public {
        for (uint160 i = 1; i <= SinkTable.LIMIT; ++i) {
            uint8 place = table.append(address(i));
            table.set(place, type(uint96).max);
        }
        (address[] memory accounts,) = table.all();
        require(accounts.length == 64 && accounts[63] == address(64), "not all are there");
        require(table.total == 64 * uint256(type(uint96).max), "another sum");
        try this.append() {
            revert("one more than the limit");
        } catch {
            require(table.count == 64, "changed");
        }
    }

    function append() external {
        table.append(address(65));
    }

    function _remove(address account) private {
        uint8 place = placeOf[account];
        address moved = table.remove(place);
        placeOf[moved] = place;
        placeOf[account] = 0;
        model[account] = 0;
    }

    function _set(address account, uint256 smoothed) private {
        table.set(placeOf[account], smoothed);
        model[account] = smoothed;
    }

    function _compare() private view {
        (address[] memory accounts, uint256[] memory smoothed) = table.all();
        uint256 sum = 0;
        for (uint256 i = 0; i < accounts.length; ++i) {
            require(placeOf[accounts[i]] == i + 1, "another place");
            require(smoothed[i] == model[accounts[i]], "another capacity");
            require(table.smoothedAt(uint8(i + 1)) == smoothed[i], "another reading");
            sum += smoothed[i];
        }
        uint256 expected = 0;
        for (uint160 i = 1; i <= 6; ++i) expected += model[address(i)];
        require(sum == expected && table.total == sum, "another sum");
        require(table.smoothedAt(0) == 0, "something nowhere");
    }
}
