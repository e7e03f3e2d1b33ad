import type { Ask } from "./load.ts";
import type { Head } from "./questions.ts";

/**
 * The data of one answer.
 * @throws Error where the endpoint does not answer, or answers with errors
 */
export async function askOnce<T>(url: string, { query, variables }: Ask): Promise<T> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(60_000),
  });
  const { data, errors } = (await response.json()) as { data?: T; errors?: { message: string }[] };
  if (data == null || errors !== undefined)
    throw new Error(`${url} answered with errors: ${errors?.map(({ message }) => message).join("; ")}`);
  return data;
}

/** How many characters the data of an answer has as JSON. */
export async function lengthOf(url: string, ask: Ask): Promise<number> {
  return JSON.stringify(await askOnce(url, ask)).length;
}

/** The newest block that the API's index holds; where its time is not told, that of its newest reveal. */
export async function headOf(api: string): Promise<Head> {
  const { asOf } = await askOnce<{ asOf: { blockNumber: number; timestamp: string | null } }>(api, {
    query: "{ asOf { blockNumber timestamp } }",
  });
  const { blockNumber: number, timestamp } = asOf;
  if (timestamp !== null) return { number, timestamp: Date.parse(timestamp) / 1000 };
  const { reveals } = await askOnce<{ reveals: { timestamp: string }[] }>(api, {
    query: "{ reveals(first: 1, orderBy: sequence, orderDirection: desc) { timestamp } }",
  });
  if (reveals[0] === undefined) throw new Error(`${api} has an empty history: there is nothing to measure.`);
  return { number, timestamp: Number(reveals[0].timestamp) };
}
