// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ISuperfluidGDA} from "../interfaces/ISuperfluidGDA.sol";
import {ISuperfluidHost} from "../interfaces/ISuperfluidHost.sol";
import {ISuperfluidPool} from "../interfaces/ISuperfluidPool.sol";

/// @title The Superfluid calls of a rebalance and nothing else, as the measure of what a rebalance may cost
contract BareSuperfluid {
    ISuperfluidHost private immutable _HOST;
    ISuperfluidGDA private immutable _GDA;
    address private immutable _TOKEN;

    /// @notice The pool that `update` works on
    ISuperfluidPool public immutable POOL;

    constructor(ISuperfluidHost host, ISuperfluidGDA gda, address token) {
        _HOST = host;
        _GDA = gda;
        _TOKEN = token;
        POOL = ISuperfluidPool(gda.createPool(token, address(this), ISuperfluidGDA.PoolConfig(false, true)));
    }

    /// @notice Gives the same units to `count` accounts from `first` on
    function update(uint160 first, uint256 count, uint128 units) public {
        for (uint160 i = 0; i < count; ++i) {
            POOL.updateMemberUnits(address(first + i), units);
        }
    }

    /// @notice As `update`, and returns the remainder of what flows
    function updateWhileFlowing(uint160 first, uint256 count, uint128 units) external {
        update(first, count, units);
        bytes memory callData =
            abi.encodeCall(ISuperfluidGDA.distributeFlow, (_TOKEN, address(this), address(POOL), 0, ""));
        _HOST.callAgreement(address(_GDA), callData, "");
    }
}
