import { firstLine } from "../stack/StackError.ts";
import { SUBGRAPH } from "../stack/Subgraph.ts";
import { NEXT, previousName } from "../versions/kept.ts";
import { postJson } from "./ask.ts";
import type { IndexState } from "./Status.ts";

type Numbered = { number: string } | null;
type Row = {
  subgraph: string;
  health: string;
  synced: boolean;
  fatalError: { message: string; deterministic: boolean; block: Numbered } | null;
  chains: { latestBlock: Numbered; chainHeadBlock: Numbered }[];
} | null;

const FIELDS = `{ subgraph health synced fatalError { message deterministic block { number } }
  chains { latestBlock { number } chainHeadBlock { number } } }`;
const QUERY = `{
  current: indexingStatusForCurrentVersion(subgraphName: "${SUBGRAPH}") ${FIELDS}
  pending: indexingStatusForPendingVersion(subgraphName: "${SUBGRAPH}") ${FIELDS}
  next: indexingStatusForCurrentVersion(subgraphName: "${NEXT}") ${FIELDS}
  kept: indexingStatusForCurrentVersion(subgraphName: "${previousName(1)}") ${FIELDS}
}`;

/** The versions that graph-node indexes, as its status endpoint tells. Errors: one line when it does not within 2 s. */
export async function askIndexes(statusUrl: string): Promise<IndexState[]> {
  const { body } = await postJson(statusUrl, { query: QUERY });
  const { data, errors } = body as { data?: Record<string, Row>; errors?: { message: string }[] };
  if (!data) throw new Error(firstLine(errors?.[0]?.message ?? "it does not answer as a graph-node"));
  const states = [
    stateOf("current", data.current),
    stateOf("next", data.pending),
    stateOf("next", data.next),
    stateOf("kept", data.kept),
  ].flat();
  return states.filter(({ id }, at) => states.findIndex((other) => other.id === id) === at);
}

function stateOf(role: IndexState["role"], row: Row | undefined): IndexState[] {
  if (row == null) return [];
  const { subgraph: id, health, synced: isSynced, fatalError, chains } = row;
  const error = health === "failed" && fatalError !== null ? fatalError : null;
  return [
    {
      role,
      id,
      latest: numberOf(chains[0]?.latestBlock),
      chainHead: numberOf(chains[0]?.chainHeadBlock),
      isSynced,
      error: error && {
        message: firstLine(error.message),
        isForGood: error.deterministic,
        block: error.block === null ? null : Number(error.block.number),
      },
    },
  ];
}

function numberOf(block: Numbered | undefined): number {
  return Number(block?.number ?? 0);
}
