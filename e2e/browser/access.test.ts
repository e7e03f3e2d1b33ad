import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser, faultsOf, panelOf, untilShown } from "./Browser.ts";
import { pageOf } from "./exact.ts";
import { shown } from "./shown.ts";

const { sinks, taskTypes } = shown.expected;
const [taskType = ""] = Object.keys(taskTypes);
const slashed = Object.entries(sinks).find(([, { totalSlashed }]) => totalSlashed !== "0")?.[0] ?? "";
let browser: Browser;

beforeAll(async () => {
  browser = await Browser.start(shown.origin);
});

afterAll(() => browser.close());

/** The first slash's page, found the way a reader finds it. */
async function slashPath(): Promise<string> {
  const { page } = await browser.open("/slashes");
  await untilShown(page);
  const path = await page.locator("tbody th a").first().getAttribute("href");
  await page.context().close();
  return path ?? "";
}

/** The colour that a page is on. */
function groundOf(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}

test.each([375, 1920])(
  "axe finds no serious fault and nothing overflows at %i px, in the light theme and in the dark one",
  async (width) => {
    const paths = [
      "/",
      pageOf.taskType(taskType),
      pageOf.sink(slashed),
      "/slashes",
      await slashPath(),
      "/pipelines",
    ];
    for (const path of [...paths, "/query"]) {
      const { page, complaints } = await browser.open(path, {
        colorScheme: "light",
        viewport: { width, height: 900 },
      });
      await untilShown(page);
      const grounds = new Set<string>();
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        grounds.add(await groundOf(page));
        const where = [path, colorScheme];
        const faults = (await faultsOf(page)).filter(
          ({ impact }) => impact === "serious" || impact === "critical",
        );
        expect([...where, faults]).toEqual([...where, []]);
        const [wide, seen] = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          window.innerWidth,
        ]);
        expect([...where, Number(wide) <= Number(seen)]).toEqual([...where, true]);
      }
      expect([path, grounds.size]).toEqual([path, 2]);
      expect([path, complaints]).toEqual([path, []]);
      await page.context().close();
    }
  },
  180_000,
);

test("the theme follows the system, and the switch overrules it for good", async () => {
  const { page } = await browser.open("/pipelines", { colorScheme: "dark" });
  await untilShown(page);
  const dark = await groundOf(page);
  await page.getByRole("button", { name: /^Colours: as the system/ }).click();
  const light = await groundOf(page);
  expect(light).not.toBe(dark);
  await page.reload();
  await untilShown(page);
  expect(await groundOf(page)).toBe(light);
});

test("everything is reached by keyboard: the skip link, the pages, a panel's table", async () => {
  const { page } = await browser.open("/pipelines");
  await untilShown(page);
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the page");
  await page.keyboard.press("Enter");
  const table = panelOf(page, "Stages now").getByRole("button", { name: "Table" });
  for (let steps = 0; steps < 20; steps++) {
    await page.keyboard.press("Tab");
    if (await table.evaluate((button) => button === document.activeElement)) break;
  }
  await page.keyboard.press("Enter");
  expect(await panelOf(page, "Stages now").getByRole("row").count()).toBe(4);
});

test("a figure's meaning is a press away, as the schema has it", async () => {
  const { page } = await browser.open(pageOf.sink(slashed));
  await untilShown(page);
  await page.getByRole("button", { name: "What is reveal reliability?" }).press("Enter");
  await page.getByText("revealed / (revealed + expired), from 0 to 1").waitFor();
  await page.keyboard.press("Escape");
  expect(await page.getByText("revealed / (revealed + expired), from 0 to 1").isVisible()).toBe(false);
});

test("amounts, addresses and times tell all on hover, and an address is copied at a click", async () => {
  const { page } = await browser.open(pageOf.sink(slashed), { timezoneId: "America/New_York" });
  await untilShown(page);
  const stake = panelOf(page, "Now").locator("data").first();
  expect(await stake.getAttribute("title")).toContain(
    `${new Intl.NumberFormat("en").format(BigInt(sinks[slashed as `0x${string}`]?.stake ?? "0"))} wei`,
  );
  const at = page.locator("tbody time").first();
  const iso = (await at.getAttribute("datetime")) ?? "";
  expect(await at.getAttribute("title")).toBe(`${iso.slice(0, 19).replace("T", " ")} UTC`);
  const there = new Intl.DateTimeFormat("en", {
    timeZone: "America/New_York",
    minute: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
  });
  expect(await at.textContent()).toContain(there.format(new Date(iso)));
  await page
    .getByRole("button", { name: `Copy ${slashed}` })
    .first()
    .click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(slashed);
});
