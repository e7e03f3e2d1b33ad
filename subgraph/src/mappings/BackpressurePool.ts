import { PoolCreated, Rebalanced } from "../../generated/BackpressurePool/BackpressurePool";
import { PoolCreation, Rebalance } from "../../generated/schema";
import { SuperfluidPool } from "../../generated/templates";
import { count } from "../entities/Collection";
import { openPool } from "../entities/Pool";
import { getTaskType, rebalance, setPool } from "../entities/TaskType";
import { stamp } from "../fact";
import { factId } from "../ids";

export { handleParamUpdated } from "./Governed";

/** A task type has its pool: from here on the pool's own events count. */
export function handlePoolCreated(event: PoolCreated): void {
  const taskType = getTaskType(event.params.taskTypeId);
  const pool = openPool(event.params.pool, taskType, event);
  setPool(taskType, pool);
  SuperfluidPool.create(event.params.pool);

  const creation = new PoolCreation(factId(event));
  stamp(creation, event);
  creation.taskType = taskType.id;
  creation.pool = pool.id;
  creation.save();
  count("PoolCreation");
}

/** A pool's units follow the capacities of this moment. */
export function handleRebalanced(event: Rebalanced): void {
  const taskType = getTaskType(event.params.taskTypeId);
  const lastBlock = taskType.lastRebalancedAtBlock;

  const fact = new Rebalance(factId(event));
  stamp(fact, event);
  fact.taskType = taskType.id;
  fact.pool = taskType.pool;
  fact.sinkCount = event.params.sinkCount;
  fact.totalCapacity = event.params.totalCapacity;
  fact.lastTotalCapacity = taskType.lastTotalCapacity;
  fact.indexedTotalCapacity = taskType.totalCapacity;
  if (lastBlock !== null) fact.blocksSinceLast = event.block.number.minus(lastBlock);
  fact.save();
  count("Rebalance");

  rebalance(taskType, fact.totalCapacity, event.block);
}
