import type { Attempt } from "./Attempt.ts";
import type { Answer, Reply } from "./send.ts";

/** What is thought of a reply: its codes, each with the HTTP status, and what is wrong with it. */
export type Verdict = { labels: string[]; wrong: string | null };

type Failure = { message?: unknown; extensions?: { code?: unknown } };

/** The codes that the API's documentation names. */
const CODES: ReadonlySet<unknown> = new Set([
  "BAD_WINDOW",
  "BAD_INTERVAL",
  "TOO_MANY_BUCKETS",
  "TOO_COMPLEX",
  "UNKNOWN_ID",
  "NOT_INDEXED_YET",
  "UPSTREAM_UNAVAILABLE",
  "RATE_LIMITED",
  "CANCELLED",
  "BAD_USER_INPUT",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "PERSISTED_QUERY_NOT_FOUND",
  "PERSISTED_QUERY_NOT_SUPPORTED",
  "OPERATION_RESOLUTION_FAILURE",
  "BAD_REQUEST",
]);
const SCHEMA_ERRORS = /^\d+ (GRAPHQL_PARSE_FAILED|GRAPHQL_VALIDATION_FAILED|OPERATION_RESOLUTION_FAILURE)$/;
const LEAKS = /node_modules|\bat \S+ \(|\.[jt]s:\d+|file:\/\/\/|stacktrace|ECONNREFUSED|sgd\d+|postgres/i;
const LARGE = 64 * 1024;
/** Every talk begins with a handshake as it should be: whatever is said then, the API itself may not fail. */
const DEAD = /^close (1006|1011|4500)$|^Unexpected server response: 5|hang up|^(read|write|connect) E/;

/** Judges the reply to an attempt. `secrets`: what no answer may hold, such as the address of graph-node. */
export function judge(attempt: Attempt, reply: Reply, secrets: readonly string[]): Verdict {
  const labels = reply.answers.length + reply.messages.length === 0 ? [reply.end ?? "no answer"] : [];
  const faults = [leak(reply, secrets), closed(attempt, reply)];
  for (const answer of reply.answers) {
    const found = judgeAnswer(answer, isBodyless(attempt) || isBeforeFastify(attempt, answer));
    labels.push(...found.labels);
    faults.push(found.wrong);
  }
  for (const message of reply.messages) {
    const found = judgeMessage(message);
    labels.push(...found.labels);
    faults.push(found.wrong);
  }
  if (attempt.via === "http" && attempt.isValid && labels.some((label) => SCHEMA_ERRORS.test(label)))
    faults.push("a valid document was refused by the schema");
  return { labels, wrong: faults.find((fault) => fault !== null) ?? null };
}

function judgeAnswer({ status, type, text }: Answer, isWithoutBody: boolean): Verdict {
  const label = String(status);
  if (status === 101) return { labels: [label], wrong: null };
  if (type.startsWith("text/event-stream"))
    return status === 200 ? judgeEvents(text) : { labels: [label], wrong: `HTTP ${status} with events` };
  if (isWithoutBody) return { labels: [label], wrong: status >= 500 ? `HTTP ${status}` : null };
  if (status === 200 && /^text\/(csv|html)|ndjson/.test(type))
    return { labels: [`${label} ${type}`], wrong: null };
  if (!/^application\/(graphql-response\+)?json/.test(type))
    return { labels: [label], wrong: `HTTP ${status} is of the type ${type}, not JSON` };
  const { codes, wrong } = codesIn(text);
  const labels = codes.length === 0 ? [label] : codes.map((code) => `${status} ${code}`);
  const isAllowed = status < 500 || (status === 503 && codes.includes("RATE_LIMITED"));
  return { labels, wrong: isAllowed ? wrong : `HTTP ${status}` };
}

function judgeEvents(text: string): Verdict {
  const labels = ["200 events"];
  for (const [, data = ""] of text.matchAll(/^data: *(.+)$/gm)) {
    const { codes, wrong } = codesIn(data, true);
    labels.push(...codes.map((code) => `event ${code}`));
    if (wrong !== null) return { labels, wrong };
  }
  return { labels, wrong: null };
}

function judgeMessage(message: string): Verdict {
  const { type, payload } = JSON.parse(message) as { type: string; payload?: unknown };
  if (type !== "error" && type !== "next") return { labels: [`ws ${type}`], wrong: null };
  const body = type === "error" ? { errors: payload } : payload;
  const { codes, wrong } = codesIn(JSON.stringify(body), true);
  return { labels: codes.length === 0 ? [`ws ${type}`] : codes.map((code) => `ws ${code}`), wrong };
}

function codesIn(text: string, isEvent = false): { codes: string[]; wrong: string | null } {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { codes: [], wrong: "an answer is not JSON" };
  }
  if (typeof body !== "object" || body === null) return { codes: [], wrong: "an answer is no JSON object" };
  const { errors = [], data } = body as { errors?: Failure[]; data?: unknown };
  if (!isEvent && data === undefined && errors.length === 0)
    return { codes: [], wrong: "an answer has neither data nor errors" };
  const unknown = errors.find(({ extensions }) => !CODES.has(extensions?.code));
  const mute = errors.find(({ message }) => typeof message !== "string" || message === "");
  const down = errors.find(({ extensions }) => extensions?.code === "UPSTREAM_UNAVAILABLE");
  const wrong =
    unknown !== undefined
      ? `an error has the code ${String(unknown.extensions?.code)}`
      : mute !== undefined
        ? "an error has no message"
        : down !== undefined
          ? `graph-node runs, and the API says: ${String(down.message)}`
          : null;
  return { codes: errors.map(({ extensions }) => String(extensions?.code)), wrong };
}

function leak({ answers, messages, end }: Reply, secrets: readonly string[]): string | null {
  for (const text of [...answers.map((answer) => answer.text), ...messages, end ?? ""]) {
    const found = LEAKS.exec(text)?.[0] ?? secrets.find((secret) => text.includes(secret));
    if (found !== undefined) return `an answer tells ${found}`;
  }
  return null;
}

/** A connection may be closed without an answer only where no request came whole, or where one was too large. */
function closed(attempt: Attempt, { answers, end }: Reply): string | null {
  if (attempt.via === "websocket") return DEAD.test(end ?? "") ? `the WebSocket ended with ${end}` : null;
  if (attempt.via === "socket") {
    const missing = (attempt.answers ?? 0) - answers.length;
    return missing > 0 ? `${missing} of ${attempt.answers} answers did not come: ${end}` : null;
  }
  return answers.length > 0 || (attempt.body?.length ?? 0) > LARGE ? null : `no answer: ${end}`;
}

/** What Node's parser refuses for want of a host, and ws a handshake, is answered before there is a request. */
function isBeforeFastify({ via }: Attempt, { status, type, text }: Answer): boolean {
  return (
    via === "socket" && status === 400 && (text.trim() === "" || text === "0\r\n\r\n" || type === "text/html")
  );
}

function isBodyless(attempt: Attempt): boolean {
  return attempt.via === "http" && (attempt.method === "HEAD" || attempt.method === "OPTIONS");
}
