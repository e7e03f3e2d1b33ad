import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { composeServices } from "../../src/composeFile.ts";
import { Members } from "../../src/Members.ts";
import { eventually } from "../../src/Parts.ts";
import { freePort } from "../../src/places.ts";
import { StandingStack } from "../../src/StandingStack.ts";

type Target = { labels: { job: string }; health: string; lastError: string };
type Rule = { name: string; health: string; lastError?: string; state: string };

const PATIENCE_S = 60;
const inDeploy = (name: string): string => fileURLToPath(new URL(`../../../deploy/${name}`, import.meta.url));
const stack = new StandingStack();
const members = new Members(stack);

let folder: string;
let url: string;
let prometheus: ChildProcess;
let output = "";

/** The configuration of the containers, with the addresses of processes, and asking each second. */
async function configuration(): Promise<string> {
  const places = members.figures();
  const text = await readFile(inDeploy("prometheus.yml"), "utf8");
  return text
    .replaceAll(/_interval: \w+/g, "_interval: 1s")
    .replaceAll(/"([\w-]+):\d+"/g, (_, host: string) => {
      const place = places[host];
      if (place === undefined)
        throw new Error(`The cluster has nothing for ${host} of deploy/prometheus.yml`);
      return `"${place}"`;
    });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "manometer-prometheus-"));
  await writeFile(join(folder, "prometheus.yml"), await configuration());
  await copyFile(inDeploy("alerts.yml"), join(folder, "alerts.yml"));
  const place = `127.0.0.1:${await freePort()}`;
  url = `http://${place}/api/v1`;
  const { command } = (await composeServices({ POSTGRES_PASSWORD: "unused" }))("prometheus");
  const args = command.map((word) => word.replace(/=(\/etc)?\/prometheus/, `=${folder}`));
  prometheus = spawn("prometheus", [...args, `--web.listen-address=${place}`], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  prometheus.once("error", () => {
    output += "prometheus is missing: apt-get install prometheus";
  });
  for (const stream of [prometheus.stdout, prometheus.stderr])
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
});

afterAll(async () => {
  if (prometheus?.pid !== undefined && prometheus.exitCode === null) {
    prometheus.kill("SIGTERM");
    await once(prometheus, "exit");
  }
  await rm(folder, { recursive: true, force: true });
});

async function ask<T>(path: string): Promise<T> {
  const { data } = (await (await fetch(`${url}/${path}`)).json()) as { data: T };
  return data;
}

it("reaches every server", async () => {
  const targets = async () => (await ask<{ activeTargets: Target[] }>("targets")).activeTargets;
  const all = await eventually(
    "an answer of every server",
    async () => {
      const found = await targets();
      return found.length > 0 && found.every(({ health }) => health !== "unknown") ? found : null;
    },
    PATIENCE_S,
  ).catch((error: Error) => {
    throw new Error(`${error.message}\n${output}`);
  });

  expect(all.filter(({ health }) => health !== "up")).toEqual([]);
  expect(all.map(({ labels }) => labels.job).sort()).toEqual(
    "api api graph-node graph-node graph-node haproxy".split(" "),
  );
});

it("evaluates every alert, and raises none while all is well", async () => {
  const named = (await readFile(inDeploy("alerts.yml"), "utf8")).match(/- alert: \w+/g) ?? [];
  const rules = await eventually(
    "every alert, evaluated",
    async () => {
      const { groups } = await ask<{ groups: { rules: Rule[] }[] }>("rules");
      const found = groups.flatMap((group) => group.rules);
      return found.every(({ health }) => health !== "unknown") ? found : null;
    },
    PATIENCE_S,
  );

  expect(rules.map(({ name }) => `- alert: ${name}`)).toEqual(named);
  expect(rules.filter(({ health }) => health !== "ok")).toEqual([]);
  await eventually("figures that no alert is raised by", noneRaised, PATIENCE_S);
});

/** True where no alert waits or fires, though what they ask for is there. */
async function noneRaised(): Promise<true | null> {
  const { result } = await ask<{ result: object[] }>("query?query=manometer_lag_blocks");
  const { alerts } = await ask<{ alerts: object[] }>("alerts");
  if (result.length < 2) return null;
  expect(alerts).toEqual([]);
  return true;
}
