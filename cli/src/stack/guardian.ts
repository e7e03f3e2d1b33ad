import { ProcessTable } from "./ProcessTable.ts";

// Runs beside the stack and outlives it when it is killed: its standard input then ends, and it ends what
// the stack could not.
const [, , file] = process.argv;
if (file === undefined) throw new Error("guardian: expected the path of the process table");
process.stdin.resume().once("end", () => void new ProcessTable(file).endLeftovers());
