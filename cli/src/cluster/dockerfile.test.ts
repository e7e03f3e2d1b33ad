import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { inRepository } from "../stack/repository.ts";

const recipe = readFileSync(inRepository("Dockerfile"), "utf8");
const manifest = JSON.parse(readFileSync(inRepository("package.json"), "utf8")) as {
  workspaces: string[];
  devDependencies: Record<string, string>;
};

/** The paths of this repository that the images take from the clone. */
function copied(): string[] {
  return [...recipe.matchAll(/^COPY --from=tools (.+) \S+$/gm)].flatMap(([, sources = ""]) =>
    sources.split(" ").map((source) => source.replace(/^\/app\//, "")),
  );
}

it("runs the Node.js of package.json", () => {
  const bases = [...recipe.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);

  expect(new Set(bases)).toEqual(new Set([`node:${manifest.devDependencies.node}-bookworm-slim`]));
});

it("copies what is there", () => {
  expect(copied().length).toBeGreaterThan(15);
  for (const path of copied()) expect(existsSync(inRepository(path)), path).toBe(true);
});

it("installs with every workspace known, as the lock file has them", () => {
  const known = copied().filter((path) => path.endsWith("/package.json"));

  expect(known).toEqual(expect.arrayContaining(manifest.workspaces.map((name) => `${name}/package.json`)));
});

it("ends as a user that is not root", () => {
  for (const stage of ["tools", "api"]) {
    const text = recipe.split(/^FROM /m).find((part) => part.split("\n", 1)[0]?.endsWith(` AS ${stage}`));
    expect(text).toMatch(/^USER node$/m);
  }
});
