import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));

test("a bad variable is one line and exit 1", async () => {
  const { code, stderr } = await ended(start({ PORT: "lots" }));
  expect(code).toBe(1);
  expect(stderr).toBe('PORT is "lots": it must be an integer from 0 to 65535 (0: any free port).\n');
});

test("a taken port is one line and exit 1", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const address = holder.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const { code, stderr } = await ended(start({ PORT: String(port) }));
  holder.close();
  expect(code).toBe(1);
  expect(stderr).toBe(`Port ${port} of 127.0.0.1 is taken: set PORT to a free one.\n`);
});

test("a socket that it is handed is the one it listens on", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const { port } = holder.address() as AddressInfo;
  const child = start({ PORT: "0", LISTEN_FDS: "1" }, holder);
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "spawn");
  await new Promise((resolve) => holder.close(resolve));
  expect(await readyUrl(child)).toBe(`http://127.0.0.1:${port}/graphql`);
  expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
});

test("a socket that it was promised and not handed is one line and exit 1", async () => {
  const { code, stderr } = await ended(start({ LISTEN_FDS: "1" }));
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^Descriptor 3 is no listening socket \(E\w+\): leave LISTEN_FDS unset, or hand one on\.\n$/,
  );
});

test.each(["SIGTERM", "SIGINT"] as const)(
  "it says where it listens, and %s ends it within 2 s",
  async (signal) => {
    const child = start({ PORT: "0" });
    const url = await readyUrl(child);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/);
    const before = performance.now();
    child.kill(signal);
    expect(await ended(child)).toMatchObject({ code: 0, stderr: "" });
    expect(performance.now() - before).toBeLessThan(2000);
  },
);

test("it ends although nobody read its log, and then its reader died", async () => {
  const child = start({ PORT: "0", LOG_LEVEL: "debug" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const url = String(await readyUrl(child));
  const ask = () => fetch(url, { method: "POST", signal: AbortSignal.timeout(1000) });
  const isStuck = async () =>
    !(await ask().then(
      ({ body }) => body?.cancel().then(() => true),
      () => false,
    ));
  for (let asked = 0; asked < 5000 && !(await isStuck()); asked++);

  child.kill("SIGTERM");
  child.stdout?.destroy();
  expect(await ended(child)).toEqual({ code: 0, stderr: "" });
}, 30_000);

function start(variables: Record<string, string>, handed?: Server): ChildProcess {
  const env = { PATH: process.env.PATH, SUBGRAPH_URL: "http://127.0.0.1:9/none", ...variables };
  const more = handed === undefined ? [] : [(handed as unknown as { _handle: { fd: number } })._handle.fd];
  return spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "pipe", ...more] });
}

async function readyUrl(child: ChildProcess): Promise<string | undefined> {
  let text = "";
  for await (const chunk of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    text += chunk;
    const line = text.split("\n").find((entry) => entry.includes("ready to answer"));
    if (line !== undefined) return JSON.parse(line).url;
  }
  return undefined;
}

async function ended(child: ChildProcess): Promise<{ code: number | null; stderr: string }> {
  let stderr = "";
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, "close");
  return { code, stderr };
}
