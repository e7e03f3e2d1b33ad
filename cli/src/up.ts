import { type Cluster, startCluster, type Trunk } from "./cluster/cluster.ts";
import { haproxyProgram } from "./cluster/haproxyProgram.ts";
import { forgetReplica, PRIMARY_SETTINGS, startReplica } from "./cluster/Replica.ts";
import type { Interrupt } from "./interrupt.ts";
import type { UpOptions } from "./options.ts";
import { startApi } from "./stack/Api.ts";
import { isNotedInMemory, noteChain } from "./stack/chainNote.ts";
import { DataDir } from "./stack/DataDir.ts";
import { watchDisk } from "./stack/DiskSpace.ts";
import { databaseFor } from "./stack/databaseFor.ts";
import { removeEndpoints, writeEndpoints } from "./stack/Endpoints.ts";
import { type GraphNode, startGraphNode } from "./stack/GraphNode.ts";
import { gndProgram } from "./stack/gndProgram.ts";
import { localWorld } from "./stack/localWorld.ts";
import type { Means } from "./stack/Means.ts";
import { type Postgres, startPostgres } from "./stack/Postgres.ts";
import { forgetTemporaryHome } from "./stack/PostgresHome.ts";
import { ProcessTable } from "./stack/ProcessTable.ts";
import { grouped, type Progress } from "./stack/Progress.ts";
import { holdApiPort } from "./stack/ports.ts";
import { postgresPrograms } from "./stack/postgresPrograms.ts";
import { rpcWorld } from "./stack/rpcWorld.ts";
import { type Subgraph, standingSubgraph, untilIndexed, watchSubgraph } from "./stack/Subgraph.ts";
import { buildOf, builtSubgraph, renderSubgraph } from "./stack/SubgraphBuild.ts";
import { Supervisor } from "./stack/Supervisor.ts";
import { shownUrl } from "./stack/shownUrl.ts";
import type { World } from "./stack/World.ts";

/**
 * Runs the whole system until it is interrupted or a part of it fails, and then stops every part. Never
 * resolves; rejects with Interrupted, with a StackError, or with an error that nobody foresaw.
 */
export async function up(options: UpOptions, progress: Progress, interrupt: Interrupt): Promise<never> {
  const dataDir = DataDir.open(options.dataDir);
  const stack = await supervisorOf(dataDir, progress, interrupt);
  try {
    return await stack.guard(run(options, { stack, dataDir, progress, taken: new Set() }));
  } catch (error) {
    throw await stack.causeOf(error);
  } finally {
    await stack.stop();
    removeEndpoints(dataDir.path);
    // The index of a chain that is gone is worth nothing, so nothing of it need stay outside our folder.
    if (isNotedInMemory(dataDir)) forgetTemporaryHome(dataDir);
    dataDir.release();
  }
}

async function run(options: UpOptions, means: Means): Promise<never> {
  const { stack, dataDir, progress, taken } = means;
  await checkPrograms(options);
  const port = await holdApiPort(options.port, taken);
  const { world, postgres } = await foundation(options, means);
  void watchDisk(postgres.home.data, (text) => progress.note(text), stack);
  const node = await progress.step(
    "graph-node",
    () => startGraphNode(means, world.chain, postgres.database),
    ({ queryUrl }) => `at ${queryUrl}`,
  );
  const { chain, sources } = world;
  const built = renderSubgraph(dataDir, builtSubgraph(), world);
  const subgraph = await progress.step(
    "Subgraph",
    () => standingSubgraph(node, built),
    ({ id }) => `build ${buildOf(id)}`,
  );
  if (subgraph.id !== built) progress.note(otherBuild(built));
  const { network, genesis, url: rpc } = chain;
  const postgresPort = Number(new URL(postgres.database.url).port);
  writeEndpoints(dataDir.path, { graphNode: node, postgresPort, rpc, network, genesis, sources });
  const head = await world.play();
  await progress.step(
    "Index",
    (report) => untilIndexed(subgraph, head, { signal: stack.signal, report }),
    (block) => `block ${grouped(block)}`,
  );
  const serve = options.isCluster ? startCluster : startOne;
  const { url, about } = await serve(means, { port, world, postgres, subgraph });
  progress.ready(`${url}/graphql`, [...urls(world, node, subgraph), ...about, "Stop with Ctrl-C."]);
  world.live?.().catch((error: unknown) => stack.fail(error));
  return await watchSubgraph(node, stack.signal);
}

type Foundation = { world: World; postgres: Postgres };

/** One process of the API before the graph-node that runs. */
async function startOne(means: Means, { port, world, subgraph }: Trunk): Promise<Cluster> {
  const url = await means.progress.step(
    "API",
    (report) => startApi(means, { port, subgraph, superToken: world.superToken }, report),
    (url) => `at ${url}`,
  );
  return { url, about: [] };
}

/** What is wrong with this machine or build shows before anything has started. */
async function checkPrograms({ isCluster }: UpOptions): Promise<void> {
  gndProgram();
  if (isCluster) haproxyProgram();
  await postgresPrograms();
  builtSubgraph();
}

/** PostgreSQL and the chain, and the database for that chain. */
async function foundation(options: UpOptions, means: Means): Promise<Foundation> {
  const { world, postgres } = await databaseAndChain(options, means);
  const kept = await databaseFor(postgres.database, world, isNotedInMemory(means.dataDir));
  noteChain(means.dataDir, world);
  if (kept !== null) means.progress.note(kept);
  if (options.isCluster) {
    await means.progress.step(
      "Replica",
      () => startReplica(means, postgres),
      ({ server }) => `of PostgreSQL, at ${server.host}:${server.port}`,
    );
  } else await forgetReplica(postgres);
  return { world, postgres };
}

/** A chain that runs elsewhere is asked first: it may not answer, and what is stored is not forgotten for that. */
async function databaseAndChain(
  { source, isCluster, isFresh }: UpOptions,
  means: Means,
): Promise<Foundation> {
  const settings = isCluster ? PRIMARY_SETTINGS : undefined;
  const start = () => {
    if (isFresh) forget(means.dataDir);
    return means.progress.step("PostgreSQL", () => startPostgres(means, settings), describePostgres);
  };
  if (source.kind === "rpc") {
    const world = await rpcWorld(means, source);
    return { world, postgres: await start() };
  }
  const postgres = await start();
  return { postgres, world: await localWorld(means, source) };
}

/** Takes over from a stack that was killed: its parts are ended first. */
async function supervisorOf(dataDir: DataDir, progress: Progress, interrupt: Interrupt): Promise<Supervisor> {
  const table = dataDir.file("processes.json");
  const left = await new ProcessTable(table).endLeftovers();
  if (left.length > 0) progress.note(`ended what a killed stack left running: ${left.join(", ")}`);
  const stack = new Supervisor(table, { say: (text) => progress.note(text) });
  const stop = () => stack.fail(interrupt.stop.reason);
  if (interrupt.stop.aborted) stop();
  interrupt.stop.addEventListener("abort", stop);
  interrupt.kill.addEventListener("abort", () => stack.kill());
  return stack;
}

function forget(dataDir: DataDir): void {
  forgetTemporaryHome(dataDir);
  dataDir.forget();
}

/** A stored index goes on with the version that was chosen: another one takes time, and hours where the chain is long. */
function otherBuild(built: string): string {
  return `the built subgraph is another one (${buildOf(built)}): manometer deploy lets it take the place of this one`;
}

function describePostgres({ home }: Postgres): string {
  return home.temporary === null
    ? `data in ${home.data}`
    : `data in ${home.temporary}, because its user cannot reach the clone or the data directory`;
}

function urls(world: World, node: GraphNode, subgraph: Subgraph): string[] {
  const { query, status, admin, metrics } = node.ports;
  return [
    `graph-node  ${subgraph.url}`,
    `chain RPC   ${shownUrl(world.chain.url)}`,
    `graph-node listens on every interface of this machine (ports ${query}, ${status}, ${admin}, ${metrics}),`,
    `and whoever reaches its admin port ${admin} may deploy and remove subgraphs: keep them behind a firewall.`,
  ];
}
