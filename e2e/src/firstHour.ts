import { Client } from "./Client.ts";

const HOUR = 3600;
const FACTS = `{
  points: stakePoints(first: 1, orderBy: timestamp) { timestamp }
  events(first: 1000, orderBy: sequence) { timestamp blockNumber }
}`;

type Facts = { points: { timestamp: string }[]; events: { timestamp: string; blockNumber: string }[] };

/** The first block after the hour in which an index has the first points of its series; before it no hour is closed. */
export async function endOfFirstHour(url: string): Promise<number> {
  const { points, events } = await new Client(url).data<Facts>(FACTS);
  // a point's time is in microseconds
  const hour = Math.floor(Number(points[0]?.timestamp) / (HOUR * 1_000_000));
  const next = events.find(({ timestamp }) => Math.floor(Number(timestamp) / HOUR) > hour);
  if (next === undefined) throw new Error(`None of the first ${events.length} facts is after the first hour`);
  return Number(next.blockNumber);
}
