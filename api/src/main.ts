import { type Config, readConfig } from "./config.ts";
import { createServer } from "./server.ts";

const CLOSE_MS = 1500;
/** The first of the descriptors that a process may be handed beside its standard ones. */
const HANDED = { fd: 3 };

/** Serves the API until SIGTERM or SIGINT. A bad configuration or a port that cannot be had is one line and exit 1. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const { port, host } = config;
  const app = await createServer(config);
  const stop = (): void => {
    setTimeout(() => process.exit(0), CLOSE_MS).unref();
    void app.close().finally(() => process.exit(0));
  };
  // What it logs is of no more use when nobody reads it.
  process.stdout.on("error", () => {});
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  const address = await app
    .listen({ port, host, ...(config.isHanded && HANDED), listenTextResolver: () => "listening" })
    .catch((error: NodeJS.ErrnoException) => {
      throw new Error(whyNot(error, config));
    });
  app.log.info({ url: `${address}/graphql` }, "ready to answer");
}

function whyNot(error: NodeJS.ErrnoException, { host, port, isHanded }: Config): string {
  if (isHanded)
    return `Descriptor ${HANDED.fd} is no listening socket (${error.code}): leave LISTEN_FDS unset, or hand one on.`;
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} of ${host} is taken: set PORT to a free one.`,
    EACCES: `Port ${port} of ${host} is not allowed to this user: set PORT to one above 1023.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine: set HOST to one.`,
    ENOTFOUND: `${host} is not a name of this machine: set HOST to one.`,
  };
  return reasons[error.code ?? ""] ?? `Cannot listen on ${host}:${port}: ${error.message}`;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
