import { beforeAll, describe, expect, it } from "vitest";
import { Client } from "../../src/Client.ts";
import { StandingStack } from "../../src/StandingStack.ts";

const stack = new StandingStack();
let client: Client;
let pair: string;

beforeAll(async () => {
  client = new Client(stack.url);
  const { sinkCapacities } = await client.data<{ sinkCapacities: { id: string }[] }>(
    "{ sinkCapacities(first: 1) { id } }",
  );
  pair = (sinkCapacities[0] as { id: string }).id;
});

const derived = (field: string) => `{ sinkCapacity(id: "${pair}") { ${field} } }`;

describe("a bad question gets a clear answer", () => {
  it.each([
    ["a window that is no duration", 'volatility(window: { last: "a week" }) { n }', "BAD_WINDOW"],
    ["a window of months", 'volatility(window: { last: "P1M" }) { n }', "BAD_WINDOW"],
    [
      "a window that ends before it begins",
      'volatility(window: { from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z" }) { n }',
      "BAD_WINDOW",
    ],
    ["an interval of no length", 'capacityOverTime(interval: "PT0S") { start }', "BAD_INTERVAL"],
    ["an interval under a minute", 'capacityOverTime(interval: "PT59S") { start }', "BAD_INTERVAL"],
    ["too many buckets", 'capacityOverTime(interval: "PT1M") { start }', "TOO_MANY_BUCKETS"],
  ])("%s", async (_, field, code) => {
    const { status, errors } = await client.ask(derived(field));

    expect([200, 400]).toContain(status);
    expect(errors?.map(({ extensions }) => extensions?.code)).toContain(code);
    expect(JSON.stringify(errors)).not.toMatch(/stacktrace|node_modules|\.ts:/);
  });

  it("an unknown field is refused with 400", async () => {
    const { status, errors } = await client.ask("{ sinks { colour } }");

    expect(status).toBe(400);
    expect(errors?.[0]?.message).toContain("colour");
  });

  it("a block that is not indexed yet", async () => {
    const { status, errors } = await client.ask("{ sinks(block: { number: 99999999 }) { id } }");

    expect([200, 400]).toContain(status);
    expect(errors?.[0]?.extensions?.code).toBe("NOT_INDEXED_YET");
  });
});

describe("beside GraphQL", () => {
  const path = (name: string) => new URL(name, stack.url).href;

  it("answers /health and /ready", async () => {
    expect((await fetch(path("/health"))).status).toBe(200);
    expect((await fetch(path("/ready"))).status).toBe(200);
  });

  it("serves GraphiQL from its own files alone", async () => {
    const page = await fetch(stack.url, { headers: { accept: "text/html" } });
    const html = await page.text();

    expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
    const sources = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source as string);
    expect(sources.length).toBeGreaterThanOrEqual(4);
    for (const source of sources) {
      const url = new URL(source, stack.url);
      expect(url.origin).toBe(new URL(stack.url).origin);
      expect((await fetch(url)).status).toBe(200);
    }
  });
});

describe("the past", () => {
  it("is answered by derived fields at the block that the root names", async () => {
    const { asOf } = await client.data<{ asOf: { blockNumber: number } }>("{ asOf { blockNumber } }");
    const number = Number(asOf.blockNumber) - 150;
    const { now, then } = await client.data<
      Record<string, { revealCount: string; volatility: { n: number } }>
    >(
      `{ now: sinkCapacity(id: "${pair}") { revealCount volatility { n } }
         then: sinkCapacity(id: "${pair}", block: { number: ${number} }) { revealCount volatility { n } } }`,
    );

    expect(then?.volatility.n).toBe(Number(then?.revealCount));
    expect(now?.volatility.n).toBe(Number(now?.revealCount));
    expect(now?.volatility.n).toBeGreaterThan(then?.volatility.n as number);
  });
});
