import type { Random } from "@manometer/scenario/random";
import type { Talk } from "./Attempt.ts";
import type { Question } from "./Document.ts";

type Plan = Omit<Talk, "via" | "kind">;

const PROTOCOL = "graphql-transport-ws";
const INIT = JSON.stringify({ type: "connection_init" });

const subscribe = (payload: unknown, id: unknown = "1") => JSON.stringify({ id, type: "subscribe", payload });

/** What comes over a WebSocket, besides subscriptions as they should be. */
const plans: Record<string, (asked: Question, random: Random) => Plan> = {
  "a subscription": (asked) => ({ protocol: PROTOCOL, messages: [INIT, subscribe(asked)] }),
  "many subscriptions": (asked, random) => ({
    protocol: PROTOCOL,
    messages: [INIT, ...Array.from({ length: random.int(2, 60) }, (_, id) => subscribe(asked, String(id)))],
  }),
  "a subscription twice": (asked) => ({
    protocol: PROTOCOL,
    messages: [INIT, subscribe(asked), subscribe(asked)],
  }),
  "a subscription before the greeting": (asked) => ({ protocol: PROTOCOL, messages: [subscribe(asked)] }),
  "two greetings": () => ({ protocol: PROTOCOL, messages: [INIT, INIT] }),
  "a query over a WebSocket": (_asked) => ({
    protocol: PROTOCOL,
    messages: [INIT, subscribe({ query: "{ asOf { blockNumber } }" })],
  }),
  "an odd payload": (_asked, random) => ({
    protocol: PROTOCOL,
    messages: [
      INIT,
      subscribe(
        random.pick<unknown>([
          null,
          1,
          [],
          {},
          { query: 1 },
          { query: "{", variables: 1 },
          { query: "{ a }", operationName: {} },
          { query: "subscription { slashes { id } }", variables: [] },
          { query: "subscription { slashes { id } }", extensions: 1 },
        ]),
      ),
    ],
  }),
  "an odd id": (asked, random) => ({
    protocol: PROTOCOL,
    messages: [
      INIT,
      subscribe(asked, random.pick<unknown>([null, 1, {}, "", "__proto__", "x".repeat(10_000)])),
    ],
  }),
  "no JSON": (_asked, random) => ({
    protocol: PROTOCOL,
    messages: [INIT, random.pick(["", "{", "null", "[]", "\u0000", "1"])],
  }),
  "another type": (_asked, random) => ({
    protocol: PROTOCOL,
    messages: [
      INIT,
      JSON.stringify({
        type: random.pick<unknown>([
          "nothing",
          "next",
          "start",
          "__proto__",
          1,
          null,
          "ping",
          "pong",
          "complete",
        ]),
        id: "1",
      }),
    ],
  }),
  bytes: (_asked, random) => ({
    protocol: PROTOCOL,
    messages: [INIT, Buffer.alloc(random.int(1, 5000), 0xff)],
  }),
  "a large message": () => ({ protocol: PROTOCOL, messages: [INIT, "x".repeat(300 * 1024)] }),
  "another protocol": (asked, random) => ({
    protocol: random.pick(["graphql-ws", "soap", null]),
    messages: [INIT, subscribe(asked)],
  }),
};

/** A talk of one of these kinds. */
export function talk(asked: Question, random: Random): Talk {
  const kind = random.chance(40) ? "a subscription" : random.pick(Object.keys(plans));
  const plan = plans[kind];
  if (plan === undefined) throw new Error(`There is no talk called ${kind}`);
  return { via: "websocket", kind, ...plan(asked, random) };
}
