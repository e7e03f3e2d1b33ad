import { Command, InvalidArgumentError, Option } from "commander";

/** What `manometer status` was asked for. `api` is null where a data directory is meant. */
export type StatusOptions = { dataDir: string; api: string | null; isJson: boolean; isWatching: boolean };

type Flags = { dataDir: string; api?: string; json?: true; watch?: true };

const HELP = `
Exit codes: 0 all is well; 1 something is wrong; 2 nothing runs, or it cannot be told.

Examples:
  manometer status                          the stack on .manometer, from another terminal
  manometer status --watch                  again every two seconds, until Ctrl-C
  manometer status --api https://api.example --json
`;

/** `manometer status`; `run` gets its options, checked. */
export function statusCommand(run: (options: StatusOptions) => Promise<void>): Command {
  return new Command("status")
    .description("Say what runs, how far each part is behind, and what is wrong.")
    .option("--data-dir <folder>", "where the stack stores everything", ".manometer")
    .addOption(
      new Option("--api <url>", "an API that runs elsewhere, instead of a stack of this machine")
        .argParser(parseUrl)
        .conflicts("dataDir"),
    )
    .option("--json", "for machines: everything that is known, as JSON")
    .option("--watch", "again every two seconds, until Ctrl-C")
    .configureOutput({
      outputError: (text, write) =>
        write(`${text.trim().replace(/\s+/g, " ")}. See manometer status --help\n`),
    })
    .addHelpText("after", HELP)
    .allowExcessArguments(false)
    .action(({ dataDir, api, json, watch }: Flags) =>
      run({ dataDir, api: api ?? null, isJson: json ?? false, isWatching: watch ?? false }),
    );
}

function parseUrl(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? "")) return text;
  throw new InvalidArgumentError("Expected a URL that begins with http:// or https://");
}
