import { TASKS } from "../cast.ts";
import type { Actor, Stage } from "../stage.ts";

/** A stretch in which nobody rebalances, in thousandths of the history. */
const HOLIDAY = { from: 455, until: 490 } as const;

/** Looks after the pools and buffers: rebalances where it is due, and drains in turns. */
export class Keeper implements Actor {
  turn(stage: Stage): void {
    const { keeperEvery, drainEvery } = stage.profile;
    if (stage.tick < 8) return;
    if (stage.tick % keeperEvery === 0 && !isOnHoliday(stage)) this.#rebalance(stage);
    for (const [i, task] of TASKS.entries()) {
      const offset = Math.floor((i * drainEvery) / TASKS.length / 4) * 4;
      if (stage.tick % drainEvery !== offset || !stage.world.buffers.canDrain(task.id)) continue;
      stage.act({ by: stage.cast.addressOf("keeper"), kind: "drain", taskType: task.id });
    }
  }

  #rebalance(stage: Stage): void {
    const by = stage.cast.addressOf("keeper");
    for (const task of TASKS) {
      if (stage.world.pools.needsRebalance(task.id)) stage.act({ by, kind: "rebalance", taskType: task.id });
    }
  }
}

function isOnHoliday({ permille }: Stage): boolean {
  return permille >= HOLIDAY.from && permille < HOLIDAY.until;
}
