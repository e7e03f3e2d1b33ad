import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser, untilShown } from "./Browser.ts";
import { shown } from "./shown.ts";

/** What the first page may load (bytes of JavaScript, compressed). */
const MOST_JAVASCRIPT = 250_000;

let browser: Browser;

beforeAll(async () => {
  browser = await Browser.start(shown.origin);
});

afterAll(() => browser.close());

test("the first page loads little, and only from here", async () => {
  const { page, questions } = await browser.open("/");
  await untilShown(page);
  const loaded = await page.evaluate(() =>
    performance.getEntriesByType("resource").map((entry) => {
      const { name, encodedBodySize, decodedBodySize } = entry as PerformanceResourceTiming;
      return { name, encodedBodySize, decodedBodySize };
    }),
  );
  expect(loaded.filter(({ name }) => !name.startsWith(`${shown.origin}/`))).toEqual([]);
  const scripts = loaded.filter(({ name }) => name.endsWith(".js"));
  const bytes = scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  console.log(`the first page loads ${bytes} bytes of JavaScript in ${scripts.length} files`);
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(MOST_JAVASCRIPT);
  expect(questions).toHaveLength(1);
});

test("the first picture stands at every visit", async () => {
  const times: number[] = [];
  for (let visit = 0; visit < 5; visit++) {
    const { page } = await browser.open("/");
    await page.locator(".plot").first().waitFor();
    times.push(await page.evaluate(() => performance.now()));
    await page.context().close();
  }
  console.log(`first picture after ${times.map(Math.round).join(", ")} ms`);
  expect(times).toHaveLength(5);
});

test("charts of more than 5,000 points follow the pointer", async () => {
  const { page, questions } = await browser.open("/?last=P1D&interval=PT1M");
  await untilShown(page);
  const answer = await (await questions[0]?.response())?.json();
  const points = answer.data.shares.taskTypes
    .flatMap(({ allocationOverTime }: { allocationOverTime: { shares: unknown[] }[] }) => allocationOverTime)
    .reduce((sum: number, row: { shares: unknown[] }) => sum + row.shares.length, 0);
  expect(points).toBeGreaterThan(5000);
  const chart = page.locator(".plot").first();
  await chart.scrollIntoViewIfNeeded();
  const frames = await chart.evaluate(async (svg) => {
    const { left, top, width, height } = svg.getBoundingClientRect();
    const times: number[] = [];
    for (let step = 0; step < 60; step++) {
      const begun = performance.now();
      const at = {
        clientX: left + 60 + ((width - 90) * step) / 60,
        clientY: top + height / 2,
        bubbles: true,
      };
      svg.dispatchEvent(new PointerEvent("pointermove", { ...at, pointerType: "mouse" }));
      times.push(performance.now() - begun);
      await new Promise(requestAnimationFrame);
    }
    return times.sort((a, b) => a - b);
  });
  const [median = 0, slow = 0] = [frames[30], frames[57]];
  console.log(
    `${points} points: the pointer is followed in ${median.toFixed(1)} ms, 95% within ${slow.toFixed(1)} ms`,
  );
  expect(await page.locator('.plot [aria-label="tip"] text').count()).toBeGreaterThan(0);
});
