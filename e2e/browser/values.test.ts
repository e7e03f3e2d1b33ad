import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser, panelOf, untilShown } from "./Browser.ts";
import { exactIn, pageOf } from "./exact.ts";
import { shown } from "./shown.ts";

const expected = shown.expected;
let browser: Browser;

beforeAll(async () => {
  browser = await Browser.start(shown.origin);
});

afterAll(() => browser.close());

test("the network shows the sums, the capacities and the stakes that the history has", async () => {
  const { page, complaints } = await browser.open("/");
  await untilShown(page);
  const sinks = Object.values(expected.sinks);
  const sum = (amounts: string[]) => amounts.reduce((total, amount) => total + BigInt(amount), 0n).toString();
  expect(await exactIn(panelOf(page, "Now"))).toEqual([
    sum(sinks.map(({ stake }) => stake)),
    sum(Object.values(expected.buffers).map(({ level }) => level)),
    sum(expected.drains.map(({ amount }) => amount)),
    sum(expected.slashes.map(({ amount }) => amount)),
  ]);
  for (const [id, { name, effectiveCapacity, sinkCount }] of Object.entries(expected.taskTypes)) {
    const card = panelOf(page, "Task types").getByRole("listitem").filter({ hasText: name });
    const exact = await exactIn(card);
    expect(exact.slice(0, 2)).toEqual([expected.buffers[id as `0x${string}`]?.level, effectiveCapacity]);
    expect(await card.textContent()).toContain(`of ${sinkCount} sinks`);
  }
  const rows = panelOf(page, "Sinks").getByRole("row");
  expect(await rows.count()).toBe(sinks.length + 1);
  for (const [address, { stake, cap }] of Object.entries(expected.sinks)) {
    const row = rows.filter({ has: page.getByTitle(address, { exact: true }) });
    expect((await exactIn(row)).slice(0, 2)).toEqual([stake, cap]);
  }
  const checks = panelOf(page, "Does the record add up?").locator(".checks > li");
  const results = await checks.evaluateAll((items) => items.map((item) => item.getAttribute("data-result")));
  expect(results.length).toBeGreaterThanOrEqual(5);
  expect(new Set(results)).toEqual(new Set(["pass"]));
  expect(complaints).toEqual([]);
});

test("a task type shows its capacity, its buffer and its sinks", async () => {
  for (const [id, { effectiveCapacity, sinkCount }] of Object.entries(expected.taskTypes)) {
    const { page, complaints } = await browser.open(pageOf.taskType(id));
    await untilShown(page);
    const buffer = expected.buffers[id as `0x${string}`];
    const exact = await exactIn(panelOf(page, "Now"));
    expect(exact.slice(0, 3)).toEqual([effectiveCapacity, buffer?.level, buffer?.max]);
    expect(await panelOf(page, "Now").textContent()).toContain(`of ${sinkCount} sinks`);
    const pairs = expected.pairs.filter(({ taskType }) => taskType === id);
    for (const { sink, smoothed } of pairs) {
      const row = panelOf(page, "Its sinks")
        .getByRole("row")
        .filter({ has: page.getByTitle(sink, { exact: true }) });
      expect((await exactIn(row))[0]).toBe(smoothed);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  }
});

test("a sink shows its stake, its cap, and what it keeps of its word", async () => {
  for (const name of ["overclaimer", "withholder", "dual"]) {
    const [address, sink] = Object.entries(expected.sinks).find(([, one]) => one.name === name) ?? [];
    const pair = expected.pairs.find((one) => one.sink === address);
    if (address === undefined || sink === undefined || pair === undefined)
      throw new Error(`The cast has no ${name}`);
    const { page, complaints } = await browser.open(`${pageOf.sink(address)}?task=${pair.taskType}`);
    await untilShown(page);
    expect(
      (await exactIn(panelOf(page, "Now"))).filter((value) => [sink.stake, sink.cap].includes(value)),
    ).toEqual([sink.stake, sink.cap]);
    const word = (await panelOf(page, "Does it keep its word?").textContent()) ?? "";
    expect(word).toContain(
      `${pair.reveals.length} revealed, ${pair.expired} expired, ${pair.pending} still open`,
    );
    const overclaims = pair.reveals.filter(({ raw, cap }) => BigInt(raw) > BigInt(cap)).length;
    expect(word).toContain(`${overclaims} of ${pair.reveals.length} reveals`);
    const slashes = expected.slashes.filter((slash) => slash.sink === address);
    const audits = panelOf(page, "Its slashes, audited");
    if (slashes.length > 0) expect(await audits.getByRole("row").count()).toBe(slashes.length + 1);
    expect(complaints).toEqual([]);
    await page.context().close();
  }
});

test("the slashes stand with their amounts, each leads to its page with its checks", async () => {
  const { page, complaints } = await browser.open("/slashes");
  await untilShown(page);
  const panel = panelOf(page, "Slashes by verdict");
  const amounts = await panel
    .locator("tbody data")
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute("value")));
  expect(amounts).toEqual(expected.slashes.map(({ amount }) => amount).reverse());
  const tags = await panel.locator("tbody .tag").allTextContents();
  const verdicts = expected.audits.map(({ verdict }) => verdict.toLowerCase().replace("_", " "));
  expect(tags.map((tag) => tag.toLowerCase())).toEqual(verdicts.reverse());
  await panel.getByRole("row").nth(1).getByRole("link").first().click();
  await panelOf(page, "What happened").waitFor();
  await untilShown(page);
  const last = expected.slashes.at(-1);
  expect(await exactIn(panelOf(page, "What happened"))).toEqual(
    expect.arrayContaining([
      last?.amount,
      last?.stakeBefore,
      last?.stakeAfter,
      last?.capBefore,
      last?.capAfter,
    ]),
  );
  expect(await panelOf(page, "The checks").locator(".checks > li").count()).toBe(19);
  const bundle = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the evidence" }).click();
  expect((await bundle).suggestedFilename()).toMatch(/^slash-0x[0-9a-f]{72}\.json$/);
  expect(complaints).toEqual([]);
});

test("the pipeline shows what each stage lets through, and its bottleneck", async () => {
  const { page, complaints } = await browser.open("/pipelines");
  await untilShown(page);
  const stages = panelOf(page, "Stages now").locator("ol.stages > li");
  const titles = await stages.evaluateAll((items) =>
    items.map((item) => item.querySelector("[title$='units of capacity']")?.getAttribute("title")),
  );
  expect(titles).toEqual(
    expected.pipelines[0]?.effectiveCapacities.map((units) => `${units} units of capacity`),
  );
  expect(await panelOf(page, "Stages now").getByText("the bottleneck").count()).toBe(1);
  expect(complaints).toEqual([]);
});

test("the examples stand ready in GraphiQL and answer", async () => {
  const { page, complaints } = await browser.open("/query?example=06-escrow-pressure");
  const examples = page.getByRole("navigation", { name: "Example queries" }).getByRole("button");
  await examples.first().waitFor();
  expect(await examples.count()).toBe(10);
  const editor = page.frameLocator("iframe");
  await editor.getByRole("button", { name: /Execute query/ }).click();
  const level = Object.values(expected.buffers)[0]?.level ?? "";
  await editor.locator(".result-window").getByText(level).first().waitFor();
  expect(complaints).toEqual([]);
});
