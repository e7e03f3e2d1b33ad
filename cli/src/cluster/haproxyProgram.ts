import { delimiter, join } from "node:path";
import { isExecutable } from "../stack/isExecutable.ts";
import { StackError } from "../stack/StackError.ts";

// Where Debian has it, which is not in everyone's PATH.
const ALSO = ["/usr/sbin", "/usr/local/sbin"];

/** The path of HAProxy's program. Errors: StackError when it is in no folder of PATH. */
export function haproxyProgram(
  path: string = process.env.PATH ?? "",
  also: readonly string[] = ALSO,
): string {
  const candidates = [...path.split(delimiter), ...also].map((folder) => join(folder, "haproxy"));
  const program = candidates.find(isExecutable);
  if (program !== undefined) return program;
  throw new StackError(
    "HAProxy, which spreads the load of a cluster, is missing: there is no haproxy in the PATH",
    "install it (apt-get install haproxy), leave --cluster out, or use docker compose",
  );
}
