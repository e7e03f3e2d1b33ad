/** A small change of a source: `from` stands in it exactly once. */
export type Mutant = { source: string; from: string; to: string };

const of = (source: string, changes: [from: string, to: string][]): Mutant[] =>
  changes.map(([from, to]) => ({ source, from, to }));

const stakeManager = of("StakeManager", [
  ["if (received == 0) revert StakeManager_ZeroAmount();", ""],
  ["_stakes[msg.sender] + received", "_stakes[msg.sender] + amount"],
  ["totalStaked += received;", "totalStaked += amount;"],
  ["emit Staked(msg.sender, received, stakeAfter);", "emit Staked(msg.sender, amount, stakeAfter);"],
  ["if (_param(UNBONDING_DELAY) != 0) _useRequest(msg.sender, amount);", ""],
  ["        _checkObligations(msg.sender, stakeAfter);\n", ""],
  ["block.timestamp < request.availableAt", "block.timestamp <= request.availableAt"],
  ["block.timestamp > request.expiresAt", "block.timestamp >= request.expiresAt"],
  ["request.amount < amount", "request.amount <= amount"],
  ["uint64(availableAt + delay)", "uint64(availableAt + 2 * delay)"],
  ["if (!isSlasher[msg.sender]) revert StakeManager_NotSlasher(msg.sender);", ""],
  ["Math.min(amount, stakeBefore)", "stakeBefore"],
  ["_TOKEN.safeTransfer(_addressParam(TREASURY), actual);", "_TOKEN.safeTransfer(msg.sender, actual);"],
  ["if (stakeAfter < required)", "if (stakeAfter <= required)"],
  ["if (capAfter < promised)", "if (capAfter <= promised)"],
  ["authorized && slasher == _addressParam(TREASURY)", "slasher == address(1)"],
  ["key == TREASURY && isSlasher[account]", "key == REGISTRY && isSlasher[account]"],
]);

const registry = of("CapacityRegistry", [
  ["if (commitHash == 0) revert CapacityRegistry_ZeroCommitHash();", ""],
  [
    "if (block.number <= lastBlock) revert CapacityRegistry_CommitPending",
    "if (block.number < lastBlock) revert CapacityRegistry_CommitPending",
  ],
  ["if (block.number <= commitBlock)", "if (block.number < commitBlock)"],
  ["if (block.number > lastBlock)", "if (block.number >= lastBlock)"],
  ["abi.encode(taskTypeId, sink, capacity, nonce)", "abi.encode(taskTypeId, capacity, nonce)"],
  [
    "emit CapacityRevealed(taskTypeId, msg.sender, capacity, smoothed);",
    "emit CapacityRevealed(taskTypeId, msg.sender, sample, smoothed);",
  ],
  ["if (smoothed <= cap)", "if (smoothed < cap)"],
  ["emit CapacityClamped(taskTypeId, sinks[i], capacities[i]);", ""],
  ["if (stake < required)", "if (stake <= required)"],
  ["block.number < fromBlock", "block.number <= fromBlock"],
  ["sinks.count >= maxSinks", "sinks.count > maxSinks"],
  ["        _sinks[taskTypeId][moved].place = state.place;\n", ""],
  ["state.leftBlock = uint64(block.number);", ""],
  ["Ewma.next(0, sample, _param(EWMA_ALPHA_BPS))", "sample"],
  ["if (capacities[i] > caps[i])", "if (capacities[i] > caps[i] + 1e9)"],
]);

const pool = of("BackpressurePool", [
  ["if (holders != state.members.length()) _zeroDeparted(taskTypeId, state);", ""],
  ["if (units == held[i]) continue;", ""],
  ["if (units == 0) state.members.remove(sinks[i]);", "if (units == 0) state.members.add(sinks[i]);"],
  ["        _returnRemainder(pool);\n", ""],
  ["        _returnRemainder(state.pool);\n", ""],
  ["state.lastTotal = total;", "state.lastTotal = total + 1;"],
  ["if (adjustment == 0) return;", "return;"],
  ["change * BPS >= last", "change * BPS > last"],
  ["if (last == 0) return total != 0;", "if (last == 0) return false;"],
  ["_REGISTRY.isRegistered(taskTypeId, member) || ", ""],
  ["if (retired == 0) revert BackpressurePool_NothingToRetire(taskTypeId);", ""],
  ["ISuperfluidGDA.PoolConfig(false, true)", "ISuperfluidGDA.PoolConfig(true, true)"],
  [
    "function rebalance(bytes32 taskTypeId) external nonReentrant {",
    "function rebalance(bytes32 taskTypeId) external {",
  ],
  ["function sweep() external onlyOwner", "function sweep() external"],
]);

const escrow = of("EscrowBuffer", [
  ["if (amount > _room(taskTypeId))", "if (amount >= _room(taskTypeId))"],
  ["if (_room(taskTypeId) == 0) emit BufferFull", "if (_room(taskTypeId) == 1) emit BufferFull"],
  ["if (fitting < amount || _room(taskTypeId) == 0)", "if (_room(taskTypeId) == 0)"],
  ["if (total == 0) revert EscrowBuffer_NoCapacity(taskTypeId);", ""],
  ["buffer.queue.putBack(unpaid);", ""],
  ["        buffer.accruesFrom = block.number;\n\n", ""],
  ["if (buffer.queue.length() == 0) buffer.accruesFrom = block.number;", ""],
  ["buffer.queue.push(received);", "buffer.queue.push(amount);"],
  ["if (unpaid == planned) revert EscrowBuffer_NothingDrained(taskTypeId);", ""],
  ["if (buffer.max == 0) return type(uint256).max;", ""],
  ["Math.min(level, Math.saturatingMul", "Math.max(level, Math.saturatingMul"],
  ["external onlyOwner onlyKnown(taskTypeId)", "external onlyKnown(taskTypeId)"],
  ["function drain(bytes32 taskTypeId) external nonReentrant", "function drain(bytes32 taskTypeId) external"],
]);

const pipeline = of("Pipeline", [
  ["stages.length < MIN_STAGES", "stages.length <= MIN_STAGES"],
  ["stages.length > max", "stages.length >= max"],
  ["if (stages[j] == stages[i]) revert Pipeline_DuplicateStage(stages[i]);", ""],
  ["if (_POOL.getPool(stages[i]) == address(0)) revert Pipeline_NoPool(stages[i]);", ""],
  ["_POOL.rebalance(stages[i - 1]);", "_POOL.rebalance(stages[stages.length - i]);"],
  ["Math.min(smallest, total)", "total"],
]);

/** Every change that a test must notice. */
export const mutants: Mutant[] = [...stakeManager, ...registry, ...pool, ...escrow, ...pipeline];

/** Why a change that no test notices makes no difference that one could, by its `from`. */
export const explanations: Record<string, string> = {};
