import { createClient } from "graphql-ws";
import { Store } from "./Store.ts";

/** How a page hears of news: pushed by a subscription, asked for every few seconds, or not at all. */
export type LiveMode = "connecting" | "live" | "polling" | "offline";

/** How this page hears of news now. */
export const liveMode = new Store<LiveMode>("connecting");

/** The newest block that the API has told of; null before the first. */
export const newestBlock = new Store<number | null>(null);

/** How long to wait between two questions where nothing is pushed (ms). */
export const POLL_MS = 5000;

/** Subscribes to the API's blocks for as long as the page lives, and connects again when the connection is lost. */
export function goLive(): void {
  const socket = createClient({
    url: `${location.origin.replace(/^http/, "ws")}/graphql`,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => new Promise((go) => setTimeout(go, Math.min(10_000, 500 * 2 ** retries))),
    on: { closed: fallBack, error: fallBack },
  });
  socket.subscribe<{ blockIndexed: { blockNumber: number } }>(
    { query: "subscription BlockIndexed { blockIndexed { blockNumber } }" },
    {
      next: ({ data }) => {
        if (!data) return fallBack();
        liveMode.set("live");
        newestBlock.set(data.blockIndexed.blockNumber);
      },
      error: fallBack,
      complete: fallBack,
    },
  );
}

/** Says whether the API answered a question just now. */
export function heard(answered: boolean): void {
  if (!answered) liveMode.set("offline");
  else if (liveMode.get() === "offline") liveMode.set("polling");
}

function fallBack(): void {
  if (liveMode.get() !== "offline") liveMode.set("polling");
}
