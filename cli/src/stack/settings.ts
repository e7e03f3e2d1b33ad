import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { inRepository } from "./repository.ts";

/** The environment in deploy/<name>.env, which the containers of docker-compose.yml read too: ("graph-node"). */
export function readSettings(name: string): Record<string, string> {
  const settings: Record<string, string> = {};
  const parsed = parseEnv(readFileSync(inRepository(`deploy/${name}.env`), "utf8"));
  for (const [key, value] of Object.entries(parsed)) if (value !== undefined) settings[key] = value;
  return settings;
}
