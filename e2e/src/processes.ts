import { readdir, readFile } from "node:fs/promises";

/** A process of this machine: its id and its command line. */
export interface RunningProcess {
  pid: number;
  command: string;
}

/** All processes that descend from `root`, `root` itself not among them, from Linux's /proc. */
export async function processesBelow(root: number): Promise<RunningProcess[]> {
  const all = await Promise.all((await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(read));
  const found: RunningProcess[] = [];
  const parents = [root];
  for (let parent = parents.pop(); parent !== undefined; parent = parents.pop()) {
    for (const entry of all) {
      if (entry?.parent !== parent) continue;
      found.push({ pid: entry.pid, command: entry.command });
      parents.push(entry.pid);
    }
  }
  return found;
}

async function read(name: string): Promise<(RunningProcess & { parent: number }) | undefined> {
  try {
    const [stat, command] = (await Promise.all(
      ["stat", "cmdline"].map((file) => readFile(`/proc/${name}/${file}`, "utf8")),
    )) as [string, string];
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    return { pid: Number(name), parent, command: command.replaceAll("\0", " ") };
  } catch {
    // it has ended meanwhile
    return undefined;
  }
}
