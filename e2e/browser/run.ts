import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chromiumPath, hasChromium } from "./chromium.ts";

if (!hasChromium) {
  console.log(
    `The browser tests were NOT run: there is no Chromium at ${chromiumPath}. ` +
      "Install it (apt-get install chromium), or name yours: CHROMIUM=/path/to/chromium.",
  );
  process.exit(process.env.CI ? 1 : 0);
}
const config = fileURLToPath(new URL("vitest.config.ts", import.meta.url));
const child = spawn("vitest", ["run", "--config", config, ...process.argv.slice(2)], { stdio: "inherit" });
child.on("close", (code) => process.exit(code ?? 1));
