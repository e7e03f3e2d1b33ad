import type { Question } from "./Document.ts";

/** A request as HTTP knows it. */
export type HttpRequest = {
  via: "http";
  /** What is special about it. */
  kind: string;
  /** Whether the document is valid by the schema and is sent as it should be. */
  isValid: boolean;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
  /** Send the body without its length, in parts. */
  isChunked?: boolean;
};

/** Bytes on a connection of its own, written in pieces with a pause between them. */
export type Conversation = {
  via: "socket";
  kind: string;
  pieces: Buffer[];
  pauseMs: number;
  /** How many answers must come; null where any number will do. */
  answers: number | null;
};

/** Messages over a WebSocket. */
export type Talk = {
  via: "websocket";
  kind: string;
  protocol: string | null;
  messages: (string | Buffer)[];
};

/** One thing that is sent to the API. */
export type Attempt = HttpRequest | Conversation | Talk;

/** A question as most clients send it. */
export function asPost(asked: Question, kind: string, isValid = false): HttpRequest {
  return {
    via: "http",
    kind,
    isValid,
    method: "POST",
    path: "/graphql",
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify(asked)),
  };
}
