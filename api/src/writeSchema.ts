import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { lexicographicSortSchema, printSchema } from "graphql";
import { apiSchema } from "./schema.ts";

/** Where the text goes: what makes typed clients reads it from here. */
const file = fileURLToPath(new URL("../generated/served.graphql", import.meta.url));

// The whole schema as the API serves it, with its documentation; no server and no graph-node is needed.
await mkdir(dirname(file), { recursive: true });
await writeFile(file, `${printSchema(lexicographicSortSchema(apiSchema()))}\n`);
