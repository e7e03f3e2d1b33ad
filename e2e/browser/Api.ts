import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../src/places.ts";

const folder = fileURLToPath(new URL("../../api", import.meta.url));

/** An API process of one's own in front of a subgraph, to be stopped and started again at the same address. */
export class Api {
  readonly origin: string;
  readonly #subgraph: string;
  readonly #port: number;
  #child: ChildProcess | null = null;

  private constructor(subgraph: string, port: number) {
    this.#subgraph = subgraph;
    this.#port = port;
    this.origin = `http://127.0.0.1:${port}`;
  }

  /** Starts one on a free port. */
  static async start(subgraph: string): Promise<Api> {
    const api = new Api(subgraph, await freePort());
    await api.start();
    return api;
  }

  /** Starts it, and waits until it is ready. Throws after half a minute. */
  async start(): Promise<void> {
    const { HOME = "", PATH = "" } = process.env;
    const env = { HOME, PATH, PORT: String(this.#port), SUBGRAPH_URL: this.#subgraph, LOG_LEVEL: "error" };
    this.#child = spawn(process.execPath, ["src/main.ts"], {
      cwd: folder,
      env,
      stdio: ["ignore", "ignore", "inherit"],
    });
    for (let tries = 0; tries < 300; tries++) {
      const response = await fetch(`${this.origin}/ready`).catch(() => null);
      if (response?.status === 200) return;
      await sleep(100);
    }
    throw new Error(`The API at ${this.origin} was not ready within 30 s`);
  }

  /** Stops it, and waits for its end. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    const ended = once(child, "close");
    child.kill("SIGTERM");
    await ended;
  }
}
