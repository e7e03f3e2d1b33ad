import { fileURLToPath } from "node:url";
import type { Children } from "../Children.ts";

/** Starts a bare server as a process of its own, and gives its endpoint. */
export async function startFloor(children: Children, name: "fastifyFloor" | "apolloFloor"): Promise<string> {
  const lines = await children.start([fileURLToPath(new URL(`./${name}.ts`, import.meta.url))], /^listening/);
  return String(lines.at(-1)).replace("listening ", "");
}
