const AFTER_MS = 2000;

/**
 * Says on standard error what goes on once it has taken two seconds, and every two seconds again; in a terminal in one
 * line. `say` names what goes on now, `done` ends it.
 */
export function patience(out: Pick<NodeJS.WriteStream, "write"> & { isTTY?: boolean } = process.stderr) {
  let text = "";
  let hasSpoken = false;
  const timer = setInterval(() => {
    hasSpoken = true;
    out.write(out.isTTY ? `\r\x1b[2K… ${text}` : `… ${text}\n`);
  }, AFTER_MS);
  timer.unref();
  return {
    say: (what: string) => {
      text = what;
    },
    done: () => {
      clearInterval(timer);
      if (hasSpoken && out.isTTY) out.write("\r\x1b[2K");
    },
  };
}
