import { Client } from "./Client.ts";

const HOUR = 3600;
const FACTS = `{
  points: stakePoints(first: 1, orderBy: timestamp) { timestamp }
  events(first: 1000, orderBy: sequence) { timestamp blockNumber }
}`;

type Facts = { points: { timestamp: string }[]; events: { timestamp: string; blockNumber: string }[] };

/**
 * The hour in which an index has the first points of its series: the block of its last fact, up to which no hour is closed,
 * and that of the first fact after it, from which on one is. Between them the chain's time comes to the hour's end.
 */
export async function firstHourOf(url: string): Promise<{ last: number; next: number }> {
  const { points, events } = await new Client(url).data<Facts>(FACTS);
  // a point's time is in microseconds
  const hour = Math.floor(Number(points[0]?.timestamp) / (HOUR * 1_000_000));
  const after = events.findIndex(({ timestamp }) => Math.floor(Number(timestamp) / HOUR) > hour);
  const [last, next] = [events[after - 1], events[after]];
  if (last === undefined || next === undefined)
    throw new Error(`None of the first ${events.length} facts is after the first hour`);
  return { last: Number(last.blockNumber), next: Number(next.blockNumber) };
}
