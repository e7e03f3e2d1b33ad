import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { birth } from "./birth.ts";
import type { ProcessSpec } from "./Process.ts";
import { type Entry, ProcessTable } from "./ProcessTable.ts";
import { freePort, holdApiPort, isPortFree } from "./ports.ts";
import { Restarts } from "./Restarts.ts";
import { StackError } from "./StackError.ts";
import { Supervisor } from "./Supervisor.ts";

let root: string;
let stack: Supervisor;
let said: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  said = [];
  stack = new Supervisor(join(root, "processes.json"), {
    restarts: new Restarts(20),
    say: (text) => said.push(text),
  });
});
afterEach(async () => {
  stack.kill();
  await stack.stop();
  rmSync(root, { recursive: true, force: true });
});

/** A Node.js program; it writes `text` into the shared file `order` when it is asked to end. */
function program(name: string, script: string, more: Partial<ProcessSpec> = {}): ProcessSpec {
  return {
    name,
    command: process.execPath,
    args: ["-e", script],
    cwd: root,
    logFile: join(root, `${name}.log`),
    stopSignal: "SIGTERM",
    graceMs: 2000,
    ...more,
  };
}

const waits = "setInterval(() => {}, 1000); console.log('up');";
const tells = (name: string) =>
  `process.on("SIGTERM", () => { require("fs").appendFileSync("order", "${name} "); process.exit(); }); ${waits}`;

/** Waits until a program has printed `up`: only then does it know its signals. */
async function untilUp(name: string): Promise<void> {
  while (!readFileSync(join(root, `${name}.log`), "utf8").includes("up")) await sleep(20);
}

function entries(): Entry[] {
  return JSON.parse(readFileSync(join(root, "processes.json"), "utf8"));
}

describe("stopping", () => {
  it("stops the last one started first, and forgets them", async () => {
    for (const name of ["postgres", "chain", "api"]) {
      await stack.start(program(name, tells(name)));
      await untilUp(name);
    }
    const pids = entries().map(({ pid }) => pid);
    await stack.stop();
    expect(readFileSync(join(root, "order"), "utf8")).toBe("api chain postgres ");
    expect(pids.map(birth)).toEqual([null, null, null]);
    expect(existsSync(join(root, "processes.json"))).toBe(false);
    expect(stack.signal.aborted).toBe(false);
  });

  it("kills what does not end in its time", async () => {
    await stack.start(program("deaf", `process.on("SIGTERM", () => {}); ${waits}`, { graceMs: 200 }));
    await untilUp("deaf");
    const begun = performance.now();
    await stack.stop();
    expect(performance.now() - begun).toBeGreaterThan(190);
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  it("kills the grandchildren that a part leaves behind", async () => {
    const parent = `const { pid } = require("child_process").spawn(process.execPath, ["-e", "${waits}"]);
      console.log("grandchild " + pid + ";"); ${waits}`;
    await stack.start(program("parent", parent));
    await untilUp("parent");
    const pid = Number(readFileSync(join(root, "parent.log"), "utf8").match(/grandchild (\d+);/)?.[1]);
    expect(birth(pid)).not.toBeNull();
    await stack.stop();
    await sleep(100);
    expect(birth(pid)).toBeNull();
  });

  it("keeps what its parts print from others on the machine: their errors may name an RPC with its key", async () => {
    writeFileSync(join(root, "part.log"), "of an earlier start", { mode: 0o644 });
    await stack.start(program("part", waits));
    expect(statSync(join(root, "part.log")).mode & 0o777).toBe(0o600);
  });

  it("keeps the terminal's Ctrl-C from the parts by giving each a group of its own", async () => {
    await stack.start(program("part", waits));
    const [part] = entries();
    const stat = readFileSync(`/proc/${part?.pid}/stat`, "utf8");
    const group = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]);
    expect(group).toBe(part?.pid);
  });
});

describe("a part that dies", () => {
  it("is reported with its name, exit code, log file and last lines", async () => {
    await stack.start(
      program("graph-node", "console.log('one'); console.error('no chain'); process.exit(3)"),
    );
    const error: unknown = await stack.over.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StackError);
    expect(error).toMatchObject({
      message: "graph-node ended unexpectedly with exit code 3",
      advice: `see ${join(root, "graph-node.log")}`,
      log: ["one", "no chain"],
    });
  });

  it("is reported with the signal that killed it", async () => {
    await stack.start(program("API", waits));
    process.kill(entries()[0]?.pid ?? 0, "SIGKILL");
    await expect(stack.over).rejects.toThrow("API ended unexpectedly with SIGKILL");
  });

  it("is preferred over the errors that its death caused", async () => {
    // A shell, because it starts sooner than the moment that is waited.
    const dies = { command: "/bin/sh", args: ["-c", "sleep 0.1; exit 1"] };
    await stack.start(program("chain", "", dies));
    expect(await stack.causeOf(new Error("fetch failed"))).toMatchObject({
      message: "chain ended unexpectedly with exit code 1",
    });
  });

  it("is reported on a full disk too, where nothing can be noted, which is said once", async () => {
    for (const name of ["chain", "API"]) await stack.start(program(name, waits));
    const [chain, api] = entries();
    symlinkSync("/dev/full", join(root, "processes.json.new"));
    process.kill(chain?.pid ?? 0, "SIGKILL");
    await expect(stack.over).rejects.toThrow("chain ended unexpectedly with SIGKILL");
    process.kill(api?.pid ?? 0, "SIGKILL");
    while (birth(api?.pid ?? 0) !== null) await sleep(20);
    await stack.stop();
    expect(said).toEqual([expect.stringMatching(/^! the running parts cannot be noted: ENOSPC.*make room/)]);
    expect(existsSync(join(root, "processes.json"))).toBe(false);
  });

  it("ends every wait", async () => {
    await stack.start(program("chain", "process.exit(1)"));
    await expect(stack.guard(sleep(30_000, undefined, { ref: false }))).rejects.toThrow("chain ended");
    await expect(stack.start(program("late", waits))).rejects.toThrow("chain ended");
  });

  it("has a name and advice when it could not even be started", async () => {
    await expect(stack.start(program("gnd", "", { command: "/no/such/gnd" }))).rejects.toMatchObject({
      message: "gnd could not be started: spawn /no/such/gnd ENOENT",
      advice: "check that /no/such/gnd exists and may be executed",
    });
  });
});

describe("a part that may be started again", () => {
  const told: string[] = [];
  const onRestart = (text: string) => told.push(text);
  beforeEach(() => told.splice(0));

  it("is, with what is told of it, under its name and with its log going on", async () => {
    await stack.start(program("API", waits, { onRestart }));
    await untilUp("API");
    const [first] = entries();
    process.kill(first?.pid ?? 0, "SIGKILL");
    const lines = () => readFileSync(join(root, "API.log"), "utf8");
    for (let tries = 0; lines() !== "up\nup\n" && tries < 100; tries++) await sleep(50);

    expect(lines()).toBe("up\nup\n");
    expect(told).toEqual(["API ended unexpectedly with SIGKILL; it is started again"]);
    expect(entries()).toMatchObject([{ name: "API" }]);
    expect(entries()[0]?.pid).not.toBe(first?.pid);
    expect(stack.signal.aborted).toBe(false);
  });

  it("ends the stack when it cannot live", async () => {
    await stack.start(program("API", "process.exit(1)", { onRestart }));
    await expect(stack.over).rejects.toThrow(
      "API ended unexpectedly with exit code 1, 6 times within ten minutes",
    );
    expect(told).toHaveLength(5);
  });

  it("is not started any more when the stack stops", async () => {
    await stack.start(program("API", waits, { onRestart }));
    await untilUp("API");
    process.kill(entries()[0]?.pid ?? 0, "SIGKILL");
    while (told.length === 0) await sleep(10);
    await stack.stop();
    await sleep(400);
    expect(existsSync(join(root, "processes.json"))).toBe(false);
  });
});

it("hands a port on to a part without its ever being free", async () => {
  const held = await holdApiPort(await freePort(), new Set());
  const late = `setTimeout(() => require("http").createServer((_, to) => to.end("it is me")).listen({ fd: 3 }), 300)`;
  await stack.start(program("late", late, { ...(held.listener && { listener: held.listener }) }));
  await held.release();
  expect(await isPortFree(held.port)).toBe(false);
  expect(await (await fetch(`http://127.0.0.1:${held.port}`)).text()).toBe("it is me");
});

describe("a program run to its end", () => {
  it("may succeed", async () => {
    await stack.run(program("initdb", "process.exit(0)"));
    expect(stack.signal.aborted).toBe(false);
  });

  it("is an error when it fails", async () => {
    await expect(
      stack.run(program("initdb", "console.log('disk full'); process.exit(2)")),
    ).rejects.toMatchObject({
      message: "initdb failed with exit code 2",
      log: ["disk full"],
    });
  });
});

describe("a stack that is killed", () => {
  /** Starts a stack in a process of its own, with one part, and gives both their pids. */
  async function startElsewhere(): Promise<{ stackPid: number; part: Entry }> {
    const script = `
      const { Supervisor } = await import(${JSON.stringify(new URL("Supervisor.ts", import.meta.url).href)});
      const stack = new Supervisor("processes.json");
      await stack.start(${JSON.stringify(program("part", waits))});
      console.log("started"); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { cwd: root });
    await once(child.stdout, "data");
    const [part] = entries();
    return { stackPid: child.pid as number, part: part as Entry };
  }

  it("takes its parts with it", async () => {
    const { stackPid, part } = await startElsewhere();
    expect(birth(part.pid)).toBe(part.birth);
    process.kill(stackPid, "SIGKILL");
    for (let tries = 0; birth(part.pid) !== null && tries < 100; tries++) await sleep(50);
    expect(birth(part.pid)).toBeNull();
  });

  it("leaves what its guardian could not end to the next start", async () => {
    await stack.start(program("part", waits));
    const table = new ProcessTable(join(root, "processes.json"));
    const [part] = table.living();
    expect(await table.endLeftovers()).toEqual(["part"]);
    expect(birth(part?.pid ?? 0)).toBeNull();
    expect(table.living()).toEqual([]);
  });

  it("never ends a process that only has the same pid", async () => {
    const table = new ProcessTable(join(root, "processes.json"));
    table.write([{ name: "other", pid: process.pid, birth: "another time", stopSignal: "SIGKILL" }]);
    expect(await table.endLeftovers()).toEqual([]);
  });
});
