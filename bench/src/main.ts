import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { headOf } from "./ask.ts";
import { bench } from "./bench.ts";
import { Children, ROOT } from "./Children.ts";
import { growth } from "./growth.ts";
import { thisMachine } from "./Machine.ts";
import { HELP, type Options, readOptions } from "./options.ts";
import { type Measured, page } from "./page.ts";
import { type Stack, startStack } from "./Stack.ts";
import { table } from "./table.ts";
import { countUpstream } from "./upstream.ts";

const PAGE = join(ROOT, "docs/benchmarks.md");

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function main(options: Options): Promise<void> {
  const machine = thisMachine();
  const children = new Children();
  const stop = () => void children.stop().finally(() => process.exit(130));
  process.once("SIGINT", stop).once("SIGTERM", stop);
  tell(options.given === null ? "Starting a stack, which takes a minute …" : `Asking ${options.given.api}`);
  try {
    const stack: Stack = options.given
      ? { ...options.given, own: null }
      : await startStack(children, options.profile);
    const found = await measureAll(options, children, stack);
    const command = `npm run bench -w bench -- ${process.argv.slice(2).join(" ")}`.replace(/ -- $/, "");
    const date = new Date().toISOString().slice(0, 10);
    await hand({ command, date, machine, seconds: options.seconds, ...found }, options);
  } finally {
    await children.stop();
  }
}

async function measureAll(
  options: Options,
  children: Children,
  stack: Stack,
): Promise<Pick<Measured, "rows" | "upstream" | "sizes">> {
  const head = await headOf(stack.api);
  const rows = options.isPlain
    ? await bench({ children, stack, head }, options, (row) => tell(table([row]).split("\n")[2] ?? ""))
    : [];
  const upstream = options.isPlain ? await countUpstream(children, stack, head) : [];
  const sizes =
    stack.own && options.scales.length > 0 ? await growth({ ...stack, own: stack.own }, options, tell) : [];
  return { rows, upstream, sizes };
}

async function hand(measured: Measured, { json, writes }: Options): Promise<void> {
  const text = page(measured);
  process.stdout.write(text);
  if (json !== null) await writeFile(json, `${JSON.stringify(measured, null, 2)}\n`);
  if (writes) await writeFile(PAGE, text);
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === null) process.stdout.write(`${HELP}\n`);
  else await main(options);
} catch (error) {
  tell(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
