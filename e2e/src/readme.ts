import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(new URL("../../README.md", import.meta.url));
const auditPage = fileURLToPath(new URL("../../docs/audit.md", import.meta.url));

/** The README's query, and the `data` that the README says is its answer. Throws when it has not both. */
export async function readmeExample(): Promise<{ query: string; data: unknown }> {
  const text = await readFile(file, "utf8");
  const query = text.match(/--data-urlencode 'query=([^']+)'/)?.[1];
  const answer = text.match(/```json\n([\s\S]+?)```/)?.[1];
  if (query === undefined || answer === undefined)
    throw new Error("The README shows no query with its answer");
  return { query, data: (JSON.parse(answer) as { data: unknown }).data };
}

/** The slash that docs/audit.md audits, and what it says that the command prints. Throws when it has not both. */
export async function auditExample(): Promise<{ slashId: string; output: string }> {
  const text = await readFile(auditPage, "utf8");
  const slashId = text.match(/^manometer audit (0x[0-9a-f]{72}) /m)?.[1];
  const output = text.match(/```text\n([\s\S]+?)```/)?.[1];
  if (slashId === undefined || output === undefined)
    throw new Error("docs/audit.md shows no audit with its output");
  return { slashId, output };
}
