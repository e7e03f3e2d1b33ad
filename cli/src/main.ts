#!/usr/bin/env node
import { auditCommand, verifyCommand } from "./auditOptions.ts";
import { backup } from "./backup.ts";
import { backupCommand, restoreCommand } from "./backupOptions.ts";
import { deploy } from "./deploy.ts";
import { deployCommand } from "./deployOptions.ts";
import { exportCollection } from "./export.ts";
import { exportCommand } from "./exportOptions.ts";
import { type Interrupt, Interrupted, interrupts } from "./interrupt.ts";
import { commandLine, type UpOptions } from "./options.ts";
import { restore } from "./restore.ts";
import { Progress } from "./stack/Progress.ts";
import { StackError } from "./stack/StackError.ts";
import { status } from "./status.ts";
import { statusCommand } from "./statusOptions.ts";

const LINE_WIDTH = 300;

/** Runs the stack until it is stopped (exit code 0) or fails (1). */
async function run(options: UpOptions): Promise<void> {
  const progress = new Progress(process.stdout);
  const interrupt = interrupts((text) => progress.note(text));
  try {
    const { up } = await import("./up.ts");
    await up(options, progress, interrupt);
  } catch (error) {
    if (error instanceof Interrupted) progress.note("stopped");
    else fail(error);
  }
  process.exit();
}

const screens = { out: process.stdout, error: process.stderr };

/** Runs a command that says what it does as it goes on; 1 when it failed. */
async function perform(work: (progress: Progress, interrupt: Interrupt) => Promise<number>): Promise<void> {
  const progress = new Progress(process.stdout);
  try {
    process.exitCode = await work(
      progress,
      interrupts((text) => progress.note(text)),
    );
  } catch (error) {
    fail(error);
  }
}

/** Runs a command whose exit code is its answer; 2 when it could not give one. */
async function answer(work: Promise<number>): Promise<void> {
  try {
    process.exitCode = await work;
  } catch (error) {
    const isOurs = error instanceof StackError || !(error instanceof Error);
    if (isOurs) fail(error);
    else console.error(`manometer: ${error.message}`);
    process.exitCode = 2;
  }
}

function fail(error: unknown): void {
  process.exitCode = 1;
  if (!(error instanceof StackError)) {
    console.error("manometer: an error that should not happen; please report it");
    console.error(error);
    return;
  }
  console.error(`manometer: ${error.message}. What to do: ${error.advice}.`);
  for (const line of error.log) console.error(`  | ${line.slice(0, LINE_WIDTH)}`);
}

// What reads chains takes a second to load, which no other command should wait for.
await commandLine(run)
  .addCommand(
    auditCommand((options) => answer(import("./audit.ts").then(({ audit }) => audit(options, screens)))),
  )
  .addCommand(
    verifyCommand((options) => answer(import("./verify.ts").then(({ verify }) => verify(options, screens)))),
  )
  .addCommand(statusCommand((options) => answer(status(options, process.stdout))))
  .addCommand(backupCommand((options) => perform((...screen) => backup(options, ...screen))))
  .addCommand(restoreCommand((options) => perform((...screen) => restore(options, ...screen))))
  .addCommand(deployCommand((options) => perform((...screen) => deploy(options, ...screen))))
  .addCommand(exportCommand((options) => exportCollection(options, screens).catch(fail)))
  .parseAsync();
