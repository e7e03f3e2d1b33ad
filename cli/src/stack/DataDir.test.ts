import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { birth } from "./birth.ts";
import { DataDir } from "./DataDir.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "manometer-test-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("the data directory", () => {
  it("is created when it is missing", () => {
    const dataDir = DataDir.open(join(root, "new", "data"));
    expect(existsSync(dataDir.file("logs"))).toBe(true);
    expect(dataDir.log("api")).toBe(join(root, "new", "data", "logs", "api.log"));
    dataDir.release();
  });

  it("gives back what was written", () => {
    const dataDir = DataDir.open(root);
    expect(dataDir.readJson("expected.json")).toBeNull();
    dataDir.writeJson("expected.json", { stakes: ["1"] });
    expect(dataDir.readJson("expected.json")).toEqual({ stakes: ["1"] });
    dataDir.release();
  });

  it("puts a new file in the place of the old one, which stays whole until then", () => {
    const dataDir = DataDir.open(root);
    dataDir.writeJson("postgres.json", { password: "old" });
    linkSync(dataDir.file("postgres.json"), dataDir.file("seen"));
    dataDir.writeJson("postgres.json", { password: "new" }, 0o600);
    expect(readFileSync(dataDir.file("seen"), "utf8")).toContain("old");
    expect(dataDir.readJson("postgres.json")).toEqual({ password: "new" });
    expect(statSync(dataDir.file("postgres.json")).mode & 0o777).toBe(0o600);
    expect(readdirSync(root)).not.toContain("postgres.json.new");
    dataDir.release();
  });

  it("says which file it cannot read, and what to do", () => {
    const dataDir = DataDir.open(root);
    writeFileSync(dataDir.file("chain.json"), '{"network":');
    expect(() => dataDir.readJson("chain.json")).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(`${dataDir.file("chain.json")} cannot be read: `),
        advice: expect.stringContaining("manometer restore"),
      }),
    );
    dataDir.release();
  });

  it("forgets what it stored, and nothing else", () => {
    const dataDir = DataDir.open(root);
    dataDir.writeJson("deployment.json", {});
    writeFileSync(dataDir.file("notes.txt"), "mine");
    dataDir.forget();
    expect(dataDir.readJson("deployment.json")).toBeNull();
    expect(readFileSync(dataDir.file("notes.txt"), "utf8")).toBe("mine");
    dataDir.release();
  });

  it("is not made in a folder that holds other files", () => {
    writeFileSync(join(root, "thesis.txt"), "mine");
    expect(() => DataDir.open(root)).toThrow(/holds other files \(thesis.txt\)/);
  });

  it("is refused where no folder can be made", () => {
    writeFileSync(join(root, "file"), "");
    expect(() => DataDir.open(join(root, "file", "data"))).toThrow(/cannot be used: ENOTDIR/);
  });
});

describe("the lock", () => {
  it("refuses a second stack and names the first one's process", () => {
    const dataDir = DataDir.open(root);
    expect(() => DataDir.open(root)).toThrow(
      `the data directory ${root} is in use by a running stack (process ${process.pid})`,
    );
    dataDir.release();
    DataDir.open(root).release();
  });

  it("refuses while another process that runs holds it", async () => {
    const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
    await once(other, "spawn");
    const pid = other.pid as number;
    DataDir.open(root).release();
    writeFileSync(join(root, "lock"), JSON.stringify({ pid, birth: birth(pid) }));
    expect(() => DataDir.open(root)).toThrow(`process ${pid}`);
    other.kill("SIGKILL");
    await once(other, "exit");
    DataDir.open(root).release();
  });

  it("is taken over when its pid now belongs to another process", () => {
    DataDir.open(root).release();
    writeFileSync(join(root, "lock"), JSON.stringify({ pid: process.pid, birth: "another time" }));
    DataDir.open(root).release();
  });

  it("is taken over when it is half written", () => {
    DataDir.open(root).release();
    writeFileSync(join(root, "lock"), '{"pid":');
    DataDir.open(root).release();
    expect(existsSync(join(root, "lock"))).toBe(false);
  });

  it("is won by exactly one of many that start at once", async () => {
    const script = `
      import { setTimeout as sleep } from "node:timers/promises";
      const { DataDir } = await import(${JSON.stringify(new URL("DataDir.ts", import.meta.url).href)});
      try { DataDir.open(${JSON.stringify(root)}); process.stdout.write("won"); await sleep(3000); }
      catch { process.stdout.write("lost"); }`;
    DataDir.open(root).release();
    writeFileSync(join(root, "lock"), JSON.stringify({ pid: 1, birth: "long ago" }));
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
        const [outcome] = await once(child.stdout, "data");
        if (String(outcome) === "lost") return "lost";
        await once(child, "exit");
        return String(outcome);
      }),
    );
    expect(outcomes.filter((outcome) => outcome === "won")).toHaveLength(1);
  });
});
