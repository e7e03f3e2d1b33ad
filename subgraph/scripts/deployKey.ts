import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where a deploy key is taken from: a command line can be read by everybody on the machine, and ends up in histories. */
export const KEY_VARIABLE = "GRAPH_DEPLOY_KEY";

/** The deploy key of the environment. Throws, without telling what it read, where it is none. */
export function deployKey(env: NodeJS.ProcessEnv): string {
  const key = env[KEY_VARIABLE] ?? "";
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  const found = key === "" ? "is not set" : "has spaces or is no text";
  throw new Error(
    `${KEY_VARIABLE} ${found}: give it the deploy key that Studio shows on your subgraph's page`,
  );
}

/**
 * Gives `use` an environment in which graph-cli knows the key for a node's URL: by its own file in a home of its own, which
 * only this user can read and which is gone afterwards. The key is in no command line and not in that environment.
 */
export async function withDeployKey<T>(
  key: string,
  node: string,
  use: (env: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), "manometer-studio-"));
  try {
    const config = JSON.stringify({ [new URL(node).toString()]: key });
    writeFileSync(join(home, ".graph-cli.json"), config, { mode: 0o600 });
    const { [KEY_VARIABLE]: _, ...env } = process.env;
    return await use({ ...env, HOME: home, USERPROFILE: home });
  } finally {
    rmSync(home, { recursive: true });
  }
}
