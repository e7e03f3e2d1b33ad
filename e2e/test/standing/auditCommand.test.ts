import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Client } from "../../src/Client.ts";
import { manometer } from "../../src/command.ts";
import { rpcUrl } from "../../src/places.ts";
import { auditExample } from "../../src/readme.ts";
import { StandingStack } from "../../src/StandingStack.ts";

vi.setConfig({ testTimeout: 180_000 });

/** A slash as the API has it. */
type Audited = { id: string; audit: { verdict: string } };

const stack = new StandingStack();
let slashes: Audited[];
let folder: string;
let node: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "manometer-e2e-audit-"));
  node = ["--rpc", rpcUrl(stack), "--api", new URL(stack.url).origin];
  const query = "{ slashes(first: 1000, orderBy: sequence) { id audit { verdict } } }";
  slashes = (await new Client(stack.url).data<{ slashes: Audited[] }>(query)).slashes;
});

afterAll(() => rm(folder, { recursive: true }));

describe("manometer audit", () => {
  it("gives what the index gives for every slash, byte for byte", { timeout: 480_000 }, async () => {
    expect(slashes.length).toBeGreaterThanOrEqual(16);

    for (const { id, audit } of slashes) {
      const { code, stdout } = await manometer(["audit", id, ...node, "--level", "1"]);
      expect(stdout).toContain(`Verdict: ${audit.verdict}. `);
      expect(stdout).toMatch(/The API at \S+ says the same, byte for byte/);
      expect(code).toBe(0);
    }
  });

  it("audits both slashes of a transaction that a contract sent", async () => {
    const transactions = Map.groupBy(slashes, ({ id }) => id.slice(0, 66));
    const [hash = "", twice = []] = [...transactions].find(([, group]) => group.length > 1) ?? [];
    expect(twice.map(({ audit }) => audit.verdict)).toEqual(["SUPPORTED", "UNSUPPORTED"]);

    const addresses = ["--rpc", rpcUrl(stack), "--data-dir", stack.dataDir];
    const { code, stdout } = await manometer(["audit", "--tx", hash, ...addresses]);

    expect(stdout.match(/^Verdict: [A-Z_]+/gm)).toEqual(["Verdict: SUPPORTED", "Verdict: UNSUPPORTED"]);
    expect(stdout.match(/^Slash .*/gm)).toEqual(twice.map(({ id }) => `Slash ${id}`));
    expect(code).toBe(0);
  });

  it("prints what docs/audit.md shows", async () => {
    const { slashId, output } = await auditExample();
    const files = ["--bundle", "slash.json", "--csv", "slash.csv"];

    const { stdout } = await manometer(["audit", slashId, ...node, ...files], folder);

    expect(timeless(stdout)).toBe(timeless(output));
  });
});

describe("manometer verify", () => {
  it.each(["SUPPORTED", "UNSUPPORTED", "INSUFFICIENT_EVIDENCE"])(
    "accepts the bundle of a slash that is %s, and not with one digit changed",
    async (verdict) => {
      const { id } = slashes.find(({ audit }) => audit.verdict === verdict) as Audited;
      const [file, forged] = [join(folder, `${id}.json`), join(folder, "forged.json")];
      const { code } = await manometer(["audit", id, ...node, "--bundle", file]);
      expect(code).toBe(0);

      const text = await readFile(file, "utf8");
      await writeFile(
        forged,
        text.replace(/"amount":"(\d)/, (_, digit) => `"amount":"${(digit % 9) + 1}`),
      );
      const verify = (path: string) => manometer(["verify", path, "--rpc", rpcUrl(stack)]);
      const [whole, changed] = [await verify(file), await verify(forged)];

      expect(whole).toMatchObject({ code: 0, stdout: expect.stringMatching(/^VERIFIED/) });
      expect(changed).toMatchObject({ code: 1, stdout: expect.stringMatching(/^REFUTED/) });
    },
  );

  it("needs nobody but one block's hash", async () => {
    const file = join(folder, "offline.json");
    await manometer(["audit", slashes[0]?.id as string, ...node, "--bundle", file]);
    const { headers } = JSON.parse(await readFile(file, "utf8")) as { headers: { blockHash: string }[] };
    const [newest = "", older = ""] = [headers.at(-1)?.blockHash, headers.at(-2)?.blockHash];

    const verify = (hash: string) => manometer(["verify", file, "--trusted-hash", hash]);

    expect(await verify(newest)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^VERIFIED/) });
    expect(await verify(older)).toMatchObject({ code: 1, stdout: expect.stringMatching(/^REFUTED/) });
  });
});

/** An output without what differs from run to run: times, hashes that follow from them, and ports. */
function timeless(output: string): string {
  return output
    .trim()
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
    .replaceAll(/0x[0-9a-f]{64}\b/g, "HASH")
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, "URL");
}
