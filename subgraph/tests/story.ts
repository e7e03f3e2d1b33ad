import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { inject } from "vitest";
import { type MockEvent, param } from "./events.ts";

/** An answer of a query. Numbers may be bigint, lists in any order. */
export type Answer =
  | string
  | bigint
  | number
  | boolean
  | null
  | readonly Answer[]
  | { [key: string]: Answer };

/** One block, as `gnd test` takes it. */
export type MockBlock = { number: number; timestamp: bigint; events: MockEvent[] };

/** A query of one block each, and what it must answer. */
export type Assertion = [query: string, expected: { [key: string]: Answer }];

/** The time of block 0 where a test gives no times of its own. */
export const genesis = 1_700_000_000n;

const subgraph = fileURLToPath(new URL("..", import.meta.url));

/** A block, ten seconds after the one before unless it has a time of its own. */
export function block(number: number, ...events: (MockEvent | MockEvent[])[]): MockBlock {
  return { number, timestamp: genesis + 10n * BigInt(number), events: events.flat() };
}

/** The block at a time of its own (seconds). */
export function at(timestamp: bigint, given: MockBlock): MockBlock {
  return { ...given, timestamp };
}

/** What the constructors say, with CAPACITY_PRECISION 1e9, a minimum of 100 tokens, α = 0.3, and 20 blocks to reveal. */
export function constructors(): MockEvent[] {
  return [
    param("StakeManager", "CAPACITY_PRECISION", 10n ** 9n),
    param("StakeManager", "MIN_SINK_STAKE", 100n * 10n ** 18n),
    param("StakeManager", "STAKE_UNIT", 10n ** 18n),
    param("CapacityRegistry", "EWMA_ALPHA_BPS", 3000n),
    param("CapacityRegistry", "COMMIT_TIMEOUT", 20n),
  ];
}

/**
 * Feeds the blocks to the built subgraph in graph-node's own runtime and store, and asks the queries.
 * Errors: whatever fails the subgraph, and each answer that differs, with graph-node's text.
 */
export async function story(blocks: MockBlock[], assertions: Assertion[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "manometer-story-"));
  const file = join(folder, "story.json");
  writeFileSync(file, render(blocks, assertions));
  try {
    const { ok, output } = await gndTest(file, await newDatabase());
    if (!ok || !output.includes("Tests: 1 passed, 0 failed")) throw new Error(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function render(blocks: MockBlock[], assertions: Assertion[]): string {
  const first = { ...block(0), timestamp: blocks[0]?.timestamp ?? genesis };
  const story = {
    name: "story",
    blocks: [first, ...blocks].map((given) => ({ ...given, timestamp: Number(given.timestamp) })),
    assertions: assertions.map(([query, expected]) => ({ query, expected })),
  };
  return JSON.stringify(story, (_, value) => (typeof value === "bigint" ? `${value}` : value));
}

async function newDatabase(): Promise<string> {
  const name = `story_${randomUUID().replaceAll("-", "")}`;
  const client = new Client(`${inject("postgres")}/postgres`);
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return `${inject("postgres")}/${name}`;
}

function gndTest(file: string, database: string): Promise<{ ok: boolean; output: string }> {
  const platform = `${process.platform}-${process.arch}`;
  const gnd = createRequire(import.meta.url).resolve(`@graphprotocol/gnd-${platform}/bin/gnd`);
  const options = {
    cwd: subgraph,
    env: { ...process.env, RUST_BACKTRACE: "0", RUST_LIB_BACKTRACE: "0" },
    timeout: 100_000,
    maxBuffer: 1 << 26,
  };
  return new Promise((resolve) => {
    execFile(
      gnd,
      ["test", "--skip-build", "--postgres-url", database, file],
      options,
      (error, stdout, stderr) => {
        resolve({ ok: error === null, output: stdout + stderr });
      },
    );
  });
}
