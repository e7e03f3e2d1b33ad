import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../cli/src/main.ts", import.meta.url));

/** How a command ended: its exit code, and what it printed. */
export type Ended = { code: number | null; stdout: string; stderr: string };

/** Runs `manometer` with these arguments, as a user does, and waits for its end. Errors: none within two minutes. */
export function manometer(args: readonly string[], cwd?: string): Promise<Ended> {
  const options = { timeout: 120_000, maxBuffer: 1 << 26, ...(cwd === undefined ? {} : { cwd }) };
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [main, ...args], options, (error, stdout, stderr) => {
      if (error?.killed)
        reject(new Error(`manometer ${args.join(" ")} did not end in two minutes:\n${stdout}`));
      else resolve({ code: child.exitCode, stdout, stderr });
    });
  });
}
