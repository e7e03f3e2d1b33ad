import { parseArgs } from "node:util";

/** What the command was asked for. */
export type Options = {
  /** A running API and the subgraph behind it; null starts a stack of our own. */
  readonly given: { readonly api: string; readonly subgraph: string } | null;
  /** Sizes of history that growth is measured at, 1 first; empty measures no growth. */
  readonly scales: readonly number[];
  /** Whether the cases at the history's own size are measured. */
  readonly isPlain: boolean;
  /** Parts of names of the cases to measure; empty measures all. */
  readonly only: readonly string[];
  /** Length of each trial (seconds). */
  readonly seconds: number;
  readonly json: string | null;
  readonly writes: boolean;
  readonly profile: "week" | "smoke";
};

export const HELP = `Measures the API beside graph-node and beside bare servers, all on this machine.

  npm run bench -w bench                          every case, on a stack of its own (a week of history, standing still)
  npm run bench -w bench -- --scale 100           derived queries at 1, 10 and 100 times the facts (10 at most with 10)
  npm run bench -w bench -- --all --write         both, and writes docs/benchmarks.md

  --only NAME         only cases whose name holds NAME; may be given again
  --seconds N         length of each trial, from 1 to 60 (default 6)
  --api URL           measure a running API (…/graphql), with --subgraph URL of the graph-node behind it
  --json FILE         also write the figures as JSON
  --profile NAME      history of our own stack: week (default) or smoke
  --help`;

/**
 * The command line, checked; null where help was asked for.
 * @throws Error with one line that says what is wrong and what may be given
 */
export function readOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      api: { type: "string" },
      subgraph: { type: "string" },
      scale: { type: "string" },
      all: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [] },
      seconds: { type: "string", default: "6" },
      json: { type: "string" },
      write: { type: "boolean", default: false },
      profile: { type: "string", default: "week" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  const scales = scalesOf(values.scale ?? (values.all ? "100" : "1"));
  const given = givenOf(values.api, values.subgraph);
  if (given !== null && scales.length > 0)
    throw new Error("--scale changes the database, so it needs a stack of its own: leave --api out.");
  return {
    given,
    scales,
    isPlain: values.all || scales.length === 0,
    only: values.only,
    seconds: secondsOf(values.seconds),
    json: values.json ?? null,
    writes: values.write,
    profile: profileOf(values.profile),
  };
}

function scalesOf(text: string): number[] {
  if (text === "1") return [];
  if (text === "10") return [1, 10];
  if (text === "100") return [1, 10, 100];
  throw new Error(`--scale is ${text}: it may be 10 or 100.`);
}

function givenOf(api: string | undefined, subgraph: string | undefined): Options["given"] {
  if (api === undefined && subgraph === undefined) return null;
  if (api !== undefined && subgraph !== undefined && URL.canParse(api) && URL.canParse(subgraph))
    return { api, subgraph };
  throw new Error("--api and --subgraph belong together, each the URL of a GraphQL endpoint.");
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (seconds >= 1 && seconds <= 60) return seconds;
  throw new Error(`--seconds is ${text}: it may be a number from 1 to 60.`);
}

function profileOf(text: string): "week" | "smoke" {
  if (text === "week" || text === "smoke") return text;
  throw new Error(`--profile is ${text}: it may be week or smoke.`);
}
