import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const STATE = 0;
const START_TIME = 19;

/**
 * When the process with this pid began, in the system's own words, so that a pid used again by another
 * process is not taken for the first one. Null when no such process lives (a zombie does not).
 */
export function birth(pid: number): string | null {
  return existsSync("/proc/self/stat") ? birthFromProc(pid) : birthFromPs(pid);
}

function birthFromProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[STATE] === "Z" || fields[STATE] === "X") return null;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot}:${fields[START_TIME]}`;
  } catch {
    return null;
  }
}

function birthFromPs(pid: number): string | null {
  const ps = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" });
  const [state, ...started] = (ps.stdout ?? "").trim().split(/\s+/);
  return ps.status !== 0 || state === undefined || state.startsWith("Z") ? null : started.join(" ");
}
