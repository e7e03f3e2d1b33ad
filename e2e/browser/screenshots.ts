import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "../src/Client.ts";
import { Browser, untilShown } from "./Browser.ts";
import { pageOf } from "./exact.ts";

const folder = fileURLToPath(new URL("../../docs/screenshots", import.meta.url));

type Found = { slashes: { id: string; sink: { id: string } }[]; taskTypes: { id: string }[] };

/**
 * Takes a picture of each page, in both themes, wide and narrow, into docs/screenshots.
 * Usage: `node e2e/browser/screenshots.ts http://127.0.0.1:4000`, with a week's history there.
 */
async function take(origin: string): Promise<void> {
  const { slashes, taskTypes } = await new Client(`${origin}/graphql`).data<Found>(
    `{ slashes(first: 1, where: { reasonText: "OVER_CLAIM" }, orderBy: sequence) { id sink { id } }
       taskTypes(first: 1, orderBy: totalCapacity) { id } }`,
  );
  const [slash] = slashes;
  const [taskType] = taskTypes;
  if (slash === undefined || taskType === undefined)
    throw new Error(`${origin} has no slash for an over-claim: play a week`);
  const week = "?last=P7D&interval=PT1H";
  const pages = {
    network: `/${week}`,
    "task-type": `${pageOf.taskType(taskType.id)}${week}`,
    sink: `${pageOf.sink(slash.sink.id)}${week}`,
    slashes: "/slashes",
    slash: pageOf.slash(slash.id),
    pipeline: `/pipelines${week}`,
    query: "/query?example=06-escrow-pressure",
  };
  await mkdir(folder, { recursive: true });
  const browser = await Browser.start(origin);
  for (const [name, path] of Object.entries(pages)) {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const [size, width, height] of [
        ["wide", 1280, 900],
        ["narrow", 375, 812],
      ] as const) {
        const { page } = await browser.open(path, { colorScheme, viewport: { width, height } });
        await untilShown(page);
        if (name === "query")
          await page
            .frameLocator("iframe")
            .getByRole("button", { name: /Execute query/ })
            .click();
        await page.waitForTimeout(700);
        await writeFile(join(folder, `${name}-${colorScheme}-${size}.png`), await page.screenshot());
        await page.context().close();
      }
    }
  }
  await browser.close();
}

const [origin = "http://127.0.0.1:4000"] = process.argv.slice(2);
await take(origin);
