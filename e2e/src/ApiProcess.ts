import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client } from "./Client.ts";

const main = fileURLToPath(new URL("../../api/src/main.ts", import.meta.url));
const START_MS = 30_000;

/** An API of its own beside a stack's, configured by its environment. */
export class ApiProcess {
  readonly #child: ChildProcess;
  readonly client: Client;
  /** Its GraphQL endpoint. */
  readonly url: string;
  #log = "";

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = `${url}/graphql`;
    this.client = new Client(this.url);
    child.stdout?.on("data", (chunk: Buffer) => {
      this.#log += chunk.toString();
    });
  }

  /** What it has logged since it was ready. */
  get log(): string {
    return this.#log;
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts one before a subgraph's endpoint, and waits until it is ready. Throws after half a minute. */
  static async start(subgraphUrl: string, settings: Record<string, string> = {}): Promise<ApiProcess> {
    const port = await freePort();
    const env = {
      ...process.env,
      PORT: String(port),
      SUBGRAPH_URL: subgraphUrl,
      LOG_LEVEL: "warn",
      ...settings,
    };
    const child = spawn(process.execPath, [main], { env, stdio: ["ignore", "pipe", "inherit"] });
    const url = `http://127.0.0.1:${port}`;
    const end = performance.now() + START_MS;
    while (performance.now() < end && child.exitCode === null) {
      if (
        await fetch(`${url}/ready`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return new ApiProcess(child, url);
      await sleep(100);
    }
    child.kill("SIGKILL");
    throw new Error(`The API at ${url} was not ready within 30 s, or it ended with ${child.exitCode}`);
  }

  /** Stops it as a service manager does. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.kill("SIGTERM");
    await once(this.#child, "exit");
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("The system gave no port");
  return address.port;
}
