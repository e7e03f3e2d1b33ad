import type { ChainLog } from "@manometer/analytics/audit/ChainLog";
import { PARAMETERS, type Scope, type Subject } from "@manometer/analytics/audit/Scope";
import * as kinds from "./logKinds.ts";
import type { LogSlice } from "./logSlices.ts";
import { SIGNALS } from "./signalKinds.ts";

/** A slash whose audit is wanted, and how far it reaches. */
export type Wanted = { readonly subject: Subject; readonly scope: Scope };

/** A stretch of blocks, both ends included. */
type Span = { readonly from: number; readonly to: number };

/** Every change of a parameter that audits replay. */
export function parameterSlices(): LogSlice[] {
  const names = [...PARAMETERS.stakeManager, ...PARAMETERS.capacityRegistry];
  return [{ kind: kinds.PARAMETERS, where: `name_in: ${JSON.stringify(names)}` }];
}

/** What the audits of several slashes read of their sinks and slashers: slashes of the same one share what they read. */
export function historySlices(wanted: readonly Wanted[]): LogSlice[] {
  const bySink = Map.groupBy(wanted, ({ scope }) => scope.sink);
  const bySlasher = Map.groupBy(
    wanted.filter(({ scope }) => scope.slasher !== null),
    ({ scope }) => scope.slasher,
  );
  return [
    ...[...bySink].flatMap(([sink, group]) => ofSink(sink, group)),
    ...[...bySlasher].flatMap(([slasher, group]) => ofSlasher(String(slasher), group)),
  ];
}

function ofSink(sink: string, group: readonly Wanted[]): LogSlice[] {
  const own = `sink: ${JSON.stringify(sink)}`;
  const until = `blockNumber_lte: ${Math.max(...group.map(({ scope }) => scope.untilBlock))}`;
  const stakes = [kinds.STAKES, kinds.UNSTAKES, kinds.SLASHES, kinds.EXECUTIONS];
  const signals = union(group.map(({ scope }) => ({ from: scope.fromBlock, to: scope.untilBlock })));
  const drains = union(
    group.flatMap(({ scope, subject }) =>
      scope.drainsFromBlock === null ? [] : [{ from: scope.drainsFromBlock, to: subject.blockNumber }],
    ),
  );
  return [
    ...stakes.map((kind) => ({ kind, where: `${own}, ${until}` })),
    ...signals.flatMap((span) => SIGNALS.map((kind) => ({ kind, where: `${own}, ${within(span)}` }))),
    ...drains.map((span) => ({ kind: kinds.DRAINS, where: `${own}, ${within(span)}` })),
  ];
}

function ofSlasher(slasher: string, group: readonly Wanted[]): LogSlice[] {
  const own = `slasher: ${JSON.stringify(slasher)}`;
  const until = `blockNumber_lte: ${Math.max(...group.map(({ scope }) => scope.untilBlock))}`;
  const past = union(group.map(({ scope, subject }) => ({ from: scope.fromBlock, to: subject.blockNumber })));
  return [
    { kind: kinds.PERMISSIONS, where: `${own}, ${until}` },
    ...past.map((span) => ({ kind: kinds.EXECUTIONS, where: `${own}, ${within(span)}` })),
  ];
}

/** The rebalances after each slash of the task types that its sink signalled to. */
export function rebalanceSlices(wanted: readonly Wanted[], logs: readonly ChainLog[]): LogSlice[] {
  return wanted.flatMap(({ subject, scope }) => {
    const taskTypes = new Set(
      logs.flatMap((log) =>
        "taskTypeId" in log && "sink" in log && log.sink === scope.sink ? [log.taskTypeId] : [],
      ),
    );
    const span = { from: subject.blockNumber, to: scope.untilBlock };
    const where = `taskType_in: ${JSON.stringify([...taskTypes])}, ${within(span)}`;
    return taskTypes.size === 0 ? [] : [{ kind: kinds.REBALANCES, where }];
  });
}

function within({ from, to }: Span): string {
  return `blockNumber_gte: ${from}, blockNumber_lte: ${to}`;
}

/** The same blocks in as few stretches as can be. */
function union(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || span.from > last.to + 1) merged.push(span);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return merged;
}
