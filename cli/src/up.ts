import type { Interrupt } from "./interrupt.ts";
import type { UpOptions } from "./options.ts";
import { startApi } from "./stack/Api.ts";
import { DataDir } from "./stack/DataDir.ts";
import { databaseFor } from "./stack/databaseFor.ts";
import { type GraphNode, startGraphNode } from "./stack/GraphNode.ts";
import { startIpfs } from "./stack/Ipfs.ts";
import { localWorld } from "./stack/localWorld.ts";
import type { Means } from "./stack/Means.ts";
import { type Postgres, startPostgres } from "./stack/Postgres.ts";
import { forgetPostgresHome } from "./stack/PostgresHome.ts";
import { ProcessTable } from "./stack/ProcessTable.ts";
import { grouped, type Progress } from "./stack/Progress.ts";
import { apiPort } from "./stack/ports.ts";
import { inRepository } from "./stack/repository.ts";
import { rpcWorld } from "./stack/rpcWorld.ts";
import { deploySubgraph, type Subgraph, untilIndexed } from "./stack/Subgraph.ts";
import { renderSubgraph } from "./stack/SubgraphBuild.ts";
import { Supervisor } from "./stack/Supervisor.ts";
import type { World } from "./stack/World.ts";

/**
 * Runs the whole system until it is interrupted or a part of it fails, and then stops every part. Never
 * resolves; rejects with Interrupted, with a StackError, or with an error that nobody foresaw.
 */
export async function up(options: UpOptions, progress: Progress, interrupt: Interrupt): Promise<never> {
  const dataDir = DataDir.open(options.dataDir);
  const stack = await supervisorOf(dataDir, progress, interrupt);
  try {
    if (options.isFresh) forget(dataDir);
    return await run(options, { stack, dataDir, progress, taken: new Set() });
  } catch (error) {
    throw await stack.causeOf(error);
  } finally {
    await stack.stop();
    dataDir.release();
  }
}

async function run(options: UpOptions, means: Means): Promise<never> {
  const { stack, dataDir, progress, taken } = means;
  const port = await apiPort(options.port, taken);
  const { source } = options;
  const world = source.kind === "rpc" ? await rpcWorld(means, source) : await localWorld(means, source);
  const postgres = await progress.step("PostgreSQL", () => startPostgres(means), describePostgres);
  const kept = await databaseFor(postgres.database, world.chain, world.isInMemory);
  if (kept !== null) progress.note(kept);

  const node = await progress.step(
    "graph-node",
    async () => {
      const ipfs = await startIpfs();
      return await startGraphNode(means, { chain: world.chain, database: postgres.database, ipfs: ipfs.url });
    },
    ({ queryUrl }) => `at ${queryUrl}`,
  );
  const manifest = renderSubgraph(dataDir, inRepository("subgraph/build"), world);
  const subgraph = await progress.step(
    "Subgraph",
    () => deploySubgraph(node, manifest),
    () => "deployed",
  );
  const head = await world.play();
  await progress.step(
    "Index",
    (report) => untilIndexed(subgraph, head, { signal: stack.signal, report }),
    (block) => `block ${grouped(block)}`,
  );
  const api = await progress.step(
    "API",
    () => startApi(means, { port, subgraph }),
    (url) => `at ${url}`,
  );
  progress.ready(`${api}/graphql`, urls(world, node, subgraph));
  world.live?.().catch((error: unknown) => stack.fail(error));
  return await stack.over;
}

/** Takes over from a stack that was killed: its parts are ended first. */
async function supervisorOf(dataDir: DataDir, progress: Progress, interrupt: Interrupt): Promise<Supervisor> {
  const table = dataDir.file("processes.json");
  const left = await new ProcessTable(table).endLeftovers();
  if (left.length > 0) progress.note(`ended what a killed stack left running: ${left.join(", ")}`);
  const stack = new Supervisor(table);
  const stop = () => stack.fail(interrupt.stop.reason);
  if (interrupt.stop.aborted) stop();
  interrupt.stop.addEventListener("abort", stop);
  interrupt.kill.addEventListener("abort", () => stack.kill());
  return stack;
}

function forget(dataDir: DataDir): void {
  forgetPostgresHome(dataDir);
  dataDir.forget();
}

function describePostgres({ home }: Postgres): string {
  return home.temporary === null ? "data kept" : `data in ${home.temporary}, as its user cannot reach ours`;
}

function urls(world: World, node: GraphNode, subgraph: Subgraph): string[] {
  const { query, status, admin, metrics } = node.ports;
  return [
    `graph-node  ${subgraph.url}`,
    `chain RPC   ${world.chain.url}`,
    `graph-node listens on every interface of this machine (ports ${query}, ${status}, ${admin}, ${metrics}),`,
    `and whoever reaches its admin port ${admin} may deploy and remove subgraphs: keep them behind a firewall.`,
    "Stop with Ctrl-C.",
  ];
}
