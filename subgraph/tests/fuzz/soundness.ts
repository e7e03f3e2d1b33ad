import type { Store } from "../host/Store.ts";
import type { StoreValue } from "../host/value.ts";
import { inOrder, type Row, requireEqual, rowsOf, sum } from "./Rows.ts";

/** Throws unless all holds that must hold after whatever has happened: nothing dangles, all is counted, sums agree. */
export function requireSound(store: Store): void {
  requireReferences(store);
  requireCounts(store);
  for (const taskType of rowsOf(store, "TaskType")) requireCapacities(store, taskType);
  for (const buffer of rowsOf(store, "Buffer")) requireQueue(store, buffer);
  requireSums(store);
}

function requireReferences(store: Store): void {
  for (const { name, fields } of store.schema.entities.values()) {
    const references = [...fields.values()].filter(({ target }) => target !== null);
    for (const [id, row] of store.rows(name)) {
      for (const { name: field, target } of references) {
        for (const to of idsIn(row.get(field))) {
          if (store.get(target as string, to) === null)
            throw new Error(`${name} ${id}: ${field} refers to ${target} ${to}, which is not there`);
        }
      }
    }
  }
}

function idsIn(value: StoreValue | undefined): string[] {
  if (value === undefined || value.data === null) return [];
  return Array.isArray(value.data) ? value.data.flatMap(idsIn) : [String(value.data)];
}

function requireCounts(store: Store): void {
  const counts = new Map(rowsOf(store, "Collection").map((row) => [row.text("name"), row.number("count")]));
  for (const { name, isTimeseries } of store.schema.entities.values()) {
    if (isTimeseries || name === "Protocol" || name === "Collection") continue;
    requireEqual(`the count of ${name}`, counts.get(name) ?? 0n, BigInt(store.rows(name).size));
  }
}

function requireCapacities(store: Store, taskType: Row): void {
  const id = taskType.text("id");
  const registered = rowsOf(store, "SinkCapacity").filter(
    (row) => row.text("taskType") === id && row.is("isRegistered"),
  );
  requireEqual(`${taskType.what}: sinkCount`, taskType.number("sinkCount"), BigInt(registered.length));
  requireEqual(
    `${taskType.what}: totalCapacity`,
    taskType.number("totalCapacity"),
    sum(registered, "stored"),
  );
  const effective = sum(registered, "smoothed");
  requireEqual(`${taskType.what}: effectiveCapacity`, taskType.number("effectiveCapacity"), effective);
}

/** Deposits and drains lie in the queue one after another, without a gap. */
function requireQueue(store: Store, buffer: Row): void {
  const of = (type: string) => inOrder(store, type).filter((row) => row.text("buffer") === buffer.text("id"));
  for (const [type, end] of [
    ["Deposit", "totalDeposited"],
    ["Drain", "totalDrained"],
  ] as const) {
    let offset = 0n;
    for (const row of of(type)) {
      requireEqual(`${row.what}: fifoFrom`, row.number("fifoFrom"), offset);
      offset += row.number("amount");
      requireEqual(`${row.what}: fifoTo`, row.number("fifoTo"), offset);
    }
    requireEqual(`${buffer.what}: ${end}`, buffer.number(end), offset);
  }
  const level = buffer.number("totalDeposited") - buffer.number("totalDrained");
  requireEqual(`${buffer.what}: level`, buffer.number("level"), level);
}

function requireSums(store: Store): void {
  const [protocol] = rowsOf(store, "Protocol");
  if (protocol === undefined) return;
  const sums = [
    ["totalStaked", "Sink", "totalStaked"],
    ["totalUnstaked", "Sink", "totalUnstaked"],
    ["totalSlashed", "Sink", "totalSlashed"],
    ["totalDeposited", "Source", "totalDeposited"],
    ["totalDrained", "SinkCapacity", "totalDrained"],
    ["bufferLevel", "Buffer", "level"],
  ] as const;
  for (const [field, type, part] of sums) {
    requireEqual(`the protocol's ${field}`, protocol.number(field), sum(rowsOf(store, type), part));
  }
}
