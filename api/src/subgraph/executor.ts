import { type DocumentNode, type GraphQLError, type GraphQLSchema, print } from "graphql";
import { withSomething } from "../askedTwice.ts";
import type { Context } from "../context.ts";
import { apiError } from "../errors.ts";
import { pinRoots } from "./pinRoots.ts";
import { upstreamError } from "./upstreamError.ts";

/** A part of a request that graph-node has to answer. */
export type UpstreamRequest = {
  readonly document: DocumentNode;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly context?: Context;
};

/** graph-node's answer, its errors made ours. */
export type UpstreamResult<T> = { data?: T | null; errors?: GraphQLError[] };

/**
 * How the stitched schema asks graph-node: every root pinned to its block.
 * @param schema graph-node's, which says which roots take a block
 */
export function upstreamExecutor(schema: GraphQLSchema) {
  return async <T>({ document, variables = {}, context }: UpstreamRequest): Promise<UpstreamResult<T>> => {
    if (context === undefined) throw apiError("UPSTREAM_UNAVAILABLE", "A question came without its request.");
    const { blocks, upstream } = context;
    const pinned = await pinRoots(
      document,
      variables,
      schema,
      async (wanted) => (await blocks.at(wanted)).height,
    );
    const answer = await upstream.subgraph.answer(print(withSomething(pinned, variables)), variables);
    const data = (answer.data ?? null) as T | null;
    if (answer.errors === undefined) return { data };
    return { data, errors: answer.errors.map(({ message }) => upstreamError(message)) };
  };
}
