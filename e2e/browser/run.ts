import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { History } from "../src/History.ts";
import { subgraphUrl } from "../src/places.ts";
import type { Stack } from "../src/Stack.ts";
import { chromiumPath, hasChromium } from "./chromium.ts";
import type { Shown } from "./shown.ts";

/** Plays a short history, indexes and serves it, and runs the browser tests against it. Gives vitest's exit code. */
async function play(): Promise<number> {
  const history = await History.play();
  try {
    const stack = await history.index();
    try {
      return await test(history, stack);
    } finally {
      await stack.dispose();
    }
  } finally {
    await history.close();
  }
}

async function test(history: History, stack: Stack): Promise<number> {
  const shown: Shown = {
    origin: new URL(stack.url).origin,
    subgraph: subgraphUrl(stack),
    rpcUrl: history.rpcUrl,
    deployment: history.chain.deployment,
    expected: history.expected,
  };
  const file = join(stack.dataDir, "shown.json");
  await writeFile(file, JSON.stringify(shown));
  const config = fileURLToPath(new URL("vitest.config.ts", import.meta.url));
  const child = spawn("vitest", ["run", "--config", config, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, MANOMETER_SHOWN: file },
  });
  const [code] = await once(child, "close");
  await rm(file);
  return code ?? 1;
}

if (hasChromium) {
  process.exit(await play());
} else {
  console.log(
    `The browser tests were NOT run: there is no Chromium at ${chromiumPath}. ` +
      "Install it (apt-get install chromium), or name yours: CHROMIUM=/path/to/chromium.",
  );
  process.exit(process.env.CI ? 1 : 0);
}
