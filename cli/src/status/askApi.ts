import { firstLine } from "../stack/StackError.ts";
import { getJson, postJson } from "./ask.ts";
import type { ApiState } from "./Status.ts";

type Ready = { ready: boolean; reason: string | null };
type AsOf = { blockNumber: number; timestamp: string | null; lagBlocks: number | null };

/** What the API at a URL without a path says of itself. */
export async function askApi(name: string, url: string): Promise<ApiState> {
  const silent = { name, url, answers: false, isReady: false, block: null, lagBlocks: null };
  try {
    const [{ body: ready }, { body: answer }] = await Promise.all([
      getJson(`${url}/ready`),
      postJson(`${url}/graphql`, { query: "{ __typename }" }),
    ]);
    if (!isReady(ready)) return { ...silent, reason: "it answers, and is no API of Manometer" };
    const asOf = (answer as { extensions?: { asOf?: AsOf | null } }).extensions?.asOf ?? null;
    const time = asOf?.timestamp ? Math.floor(Date.parse(asOf.timestamp) / 1000) : null;
    return {
      name,
      url,
      answers: true,
      isReady: ready.ready,
      reason: ready.reason,
      block: asOf && { number: asOf.blockNumber, time },
      lagBlocks: asOf?.lagBlocks ?? null,
    };
  } catch (error) {
    return { ...silent, reason: `it does not answer: ${firstLine(error)}` };
  }
}

function isReady(body: unknown): body is Ready {
  return typeof body === "object" && body !== null && "ready" in body && typeof body.ready === "boolean";
}
