import { globSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where the trees and the tests that they describe are. */
const folder = fileURLToPath(new URL("../test", import.meta.url));

/** The suites of one file of tests, in their order: what is tested, and each test's words. */
type Suite = { subject: string; tests: string[] };

/** What a title's `${…}` holds in a tree. */
const blank = (title: string): string => title.replace(/\$\{[^}]*\}/g, "…");

function suitesOf(source: string): Suite[] {
  const suites: Suite[] = [];
  const titles = source.matchAll(/^ *(describe|it)\(\s*(["`])((?:(?!\2).)*)\2/gm);
  for (const [, kind, , title = ""] of titles) {
    if (kind === "describe") suites.push({ subject: blank(title), tests: [] });
    else suites.at(-1)?.tests.push(blank(title));
  }
  return suites;
}

/** `given …` on a branch of its own below what it is given to. */
function branch({ subject, tests }: Suite): string[] {
  const [, what = subject, given] = /^(.*?),? (given .*)$/.exec(subject) ?? [];
  const depth = given ? 2 : 1;
  const lines = tests.map((test) => {
    const [, condition, result] = /^(given [^:]*): (.*)$/.exec(test) ?? [];
    const last = condition
      ? [`${"   ".repeat(depth)}└─ ${condition}`, `${"   ".repeat(depth + 1)}└─ it ${result}`]
      : [];
    return condition ? last : [`${"   ".repeat(depth)}└─ it ${test}`];
  });
  return [what, ...(given ? [`   └─ ${given}`] : []), ...lines.flat()];
}

/** The tree of each subject's tests: by the path of the tree, below the folder of the tests, its text. */
export function trees(): Map<string, string> {
  const bySubject = new Map<string, string[]>();
  for (const file of globSync("**/*.test.ts", { cwd: folder, exclude: ["trees.test.ts"] }).toSorted()) {
    const tree = `${file.replace(/(\.\w+)?\.test\.ts$/, "")}.tree`;
    const suites = suitesOf(readFileSync(`${folder}/${file}`, "utf8")).flatMap(branch);
    bySubject.set(tree, [...(bySubject.get(tree) ?? []), ...suites]);
  }
  return new Map([...bySubject].map(([tree, lines]) => [tree, `${lines.join("\n")}\n`]));
}

/** Writes every tree anew. */
export function writeTrees(): void {
  for (const [path, text] of trees()) writeFileSync(`${folder}/${path}`, text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeTrees();
