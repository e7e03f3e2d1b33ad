import { appendFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, inject } from "vitest";

let cases = 0;

fc.configureGlobal({
  reporter(details) {
    cases += details.numRuns;
    if (!details.failed) return;
    // fast-check's own words: they hold the counterexample, and the seed and path that give it again.
    const cause = details.errorInstance;
    throw new Error(fc.defaultReportMessage(details) ?? "A property does not hold", { cause });
  },
});

afterAll(() => appendFileSync(inject("propertyCases"), `${cases}\n`));
