import { Client } from "./Client.ts";

const HOUR = 3600;

/** The first block that is not of the hour in which an index begins; before it no hour has been closed. Throws where there is none. */
export async function endOfFirstHour(url: string): Promise<number> {
  const { events } = await new Client(url).data<{ events: { timestamp: string; blockNumber: string }[] }>(
    "{ events(first: 1000, orderBy: sequence) { timestamp blockNumber } }",
  );
  const hourOf = ({ timestamp }: { timestamp: string }) => Math.floor(Number(timestamp) / HOUR);
  const [first] = events;
  const next = events.find((event) => first !== undefined && hourOf(event) > hourOf(first));
  if (next === undefined) throw new Error(`The first ${events.length} facts are all of one hour`);
  return Number(next.blockNumber);
}
