import type { ApiState, DiskState, IndexState, Part, Problem, Status } from "./Status.ts";

/** What a command ends with: 0 all is well, 1 something is wrong, 2 nothing runs or it cannot be told. */
export type Verdict = 0 | 1 | 2;

const GIGABYTE = 1024 ** 3;
const LEAST_SHARE = 0.05;

/** All that is wrong, what has to be mended first coming first. */
export function problemsOf(status: Status): Problem[] {
  const { parts, chain, indexes, apis, database, disk, isBuildCurrent, found } = status;
  if (isNothing(status)) return [nothing(status)];
  const problems = parts.flatMap((part) => dead(part, status.source));
  if (chain?.error != null) {
    problems.push({
      what: `the chain's RPC ${chain.url}: ${chain.error}`,
      advice: "check that the node runs",
    });
  }
  if (database?.error != null) {
    problems.push({
      what: `PostgreSQL: ${database.error}`,
      advice: "see logs/postgres.log in the data directory",
    });
  }
  problems.push(...found, ...indexes.flatMap(failing), ...apis.flatMap(notReady));
  if (parts.length > 0 && apis.length === 0 && !parts.some(({ kind }) => kind === "api")) {
    problems.push({
      what: "no API runs",
      advice: "wait for the line Ready of manometer up, which may still start",
    });
  }
  if (isBuildCurrent === false) {
    const advice = "manometer deploy takes the build over; npm run build makes it anew";
    problems.push({ what: "the version that is served is not the subgraph that is built here", advice });
  }
  if (disk !== null) problems.push(...nearlyFull(disk));
  return problems;
}

/** What the command ends with. */
export function verdictOf(status: Status): Verdict {
  if (isNothing(status)) return 2;
  return problemsOf(status).length > 0 ? 1 : 0;
}

function isNothing({ parts, apis }: Status): boolean {
  return !parts.some(({ isAlive }) => isAlive) && !apis.some(({ answers }) => answers);
}

function nothing({ source, parts, apis: [api] }: Status): Problem {
  if (api !== undefined)
    return { what: `the API ${source}: ${api.reason}`, advice: "check the address, and that it runs" };
  const was = parts.length > 0 ? ": the stack that ran there was killed" : "";
  return {
    what: `nothing runs on ${source}${was}`,
    advice: "start it with manometer up, or name another --data-dir",
  };
}

function dead({ name, pid, isAlive }: Part, folder: string): Problem[] {
  const advice = `see the logs in ${folder}/logs, and start again`;
  return isAlive ? [] : [{ what: `${name} (process ${pid}) is dead`, advice }];
}

function failing({ role, id, error }: IndexState): Problem[] {
  if (error === null) return [];
  const place = error.block === null ? "" : ` at block ${error.block}`;
  const advice = error.isForGood
    ? "correct the subgraph, build it and deploy it (manometer deploy)"
    : "graph-node tries again by itself; see logs/graph-node.log in the data directory";
  return [{ what: `the ${role} version ${id} failed${place}: ${error.message}`, advice }];
}

function notReady({ name, isReady, answers, reason }: ApiState): Problem[] {
  if (isReady) return [];
  const advice = answers ? "it answers again when that has passed" : "see logs/api.log in the data directory";
  return [{ what: `${name} is not ready: ${reason}`, advice }];
}

function nearlyFull({ folder, freeBytes, totalBytes }: DiskState): Problem[] {
  if (freeBytes >= GIGABYTE && freeBytes >= LEAST_SHARE * totalBytes) return [];
  const left = `${(freeBytes / GIGABYTE).toFixed(1)} of ${(totalBytes / GIGABYTE).toFixed(1)} GB are free`;
  return [
    {
      what: `the disk of ${folder} is nearly full: ${left}`,
      advice: "make room: the index stands when it is full",
    },
  ];
}
