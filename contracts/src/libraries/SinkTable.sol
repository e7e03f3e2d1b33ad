// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title The sinks of a task type and their capacities, one storage slot each
/// @notice Places count from one; zero is nowhere. The table keeps the total equal to the sum.
library SinkTable {
    uint256 internal constant LIMIT = 64;

    struct Sink {
        address account;
        uint96 smoothed;
    }

    struct Table {
        bool exists;
        uint8 count;
        uint128 total;
        Sink[LIMIT] sinks;
    }

    /// @notice Adds an account with a capacity of zero; at most `LIMIT`
    function append(Table storage table, address account) internal returns (uint8 place) {
        place = table.count + 1;
        table.count = place;
        table.sinks[place - 1].account = account;
    }

    /// @notice Frees a place, which the last sink takes
    /// @return moved The account that is at `place` now, the freed one itself when it was the last
    function remove(Table storage table, uint8 place) internal returns (address moved) {
        set(table, place, 0);
        uint8 last = --table.count;
        table.sinks[place - 1] = table.sinks[last];
        moved = table.sinks[last].account;
        delete table.sinks[last];
    }

    /// @notice Sets a capacity, which has at most 96 bits
    function set(Table storage table, uint8 place, uint256 smoothed) internal {
        Sink storage sink = table.sinks[place - 1];
        table.total = uint128(table.total - sink.smoothed + smoothed);
        sink.smoothed = uint96(smoothed);
    }

    /// @notice The capacity at a place; zero nowhere
    function smoothedAt(Table storage table, uint8 place) internal view returns (uint256) {
        return place == 0 ? 0 : table.sinks[place - 1].smoothed;
    }

    /// @notice Every sink and its capacity, by place
    function all(Table storage table) internal view returns (address[] memory accounts, uint256[] memory smoothed) {
        uint256 count = table.count;
        accounts = new address[](count);
        smoothed = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            Sink storage sink = table.sinks[i];
            (accounts[i], smoothed[i]) = (sink.account, sink.smoothed);
        }
    }
}
