import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { Members } from "../../src/Members.ts";
import { StandingStack } from "../../src/StandingStack.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
/** Prometheus' own. */
const FUNCTIONS = new Set(["histogram_quantile", "count_over_time"]);
const stack = new StandingStack();
const members = new Members(stack);

/** The names of all figures at one address. */
async function figuresAt(url: string): Promise<string[]> {
  const text = await (await fetch(url)).text();
  return [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name as string);
}

it("tells every figure that an alert asks for", async () => {
  const alerts = await readFile(join(root, "deploy/alerts.yml"), "utf8");
  const expressions = [...alerts.matchAll(/expr: (?:>\n((?: {10}.*\n)+)|(.*)\n)/g)].map(
    ([, long, short]) => long ?? short,
  );
  const words =
    expressions
      .join("\n")
      .replaceAll(/"[^"]*"|by \([^)]*\)/g, "")
      .match(/\b[a-z]+(_[a-z0-9]+)+\b/g) ?? [];
  const asked = new Set(
    words.filter((word) => !FUNCTIONS.has(word)).map((word) => word.replace(/_(bucket|count)$/, "")),
  );
  const told = await Promise.all([
    figuresAt(stack.url.replace("/graphql", "/metrics")),
    figuresAt(members.metricsOfGraphNode),
    figuresAt(`${members.statsUrl}/metrics`),
  ]);

  expect(asked.size).toBeGreaterThan(9);
  for (const name of asked) expect(told.flat(), name).toContain(name);
});

it("deploys as the deployer's container does, and finds its work done", async () => {
  const folder = await mkdtemp(join(tmpdir(), "manometer-deployer-"));
  const { contracts } = await stack.json<{ contracts: object }>("deployment.json");
  const { graphNode } = await stack.json<{ graphNode: { adminUrl: string; statusUrl: string } }>(
    "endpoints.json",
  );
  const networks = join(folder, "networks.json");
  await writeFile(networks, JSON.stringify({ local: contracts }));
  const env = {
    ...process.env,
    ADMIN_URL: graphNode.adminUrl,
    STATUS_URL: graphNode.statusUrl,
    NETWORK: "local",
    NETWORKS: networks,
  };
  // Without IPFS, a gnd takes the build from its own folder.
  const args = ["deploy/deployer.sh", "--data-dir", stack.dataDir];
  const { stdout } = await promisify(execFile)("sh", args, { cwd: root, env });
  await rm(folder, { recursive: true });

  expect(stdout).toMatch(/is already current, at block 334/);
});
