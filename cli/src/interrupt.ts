/** The reason of a stack that ends because someone asked for it. */
export class Interrupted extends Error {
  constructor(signal: NodeJS.Signals) {
    super(`stopped by ${signal}`);
    this.name = "Interrupted";
  }
}

/** What the person at the terminal asks for: to end in good order, and then at once. */
export type Interrupt = { stop: AbortSignal; kill: AbortSignal };

// npm passes on the Ctrl-C that the terminal has sent to its child already: one key press, two signals.
const ECHO_MS = 500;

/** Turns SIGINT, SIGTERM and SIGHUP into an interrupt: the first one stops, a second one kills. */
export function interrupts(say: (text: string) => void): Interrupt {
  const stop = new AbortController();
  const kill = new AbortController();
  let first = 0;
  const onSignal = (signal: NodeJS.Signals) => {
    if (!stop.signal.aborted) {
      first = performance.now();
      say(`${signal}: stopping; once more to kill everything at once`);
      stop.abort(new Interrupted(signal));
    } else if (performance.now() - first > ECHO_MS && !kill.signal.aborted) {
      say("killing everything");
      kill.abort();
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  return { stop: stop.signal, kill: kill.signal };
}
