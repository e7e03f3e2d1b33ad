import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rename, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/** One instruction of a stage: ["COPY", "--from=tools /app/api api"]. */
type Instruction = readonly [name: string, rest: string];

/** The Dockerfile, to be followed without a container. */
export class ImageRecipe {
  readonly #stages: ReadonlyMap<string, readonly Instruction[]>;

  private constructor(stages: ReadonlyMap<string, readonly Instruction[]>) {
    this.#stages = stages;
  }

  static async read(): Promise<ImageRecipe> {
    const text = (await readFile(join(root, "Dockerfile"), "utf8"))
      .replace(/^#.*\n/gm, "")
      .replaceAll("\\\n", "");
    const stages = text.split(/^FROM /m).slice(1);
    return new ImageRecipe(new Map(stages.map((stage) => [nameOf(stage), instructionsOf(stage)])));
  }

  /**
   * Makes the folder /app of a stage. The stage `tools` is this clone, which is built already; what comes from another
   * stage is moved from the folder where that was made. Packages come from npm's cache where it has them.
   */
  async make(stage: string, into: string, made: Readonly<Record<string, string>> = {}): Promise<void> {
    await mkdir(into);
    const folders: Readonly<Record<string, string>> = { tools: root, ...made };
    for (const [name, rest] of this.#of(stage)) {
      if (name === "COPY") await copy(rest, into, folders);
      else if (name === "RUN") await sh(rest, into);
      else if (!/^(WORKDIR|USER|EXPOSE|CMD|HEALTHCHECK)$/.test(name))
        throw new Error(`The Dockerfile has ${name} in its stage ${stage}: teach this test what that does`);
    }
  }

  /** The words of a stage's CMD or HEALTHCHECK. */
  words(stage: string, name: "CMD" | "HEALTHCHECK"): [string, ...string[]] {
    const rest = this.#of(stage).find(([each]) => each === name)?.[1];
    const list = rest?.match(/\[.*\]$/)?.[0];
    if (list === undefined) throw new Error(`The Dockerfile's stage ${stage} has no ${name} that is a list`);
    return JSON.parse(list) as [string, ...string[]];
  }

  #of(stage: string): readonly Instruction[] {
    const instructions = this.#stages.get(stage);
    if (instructions === undefined) throw new Error(`The Dockerfile has no stage ${stage}`);
    return instructions;
  }
}

function nameOf(stage: string): string {
  return stage.split("\n", 1)[0]?.match(/ AS (\S+)$/)?.[1] ?? "";
}

function instructionsOf(stage: string): Instruction[] {
  const lines = stage.split("\n").slice(1);
  return lines
    .filter((line) => line.trim() !== "")
    .map((line) => [line.split(" ", 1)[0] as string, line.slice(line.indexOf(" ") + 1).trim()]);
}

async function copy(rest: string, into: string, folders: Readonly<Record<string, string>>): Promise<void> {
  const [, stage = "tools", paths = ""] = rest.match(/^(?:--from=(\S+) )?(.*)$/) ?? [];
  const from = folders[stage];
  if (from === undefined) throw new Error(`COPY --from=${stage}: that stage has not been made`);
  const words = paths.split(" ");
  const target = words.pop() as string;
  for (const word of words) {
    const source = join(from, word.replace(/^\/app\//, ""));
    const isFile = (await stat(source)).isFile();
    const place = join(into, target, isFile && target.endsWith("/") ? basename(source) : "");
    await mkdir(join(place, ".."), { recursive: true });
    if (from === root) await cp(source, place, { recursive: true, verbatimSymlinks: true });
    else await rename(source, place);
  }
}

async function sh(command: string, cwd: string): Promise<void> {
  const env = { ...process.env, npm_config_prefer_offline: "true" };
  await run("sh", ["-c", command], { cwd, env, maxBuffer: 1 << 26 });
}
