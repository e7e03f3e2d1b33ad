import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser, panelOf, untilShown } from "./Browser.ts";
import { pageOf } from "./exact.ts";
import { shown } from "./shown.ts";

const expected = shown.expected;
const [taskType = ""] = Object.keys(expected.taskTypes);
let browser: Browser;

beforeAll(async () => {
  browser = await Browser.start(shown.origin);
});

afterAll(() => browser.close());

test("a window, an interval and a filter are in the address, and an address gives them back", async () => {
  const { page, questions } = await browser.open("/");
  await untilShown(page);
  expect(questions).toHaveLength(1);
  await page.getByRole("button", { name: "6 h" }).click();
  await page.getByLabel("per").selectOption({ label: "15 minutes" });
  await page.waitForURL(/last=PT6H&interval=PT15M/);
  await untilShown(page);
  await panelOf(page, "Task types").getByRole("link", { name: "transcribe" }).click();
  await page.waitForURL(/tasks\/0x\w+\?last=PT6H&interval=PT15M/);

  const again = await browser.open(new URL(page.url()).pathname + new URL(page.url()).search);
  await untilShown(again.page);
  expect(await again.page.getByRole("button", { name: "6 h" }).getAttribute("aria-pressed")).toBe("true");
  expect(again.questions.map((question) => question.postDataJSON().variables)).toEqual([
    expect.objectContaining({ window: { last: "PT6H" }, interval: "PT15M" }),
  ]);

  const slashes = await browser.open("/slashes?verdict=SUPPORTED");
  await untilShown(slashes.page);
  expect(slashes.questions[0]?.postDataJSON().variables).toEqual({ verdict: "SUPPORTED" });
  const tags = slashes.page.locator("tbody .tag");
  expect(new Set(await tags.allTextContents())).toEqual(new Set(["Supported"]));
});

test("a window of one's own goes from one moment to another", async () => {
  const { page } = await browser.open("/pipelines", { timezoneId: "Asia/Kolkata" });
  await untilShown(page);
  await page.getByRole("button", { name: "Custom" }).click();
  const day = new Date((expected.head.timestamp - 7200) * 1000);
  const inIndia = (moment: number) => new Date(moment + 5.5 * 3_600_000).toISOString().slice(0, 16);
  await page.getByLabel("From").fill(inIndia(day.getTime()));
  await page.getByLabel("to", { exact: true }).fill(inIndia(day.getTime() + 3_600_000));
  await page.getByRole("button", { name: "Show" }).click();
  const from = `${day.toISOString().slice(0, 16)}:00Z`;
  await page.waitForURL((url) => url.searchParams.get("from") === from);
  await untilShown(page);
  expect(await page.getByRole("alert").count()).toBe(0);
});

test("every page stands at its address, and an unknown id is said to be unknown", async () => {
  const [sink = ""] = Object.keys(expected.sinks);
  for (const path of ["/", pageOf.taskType(taskType), pageOf.sink(sink), "/slashes", "/pipelines"]) {
    const { page, questions } = await browser.open(path);
    await untilShown(page);
    expect([path, questions.length, await page.getByRole("alert").count()]).toEqual([path, 1, 0]);
    await page.context().close();
  }
  const { page } = await browser.open(pageOf.sink(`0x${"ab".repeat(20)}`));
  await page.getByRole("heading", { name: "There is no such sink" }).waitFor();
});

test("what is pasted into the finder leads to its page", async () => {
  const { page } = await browser.open("/");
  const finder = page.getByRole("searchbox");
  const [sink = ""] = Object.keys(expected.sinks);
  await finder.fill(sink);
  await finder.press("Enter");
  await page.waitForURL(new RegExp(`/sinks/${sink}`));
  await finder.fill("translate");
  await finder.press("Enter");
  await page.waitForURL(/\/tasks\/0x7472616e736c617465/);
  await finder.fill("0x12");
  await finder.press("Enter");
  await page.getByRole("alert").filter({ hasText: "no address" }).waitFor();
});

test("the CSV has the rows of the chart, and the query behind it gives the same", async () => {
  const { page } = await browser.open(`${pageOf.taskType(taskType)}?last=PT6H&interval=PT15M`);
  await untilShown(page);
  const panel = panelOf(page, "Throughput");
  const download = page.waitForEvent("download");
  await panel.getByRole("button", { name: "CSV" }).click();
  const text = await readFile(await (await download).path(), "utf8");
  const [head, ...rows] = text
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(","));
  expect(head).toEqual(["start", "end", "drained_wei", "streamed_wei", "total_wei", "why_null"]);
  expect(rows).toHaveLength(24);
  const from = Date.parse(rows[0]?.[0] ?? "") / 1000;
  const drained = expected.drains.filter((drain) => drain.taskType === taskType && drain.timestamp >= from);
  const sum = (amounts: string[]) => amounts.reduce((total, amount) => total + BigInt(amount), 0n);
  expect(sum(rows.map((row) => row[2] ?? "0"))).toBe(sum(drained.map(({ amount }) => amount)));
  expect(drained.length).toBeGreaterThan(0);

  await panel.getByRole("link", { name: "Query" }).click();
  await page.waitForURL(/\/query\?query=/);
  const editor = page.frameLocator("iframe");
  await editor.getByRole("button", { name: /Execute query/ }).click();
  await editor
    .locator(".result-window")
    .getByText(rows[0]?.[0] ?? "none")
    .first()
    .waitFor();
});
