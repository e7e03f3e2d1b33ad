const MOST_FAILURES = 10;
const LINES_EACH = 4;
const LAST_LINES = 12;
const WIDTH = 160;

/** A line for each stage, the sums, and then what failed: the end of a log is what one sees of it first. */
export function summary(results) {
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  const failures = results.filter(({ ok }) => !ok).flatMap(failuresOf);
  return [
    ...results.map(row),
    "",
    `${total("passed")} passed, ${total("failed")} failed`,
    ...failures.map((line) => line.slice(0, WIDTH)),
  ].join("\n");
}

function row({ name, passed, failed, seconds, ok }) {
  const counts = `${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed`;
  return `${ok ? "ok    " : "FAILED"} ${name.padEnd(10)} ${counts} ${String(seconds).padStart(5)} s`;
}

/** Each test that Vitest (`FAIL`) or Hardhat (`1) …`) names, with the first lines of its error. */
function failuresOf({ name, lines }) {
  const begins = lines.flatMap((line, index) => (/^\s*(FAIL\s|\d+\) )/.test(line) ? [index] : []));
  const shown = begins.slice(-MOST_FAILURES).flatMap((begin) => {
    const rest = lines.slice(begin).filter((line) => line.trim() !== "");
    return rest.slice(0, LINES_EACH);
  });
  return ["", `${name}:`, ...(shown.length > 0 ? shown : lines.slice(-LAST_LINES))];
}
