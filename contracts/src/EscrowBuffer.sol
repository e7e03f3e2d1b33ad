// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20, SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Governed} from "./Governed.sol";
import {IBackpressurePool} from "./interfaces/IBackpressurePool.sol";
import {ICapacityRegistry} from "./interfaces/ICapacityRegistry.sol";
import {IEscrowBuffer} from "./interfaces/IEscrowBuffer.sol";
import {FifoQueue} from "./libraries/FifoQueue.sol";

contract EscrowBuffer is IEscrowBuffer, Governed, ReentrancyGuardTransient {
    using FifoQueue for FifoQueue.Queue;
    using SafeERC20 for IERC20;

    struct Buffer {
        FifoQueue.Queue queue;
        uint256 max;
        uint256 accruesFrom;
    }

    bytes32 private constant DRAIN_RATE_PER_CAPACITY = "DRAIN_RATE_PER_CAPACITY";

    IERC20 private immutable _TOKEN;
    IBackpressurePool private immutable _POOL;
    ICapacityRegistry private immutable _REGISTRY;

    mapping(bytes32 taskTypeId => Buffer buffer) private _buffers;

    constructor(IERC20 token_, IBackpressurePool pool_, address owner_) Governed(owner_) {
        _TOKEN = token_;
        _POOL = pool_;
        _REGISTRY = ICapacityRegistry(pool_.registry());
        _setParam(DRAIN_RATE_PER_CAPACITY, 0);
    }

    modifier onlyKnown(bytes32 taskTypeId) {
        if (!_REGISTRY.taskTypeExists(taskTypeId)) revert EscrowBuffer_UnknownTaskType(taskTypeId);
        _;
    }

    /// @inheritdoc IEscrowBuffer
    function deposit(bytes32 taskTypeId, uint256 amount) external nonReentrant onlyKnown(taskTypeId) {
        if (amount == 0) revert EscrowBuffer_ZeroAmount();
        if (amount > _room(taskTypeId)) {
            Buffer storage buffer = _buffers[taskTypeId];
            revert EscrowBuffer_Overflow(taskTypeId, buffer.queue.length(), buffer.max, amount);
        }

        _accept(taskTypeId, amount);
        if (_room(taskTypeId) == 0) emit BufferFull(taskTypeId, bufferLevel(taskTypeId));
    }

    /// @inheritdoc IEscrowBuffer
    function depositUpTo(bytes32 taskTypeId, uint256 amount)
        external
        nonReentrant
        onlyKnown(taskTypeId)
        returns (uint256 accepted)
    {
        if (amount == 0) revert EscrowBuffer_ZeroAmount();
        uint256 fitting = Math.min(amount, _room(taskTypeId));

        if (fitting != 0) accepted = _accept(taskTypeId, fitting);
        if (fitting < amount || _room(taskTypeId) == 0) emit BufferFull(taskTypeId, bufferLevel(taskTypeId));
    }

    /// @inheritdoc IEscrowBuffer
    function drain(bytes32 taskTypeId) external nonReentrant onlyKnown(taskTypeId) {
        Buffer storage buffer = _buffers[taskTypeId];
        if (buffer.queue.length() == 0) revert EscrowBuffer_Empty(taskTypeId);
        (address[] memory sinks, uint256[] memory shares, uint256 total) = _REGISTRY.effectiveCapacities(taskTypeId);
        if (total == 0) revert EscrowBuffer_NoCapacity(taskTypeId);

        uint256 amount = _drainable(buffer, total);
        uint256 planned = 0;
        for (uint256 i = 0; i < sinks.length; ++i) {
            shares[i] = Math.mulDiv(amount, shares[i], total);
            planned += shares[i];
        }
        buffer.queue.pop(planned);
        buffer.accruesFrom = block.number;

        uint256 unpaid = _pay(taskTypeId, sinks, shares);
        if (unpaid == planned) revert EscrowBuffer_NothingDrained(taskTypeId);
        buffer.queue.putBack(unpaid);
    }

    /// @inheritdoc IEscrowBuffer
    function setBufferMax(bytes32 taskTypeId, uint256 max) external onlyOwner onlyKnown(taskTypeId) {
        _buffers[taskTypeId].max = max;
        emit BufferMaxSet(taskTypeId, max);
    }

    /// @inheritdoc IEscrowBuffer
    function bufferMax(bytes32 taskTypeId) external view returns (uint256) {
        return _buffers[taskTypeId].max;
    }

    /// @inheritdoc IEscrowBuffer
    function queueOf(bytes32 taskTypeId) external view returns (uint256 head, uint256 tail) {
        FifoQueue.Queue storage queue = _buffers[taskTypeId].queue;
        return (queue.head, queue.tail);
    }

    /// @inheritdoc IEscrowBuffer
    function drainable(bytes32 taskTypeId) external view onlyKnown(taskTypeId) returns (uint256) {
        (,, uint256 total) = _REGISTRY.effectiveCapacities(taskTypeId);
        return total == 0 ? 0 : _drainable(_buffers[taskTypeId], total);
    }

    /// @inheritdoc IEscrowBuffer
    function token() external view returns (address) {
        return address(_TOKEN);
    }

    /// @inheritdoc IEscrowBuffer
    function pool() external view returns (address) {
        return address(_POOL);
    }

    /// @inheritdoc IEscrowBuffer
    function bufferLevel(bytes32 taskTypeId) public view returns (uint256) {
        return _buffers[taskTypeId].queue.length();
    }

    function _accept(bytes32 taskTypeId, uint256 amount) private returns (uint256 received) {
        uint256 before = _TOKEN.balanceOf(address(this));
        _TOKEN.safeTransferFrom(msg.sender, address(this), amount);
        received = _TOKEN.balanceOf(address(this)) - before;
        if (received == 0) revert EscrowBuffer_ZeroAmount();

        Buffer storage buffer = _buffers[taskTypeId];
        // an empty buffer saves up no right to drain
        if (buffer.queue.length() == 0) buffer.accruesFrom = block.number;
        buffer.queue.push(received);
        emit Deposited(taskTypeId, msg.sender, received);
    }

    function _pay(bytes32 taskTypeId, address[] memory sinks, uint256[] memory shares)
        private
        returns (uint256 unpaid)
    {
        for (uint256 i = 0; i < sinks.length; ++i) {
            if (shares[i] == 0) continue;
            if (_TOKEN.trySafeTransfer(sinks[i], shares[i])) emit Drained(taskTypeId, sinks[i], shares[i]);
            else unpaid += shares[i];
        }
    }

    function _room(bytes32 taskTypeId) private view returns (uint256) {
        Buffer storage buffer = _buffers[taskTypeId];
        if (buffer.max == 0) return type(uint256).max;
        return Math.saturatingSub(buffer.max, buffer.queue.length());
    }

    function _drainable(Buffer storage buffer, uint256 total) private view returns (uint256) {
        uint256 level = buffer.queue.length();
        uint256 rate = _param(DRAIN_RATE_PER_CAPACITY);
        if (rate == 0) return level;

        uint256 perBlock = Math.saturatingMul(rate, total);
        return Math.min(level, Math.saturatingMul(perBlock, block.number - buffer.accruesFrom));
    }

    function _bounds(bytes32 key) internal pure override returns (uint256 min, uint256 max) {
        if (key == DRAIN_RATE_PER_CAPACITY) return (0, 1e27);
        revert Governed_UnknownParam(key);
    }
}
