import { existsSync } from "node:fs";

/** Where Chromium is: what CHROMIUM names, else where Debian puts it. */
export const chromiumPath = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Whether there is a Chromium to run the tests in. */
export const hasChromium = existsSync(chromiumPath);

/** How Chromium is started: on its own, asking nobody for anything. */
export const chromiumFlags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
