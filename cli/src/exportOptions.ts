import { Command, InvalidArgumentError, Option } from "commander";
import type { Format } from "./Records.ts";

/** What `manometer export` was asked for; null stands for what was not named. */
export type ExportOptions = {
  collection: string;
  api: string;
  format: Format;
  where: string | null;
  block: string | null;
  interval: "hour" | "day" | null;
  output: string | null;
};

type Flags = Omit<ExportOptions, "collection" | "where" | "block" | "interval" | "output"> & {
  where?: string;
  block?: string;
  interval?: "hour" | "day";
  output?: string;
};

const HELP = `
Collections are the lists of the API's queries (reveals, slashes, sinks, capacityStats, …); GET /export of the API names
all with their columns. All rows are of one block. A file that is not complete has the ending .part.

Exit codes: 0 all rows are there; 1 they are not.

Examples:
  manometer export reveals > reveals.csv
  manometer export drains --where '{"sink": "0x25…30"}' --format ndjson --output drains.ndjson
  manometer export capacityStats --interval day --block 12600 --api http://127.0.0.1:4010
`;

/** `manometer export`; `run` gets its options, checked. */
export function exportCommand(run: (options: ExportOptions) => Promise<void>): Command {
  return new Command("export")
    .description("Write a whole collection as CSV or NDJSON.")
    .argument("<collection>", "name of the collection, e.g. reveals", parseName)
    .option("--api <url>", "the API to ask", parseUrl, "http://127.0.0.1:4000")
    .addOption(
      new Option("--format <name>", "how rows are written").choices(["csv", "ndjson"]).default("csv"),
    )
    .option("--where <json>", "only rows that match this filter, as in GraphQL", parseJson)
    .option("--block <block>", "number or hash of the block (default: the newest indexed)", parseBlock)
    .addOption(new Option("--interval <name>", "of statistics: which buckets").choices(["hour", "day"]))
    .option("--output <file>", "where rows are written (default: standard output)")
    .configureOutput({
      outputError: (text, write) =>
        write(`${text.trim().replace(/\s+/g, " ")}. See manometer export --help\n`),
    })
    .addHelpText("after", HELP)
    .allowExcessArguments(false)
    .action((collection: string, { where, block, interval, output, ...flags }: Flags) =>
      run({
        ...flags,
        collection,
        where: where ?? null,
        block: block ?? null,
        interval: interval ?? null,
        output: output ?? null,
      }),
    );
}

function parseName(text: string): string {
  if (/^\w+$/.test(text)) return text;
  throw new InvalidArgumentError("Expected the name of a collection, e.g. reveals");
}

function parseUrl(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? "")) return text;
  throw new InvalidArgumentError("Expected a URL that begins with http:// or https://");
}

function parseJson(text: string): string {
  try {
    if (typeof JSON.parse(text) === "object") return text;
  } catch {
    // What is wrong with it is said below.
  }
  throw new InvalidArgumentError('Expected a JSON object, e.g. {"isOverclaim": true}');
}

function parseBlock(text: string): string {
  if (/^(\d+|0x[0-9a-fA-F]{64})$/.test(text)) return text;
  throw new InvalidArgumentError("Expected a block's number, or its hash as 0x and 64 digits");
}
