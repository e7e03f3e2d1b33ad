import { Chain } from "@manometer/scenario/Chain";
import { castFrom, taskOf } from "@manometer/scenario/cast";
import { Player } from "@manometer/scenario/Player";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Api } from "./Api.ts";
import { Browser, panelOf, untilShown } from "./Browser.ts";
import { exactIn, pageOf } from "./exact.ts";
import { shown } from "./shown.ts";

const { id: taskType } = taskOf("transcribe");
let api: Api;
let browser: Browser;
let chain: Chain;

beforeAll(async () => {
  api = await Api.start(shown.subgraph);
  browser = await Browser.start(api.origin);
  chain = new Chain(shown.rpcUrl, shown.deployment);
});

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  chain?.close();
});

/** Mines a block in which someone deposits so much (token wei). */
async function deposit(amount: bigint): Promise<void> {
  const by = castFrom(await chain.accounts()).addressOf("library");
  const { block, timestamp } = await chain.head();
  await chain.setAutomine(false);
  const acts = [{ by, kind: "depositUpTo" as const, taskType, amount }];
  await new Player(chain).play({ block: block + 1, timestamp: timestamp + 12, acts }, 0, 1);
}

test("what is mined appears by itself, told by the subscription", async () => {
  const { page, questions, complaints } = await browser.open("/");
  await untilShown(page);
  await page.getByText("Live", { exact: true }).waitFor();
  const asked = questions.length;
  const begun = performance.now();
  await deposit(1_234_567_890_123_456_789n);
  await panelOf(page, "Latest events")
    .locator("data[value='1234567890123456789']")
    .waitFor({ timeout: 10_000 });
  console.log(`a mined deposit was seen after ${Math.round(performance.now() - begun)} ms`);
  expect(questions.length - asked).toBeLessThanOrEqual(2);
  expect(complaints).toEqual([]);
});

test("without the subscription it asks every few seconds, and says so", async () => {
  const { page } = await browser.open("/slashes");
  await page.context().close();
  const silent = await browser.open("/query");
  await silent.page.routeWebSocket(/graphql/, (socket) => socket.close());
  await silent.page.goto(`${api.origin}/`);
  await untilShown(silent.page);
  await silent.page.getByText("Asking every 5 s").waitFor();
  await deposit(2_345_678_901_234_567_891n);
  await panelOf(silent.page, "Latest events")
    .locator("data[value='2345678901234567891']")
    .waitFor({ timeout: 15_000 });
});

test("while the API is stopped a page keeps what it has and says so; a new one says what is wrong, and heals", async () => {
  const [address] = Object.entries(shown.expected.sinks).find(([, { name }]) => name === "steady") ?? [""];
  const { page } = await browser.open("/pipelines");
  await untilShown(page);
  await page.getByRole("link", { name: "Slashes" }).click();
  await untilShown(page);
  const stages = page.getByRole("link", { name: "Pipeline" });
  await api.stop();
  await page.getByText("No answer", { exact: true }).waitFor({ timeout: 20_000 });
  expect(await panelOf(page, "Slashes by verdict").getByRole("row").count()).toBeGreaterThan(1);
  await stages.click();
  const alerts = page.getByRole("alert").filter({ hasText: "The API does not answer" });
  await alerts.first().waitFor();
  expect(await alerts.count()).toBe(2);
  await api.start();
  const healed = panelOf(page, "Stages now").locator("ol.stages");
  // The page may have asked by itself before the button is found.
  await Promise.any([page.getByRole("button", { name: "Ask again" }).first().click(), healed.waitFor()]);
  await healed.waitFor();
  expect(await alerts.count()).toBe(0);
  await page.goto(`${api.origin}${pageOf.sink(address)}`);
  await untilShown(page);
  expect((await exactIn(panelOf(page, "Now"))).length).toBeGreaterThan(2);
});

test("a panel that fails alone leaves the others standing", async () => {
  const { page } = await browser.open("/query");
  await page.route("**/graphql", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    const response = await route.fetch();
    const { data, ...rest } = await response.json();
    const errors = [
      {
        message: "The window holds too many facts.",
        path: ["shares"],
        extensions: { code: "TOO_MANY_FACTS" },
      },
    ];
    return route.fulfill({ response, json: { ...rest, data: { ...data, shares: null }, errors } });
  });
  await page.goto(`${api.origin}/`);
  await untilShown(page);
  const failed = panelOf(page, "Who gets which part of the streams");
  expect(await failed.getByRole("alert").textContent()).toContain(
    "The window holds too many facts. TOO_MANY_FACTS",
  );
  expect(await page.getByRole("alert").count()).toBe(1);
  expect((await exactIn(panelOf(page, "Now"))).length).toBe(4);
});
