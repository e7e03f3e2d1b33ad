import { capOf } from "../metrics/cap.ts";
import type { AuditRecord } from "./AuditRecord.ts";
import { type ChainLog, isEvent, type Position } from "./ChainLog.ts";
import { dialectOf } from "./dialects.ts";
import { type ParameterName, parameterKey } from "./Scope.ts";
import { type Step, valueBefore } from "./steps.ts";

/** The state that a record's logs lead to, just before any position of the chain. */
export type Replay = {
  /** The sink's stake (token wei). */
  stakeBefore(position: Position): bigint;
  /** The sink's cap (units of capacity). */
  capBefore(position: Position): bigint;
  /** A parameter in its own unit; before its first ParamUpdated the dialect's constant, else 0, as in the contracts. */
  parameterBefore(name: ParameterName, position: Position): bigint;
  /** Whether the slasher may slash. */
  isAuthorizedBefore(position: Position): boolean;
};

/** Replays a record's logs. */
export function replayOf({ logs, subject, scope }: Pick<AuditRecord, "logs" | "subject" | "scope">): Replay {
  const stakes = stakeSteps(logs, subject.sink);
  const parameters = new Map<string, readonly Step<bigint>[]>();
  const changes = logs.filter((log) => isEvent(log, "ParamUpdated"));
  for (const [key, group] of Map.groupBy(changes, (log) => log.key)) {
    parameters.set(
      key,
      group.map((log) => ({ ...placeOf(log), value: BigInt(log.newValue) })),
    );
  }
  const permissions = logs.flatMap((log) =>
    isEvent(log, "SlasherSet") && log.slasher === scope.slasher
      ? [{ ...placeOf(log), value: log.authorized }]
      : [],
  );
  const constants = dialectOf(scope.dialect).parameters;
  const parameterBefore = (name: ParameterName, position: Position) =>
    valueBefore(parameters.get(parameterKey(name)) ?? [], position, constants[name] ?? 0n);
  const stakeBefore = (position: Position) => valueBefore(stakes, position, 0n);
  return {
    stakeBefore,
    parameterBefore,
    capBefore: (position) =>
      capOf(stakeBefore(position), {
        minSinkStake: parameterBefore("MIN_SINK_STAKE", position),
        stakeUnit: parameterBefore("STAKE_UNIT", position),
        capacityPrecision: parameterBefore("CAPACITY_PRECISION", position),
      }),
    isAuthorizedBefore: (position) => valueBefore(permissions, position, false),
  };
}

function stakeSteps(logs: readonly ChainLog[], sink: string): Step<bigint>[] {
  let stake = 0n;
  return logs.flatMap((log) => {
    if (log.event !== "Staked" && log.event !== "Unstaked" && log.event !== "Slashed") return [];
    if (log.sink !== sink) return [];
    stake += log.event === "Staked" ? BigInt(log.amount) : -BigInt(log.amount);
    return [{ ...placeOf(log), value: stake }];
  });
}

function placeOf({ blockNumber, logIndex }: Position): Position {
  return { blockNumber, logIndex };
}
