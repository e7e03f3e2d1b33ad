import { NetworkStatus, type OperationVariables, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { useEffect, useRef } from "react";
import type { FreshnessFragment } from "../../generated/Network/graphql.ts";
import type { PanelSource } from "../parts/PanelSource.ts";
import { failureOf, isAnswer } from "./failure.ts";
import { freshness } from "./freshness.ts";
import { heard, liveMode, newestBlock, POLL_MS } from "./live.ts";
import { panelQuery } from "./panelQuery.ts";
import { useStore } from "./Store.ts";

/** A page's one answer: its data, and each panel's own state by the root of the query that it shows. */
export type Page<TData> = { readonly data: TData | undefined; readonly panel: (root: string) => PanelSource };

/** Two answers are at least so far apart, however fast blocks come (ms). */
const PAUSE_MS = 2000;

/**
 * Asks a page's one query, and asks again after each block that the API tells of, or every few seconds where it tells
 * nothing. While it asks, and while the API does not answer, the last answer stays.
 */
export function usePage<TData extends { asOf: FreshnessFragment }, TVariables extends OperationVariables>(
  pageQuery: TypedDocumentNode<TData, TVariables>,
  variables: TVariables,
): Page<TData> {
  const {
    data,
    previousData,
    error,
    loading,
    networkStatus,
    refetch,
    variables: asked,
  } = useQuery<TData, OperationVariables>(pageQuery as TypedDocumentNode<TData, OperationVariables>, {
    variables,
    fetchPolicy: "no-cache",
    errorPolicy: "all",
    notifyOnNetworkStatusChange: true,
  });
  const fresh = useUnchanged(data as TData | undefined, JSON.stringify(asked), error === undefined);
  const kept = useRef<TData | undefined>(undefined);
  if (fresh?.asOf) kept.current = fresh;
  const isRefused = !loading && error !== undefined && isAnswer(error);
  const shown = fresh ?? (isRefused ? undefined : (kept.current ?? (previousData as TData | undefined)));

  useEffect(() => {
    if (!loading) heard(isAnswer(error));
  }, [loading, error]);
  useEffect(() => {
    if (shown?.asOf) freshness.set(shown.asOf);
  }, [shown]);
  useNews(() => void refetch().catch(() => undefined), loading, shown?.asOf?.blockNumber);

  const panel = (root: string): PanelSource => {
    const has = shown !== undefined && (shown as Record<string, unknown>)[root] !== undefined;
    const failure = failureOf(error, root);
    return {
      isLoading: !has && loading && failure === null,
      isRefreshing: networkStatus === NetworkStatus.setVariables && has,
      failure: has && (shown as Record<string, unknown>)[root] !== null ? null : failure,
      retry: () => void refetch().catch(() => undefined),
      question: () => panelQuery(pageQuery, root, asked ?? variables),
    };
  };
  return { data: shown, panel };
}

/** The data, or what it was before where it must be the same: a whole answer to one question at one block. */
function useUnchanged<TData extends { asOf: FreshnessFragment }>(
  data: TData | undefined,
  question: string,
  isWhole: boolean,
): TData | undefined {
  const before = useRef<{ data: TData; key: string } | null>(null);
  const hash = data?.asOf?.blockHash;
  if (data === undefined || !hash || !isWhole) return data;
  const key = `${hash} ${question}`;
  if (before.current?.key !== key) before.current = { data, key };
  return before.current.data;
}

/** Calls `ask` when the API tells of a block that is not shown yet, and every few seconds while it tells nothing. */
function useNews(ask: () => void, isAsking: boolean, shownBlock: number | undefined): void {
  const mode = useStore(liveMode);
  const newest = useStore(newestBlock);
  const latest = useRef(ask);
  const answeredAt = useRef(0);
  latest.current = ask;
  const isBehind = newest !== null && newest !== shownBlock;
  useEffect(() => {
    if (isAsking) {
      return () => {
        answeredAt.current = performance.now();
      };
    }
    if (mode === "live" && !isBehind) return;
    const wait = mode === "live" ? PAUSE_MS - (performance.now() - answeredAt.current) : POLL_MS;
    return whenVisible(Math.max(0, wait), () => latest.current());
  }, [isAsking, mode, isBehind]);
}

/** Acts after a while, or, where nobody looks at the page then, as soon as someone does. Returns how to give it up. */
function whenVisible(waitMs: number, act: () => void): () => void {
  const look = (): void => {
    if (document.visibilityState === "visible") act();
    else document.addEventListener("visibilitychange", look, { once: true });
  };
  const timer = setTimeout(look, waitMs);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  };
}
