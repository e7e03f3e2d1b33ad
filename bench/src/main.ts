import { headOf } from "./ask.ts";
import { bench } from "./bench.ts";
import { Children } from "./Children.ts";
import { thisMachine } from "./Machine.ts";
import { HELP, type Options, readOptions } from "./options.ts";
import { forget, startStack } from "./Stack.ts";
import { table } from "./table.ts";
import { countUpstream } from "./upstream.ts";

async function main(options: Options): Promise<void> {
  const machine = thisMachine();
  console.log(machine);
  const children = new Children();
  const stop = () => void children.stop().finally(() => process.exit(130));
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const stack =
    options.given === null ? await startStack(children, options.profile) : { ...options.given, own: null };
  try {
    const head = await headOf(stack.api);
    console.log(head);
    const rows = await bench({ children, stack, head }, options, (row) =>
      console.error(table([row]).split("\n")[2]),
    );
    console.log(table(rows));
    console.log(await countUpstream(children, stack, head));
  } finally {
    await children.stop();
    await forget(stack);
  }
}

const options = readOptions(process.argv.slice(2));
if (options === null) console.log(HELP);
else await main(options);
