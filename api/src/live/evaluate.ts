import type { FastifyBaseLogger } from "fastify";
import { type ExecutionResult, execute, GraphQLError, type GraphQLSchema, Kind } from "graphql";
import { asOf } from "../asOf.ts";
import { type Context, contextOf, type Upstream } from "../context.ts";
import { codeOf, formatError } from "../errors.ts";
import type { Operation } from "../operationOf.ts";
import type { IndexedHead } from "../subgraph/Head.ts";
import type { BlockHeight } from "../subgraph/Subgraph.ts";
import { inQuery } from "./inQuery.ts";
import type { Result } from "./Listener.ts";
import type { Fork } from "./News.ts";
import type { Wanted } from "./Wanted.ts";

/** What events are made with. */
export type Means = {
  readonly schema: GraphQLSchema;
  readonly upstream: Upstream;
  readonly log: FastifyBaseLogger;
};

/** What events are made of: facts of one block, or the state of the newest, or a fork. */
export type Occasion = {
  readonly head: IndexedHead;
  /** Ids of the facts, all of the block with this number. */
  readonly facts: { readonly block: number; readonly ids: readonly string[] } | null;
  readonly fork: Fork | null;
};

const TIMEOUT_MS = 15_000;

/** The events of an occasion, each a whole answer at one block. A row that is no longer there has none. */
export async function evaluate(means: Means, wanted: Wanted, occasion: Occasion): Promise<Result[]> {
  const { head, facts, fork } = occasion;
  const context = contextOf(means.upstream, means.log, { head, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (wanted.kind === "reorganised") {
    const root = { reorganised: { ...fork, asOf: await asOf(context) } };
    return [await answer(wanted.operation, context, root)];
  }
  const height =
    facts === null || facts.block === head.block.number ? head.block.height : { number: facts.block };
  const query = inQuery(wanted, argumentsAt(wanted, height, facts?.ids ?? []));
  const result = await answer(query, context, undefined);
  if (facts === null) return [result];
  const rows = result.data?.[wanted.name];
  if (Array.isArray(rows)) return rows.map((row, index) => rowResult(wanted.name, row, index, result));
  if (facts.ids.length <= 1) return [result];
  // One row that cannot be answered must not take the others with it.
  const single = facts.ids.map((id) =>
    evaluate(means, wanted, { head, fork, facts: { ...facts, ids: [id] } }),
  );
  return (await Promise.all(single)).flat();
}

async function answer(operation: Operation, context: Context, rootValue: unknown): Promise<ExecutionResult> {
  context.blocks.follow(operation);
  const { schema, fragments, variables } = operation;
  const definitions = [operation.operation, ...fragments.values()];
  const { data, errors } = await execute({
    schema,
    document: { kind: Kind.DOCUMENT, definitions },
    rootValue,
    contextValue: context,
    variableValues: variables,
  });
  const extensions = { asOf: await asOf(context).catch(() => null) };
  return errors === undefined
    ? { data: data ?? null, extensions }
    : { data: data ?? null, errors: errors.map((error) => told(error, context.log)), extensions };
}

function argumentsAt({ kind, taskType }: Wanted, height: BlockHeight, ids: readonly string[]): string {
  const block =
    "hash" in height
      ? `block: { hash: ${JSON.stringify(height.hash)} }`
      : `block: { number: ${height.number} }`;
  if (kind === "buffer") return `id: ${JSON.stringify(taskType)}, ${block}`;
  return `first: ${ids.length}, orderBy: sequence, where: { id_in: ${JSON.stringify(ids)} }, ${block}`;
}

function rowResult(
  name: string,
  row: unknown,
  index: number,
  { errors, extensions }: ExecutionResult,
): Result {
  const own = errors?.filter(({ path }) => path?.[1] === undefined || path[1] === index) ?? [];
  const placed = own.map(
    ({ message, path, extensions: code }) =>
      new GraphQLError(message, { path: path && [name, ...path.slice(2)], extensions: code }),
  );
  return {
    data: { [name]: row },
    ...(placed.length > 0 && { errors: placed }),
    ...(extensions && { extensions }),
  };
}

/** An error as the client sees it; one that nobody expected is logged. */
function told(error: GraphQLError, log: FastifyBaseLogger): GraphQLError {
  if (codeOf(error) === null) log.error({ err: error.originalError ?? error }, "unexpected error");
  const { message, path, extensions } = formatError(error.toJSON(), error);
  return new GraphQLError(message, { path, extensions });
}
