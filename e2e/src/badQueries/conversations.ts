import type { Random } from "@manometer/scenario/random";
import type { Conversation } from "./Attempt.ts";
import type { Question } from "./Document.ts";

type Plan = Omit<Conversation, "via" | "kind">;

const HOST = "Host: 127.0.0.1\r\n";
const ASKED = '{"query":"{ asOf { blockNumber } }"}';

function post(body: string, headers = ""): Buffer {
  const length = Buffer.byteLength(body);
  return Buffer.from(
    `POST /graphql HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: ${length}\r\n${headers}\r\n${body}`,
  );
}

const raw = (text: string, answers: number | null = null): Plan => ({
  pieces: [Buffer.from(text, "latin1")],
  pauseMs: 0,
  answers,
});

/** What comes over a connection and is not HTTP, or is more or less than one request. */
const plans: Record<string, (asked: Question, random: Random) => Plan> = {
  pipelining: (asked, random) => {
    const count = random.int(2, 20);
    const body = JSON.stringify(asked);
    return {
      pieces: [Buffer.concat(Array.from({ length: count }, () => post(body)))],
      pauseMs: 0,
      answers: count,
    };
  },
  "half a request": (asked, random) => {
    const request = post(JSON.stringify(asked));
    return { pieces: [request.subarray(0, random.int(1, request.length - 1))], pauseMs: 0, answers: null };
  },
  "a slow request": (asked, random) => {
    const request = post(JSON.stringify(asked), "Connection: close\r\n");
    const step = Math.ceil(request.length / random.int(2, 12));
    const pieces = Array.from({ length: Math.ceil(request.length / step) }, (_, at) =>
      request.subarray(at * step, (at + 1) * step),
    );
    return { pieces, pauseMs: 40, answers: 1 };
  },
  "a request that never ends": (_asked, random) => ({
    pieces: Array.from({ length: random.int(3, 10) }, (_, at) =>
      Buffer.from(at === 0 ? `POST /graphql HTTP/1.1\r\n${HOST}` : `X-${at}: ${"a".repeat(10)}\r\n`),
    ),
    pauseMs: 50,
    answers: null,
  }),
  "no HTTP": (_asked, random) =>
    raw(
      random.pick([
        "\r\n\r\n",
        "hello\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u0000".repeat(100),
      ]),
    ),
  "another method's name": () => raw(`FETCH /graphql HTTP/1.1\r\n${HOST}\r\n`, 1),
  "another version of HTTP": (_asked, random) =>
    raw(`GET /graphql HTTP/${random.pick(["9.9", "0.9", "x", "1.0"])}\r\n\r\n`),
  "no host": () => raw("GET /graphql HTTP/1.1\r\n\r\n", 1),
  "headers too large": () => raw(`GET /graphql HTTP/1.1\r\n${HOST}X-Long: ${"a".repeat(100_000)}\r\n\r\n`),
  "very many headers": (_asked, random) =>
    raw(`GET /graphql?query=x HTTP/1.1\r\n${HOST}${"A: b\r\n".repeat(random.int(100, 2400))}\r\n`, 1),
  "a bad header": (_asked, random) =>
    raw(
      `GET /graphql HTTP/1.1\r\n${HOST}${random.pick(["A\u0000: b", ": x", "no colon", "A : b", "A: \u0001", " folded: x"])}\r\n\r\n`,
    ),
  "two lengths": () =>
    raw(`POST /graphql HTTP/1.1\r\n${HOST}Content-Length: 5\r\nContent-Length: 36\r\n\r\n${ASKED}`, 1),
  "a length and parts": () =>
    raw(
      `POST /graphql HTTP/1.1\r\n${HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      1,
    ),
  "a bad length": (_asked, random) =>
    raw(
      `POST /graphql HTTP/1.1\r\n${HOST}Content-Length: ${random.pick(["-1", "x", "1e3", "99999999999999999999"])}\r\n\r\n${ASKED}`,
      1,
    ),
  "bad parts": (_asked, random) =>
    raw(
      `POST /graphql HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${random.pick(["zz\r\nabc\r\n", "5\r\nab", "ffffffffffffffff\r\n", "-1\r\n\r\n", "1;a=b\r\n{\r\n0\r\n\r\n"])}`,
    ),
  "a long URL": (_asked, random) =>
    raw(`GET /graphql?query=${"a".repeat(random.int(8000, 200_000))} HTTP/1.1\r\n${HOST}\r\n`),
  "a bad URL": (_asked, random) =>
    raw(
      `GET ${random.pick(["graphql", "http://evil.example/graphql", "*", "/%zz", "/\u0001", "//", "/graphql#x", "/graphql?query=\u00ff"])} HTTP/1.1\r\n${HOST}\r\n`,
    ),
  "a bad upgrade": (_asked, random) =>
    raw(
      `GET /graphql HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: ${random.pick(["h2c", "websocket", "WebSocket\r\nSec-WebSocket-Version: 99", "x"])}\r\n\r\n`,
    ),
};

/** A conversation of one of these kinds. */
export function conversation(asked: Question, random: Random): Conversation {
  const kind = random.pick(Object.keys(plans));
  const plan = plans[kind];
  if (plan === undefined) throw new Error(`There is no conversation called ${kind}`);
  return { via: "socket", kind, ...plan(asked, random) };
}
