// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ISuperfluidGDA} from "../src/interfaces/ISuperfluidGDA.sol";
import {ISuperfluidHost} from "../src/interfaces/ISuperfluidHost.sol";
import {ISuperfluidPool} from "../src/interfaces/ISuperfluidPool.sol";
import {vm} from "./Vm.sol";

interface IFrameworkDeployer {
    struct Framework {
        address governance;
        ISuperfluidHost host;
        address cfa;
        address ida;
        ISuperfluidGDA gda;
        address[10] others;
    }

    function executeStep(uint8 step) external;
    function getFramework() external view returns (Framework memory);
    function deployWrapperSuperToken(
        string calldata name,
        string calldata symbol,
        uint8 decimals,
        uint256 mintLimit,
        address admin
    ) external returns (ITestToken token, ISuperToken superToken);
}

interface ITestToken is IERC20 {
    function mint(address account, uint256 amount) external returns (bool);
}

interface ISuperToken is IERC20 {
    function upgrade(uint256 amount) external;
}

interface IPoolReader is ISuperfluidPool {
    function getTotalUnits() external view returns (uint128);
    function getMemberFlowRate(address member) external view returns (int96);
}

interface IGdaReader is ISuperfluidGDA {
    function getFlowRate(address token, address from, address to) external view returns (int96);
}

/// @title The real Superfluid, from the prebuilt code of its package
abstract contract Superfluid {
    string private constant CODE = "cache/superfluid.txt";
    address private constant ERC1820 = 0x1820a4B7618BdE71Dce8cdc73aAB6C95905faD24;
    uint160 private constant FIRST_PART = 0x5f00;
    uint160 private constant PARTS = 17;
    uint8 private constant STEPS = 7;

    ISuperfluidHost internal host;
    IGdaReader internal gda;
    ITestToken internal token;
    ISuperToken internal superToken;

    function _setUpSuperfluid() internal {
        bytes memory creation = vm.parseBytes(vm.readLine(CODE));
        address registry;
        assembly ("memory-safe") {
            registry := create(0, add(creation, 32), mload(creation))
        }
        vm.etch(ERC1820, registry.code);
        for (uint160 i = 0; i < PARTS; ++i) {
            vm.etch(address(FIRST_PART + i), vm.parseBytes(vm.readLine(CODE)));
        }
        vm.closeFile(CODE);

        IFrameworkDeployer deployer = IFrameworkDeployer(address(FIRST_PART + PARTS - 1));
        for (uint8 step = 0; step < STEPS; ++step) deployer.executeStep(step);
        (token, superToken) = deployer.deployWrapperSuperToken("Payment Token", "PAY", 18, 1e30, address(0));
        IFrameworkDeployer.Framework memory framework = deployer.getFramework();
        host = framework.host;
        gda = IGdaReader(address(framework.gda));
    }
}
