import { CommanderError } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { auditCommand, verifyCommand } from "./auditOptions.ts";

const id = `0x${"AB".repeat(32)}03000000`;
const hash = `0x${"ab".repeat(32)}`;
const rpc = "http://127.0.0.1:8545";

/** What a command line asks for, or the one line that refuses it. */
async function parse(name: "audit" | "verify", ...args: string[]): Promise<unknown> {
  let options: unknown = null;
  let refusal = "";
  const take = async (parsed: unknown) => {
    options = parsed;
  };
  const command = name === "audit" ? auditCommand(take) : verifyCommand(take);
  command.exitOverride().configureOutput({
    writeErr: (text) => {
      refusal += text;
    },
  });
  try {
    await command.parseAsync(["node", name, ...args]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return refusal;
  }
  return options ?? refusal;
}

afterEach(() => vi.unstubAllEnvs());

describe("manometer audit", () => {
  it("proves all it can of one slash when nothing else is asked for", async () => {
    expect(await parse("audit", id, "--rpc", rpc)).toEqual({
      slash: { id: id.toLowerCase() },
      rpc,
      api: null,
      level: 3,
      policy: null,
      bundle: null,
      csv: null,
      isOffline: false,
      network: { kind: "unnamed" },
    });
  });

  it("takes every option", async () => {
    const files = "--bundle b.json --csv c.csv --policy p.json --offline".split(" ");
    const where = ["--network", "base", "--networks", "n.json", "--api", "http://127.0.0.1:4000/"];
    expect(await parse("audit", "--tx", hash, "--rpc", rpc, "--level", "1", ...files, ...where)).toEqual({
      slash: { transactionHash: hash },
      rpc,
      api: "http://127.0.0.1:4000",
      level: 1,
      policy: "p.json",
      bundle: "b.json",
      csv: "c.csv",
      isOffline: true,
      network: { kind: "network", name: "base", file: "n.json" },
    });
  });

  it.each([
    ["no slash", ["--rpc", rpc], /name one slash by its id, or all of a transaction/],
    ["two ways to name it", [id, "--tx", hash, "--rpc", rpc], /name one slash by its id, or/],
    ["an id that is none", ["0x12", "--rpc", rpc], /0x and 72 hex digits/],
    ["no node", [id], /level 3 needs --rpc/],
    ["no API at level 0", [id, "--level", "0"], /it needs --api/],
    ["an unknown level", [id, "--rpc", rpc, "--level", "4"], /Allowed choices are 0, 1, 2, 3/],
    ["--offline without a bundle", [id, "--rpc", rpc, "--offline"], /--offline is for --bundle/],
    ["two sources of addresses", [id, "--rpc", rpc, "--network", "a", "--data-dir", "d"], /cannot be used/],
    ["a URL that is none", [id, "--rpc", "localhost"], /begins with http/],
    ["a node of a named user", [id, "--rpc", "http://a:b@c"], /names no user/],
  ])("refuses %s", async (_what, args, refusal) => {
    expect(await parse("audit", ...args)).toMatch(refusal);
  });
});

describe("the RPC of the environment", () => {
  it("is the node of both where no other is named", async () => {
    vi.stubEnv("MANOMETER_RPC", rpc);
    expect(await parse("audit", id)).toMatchObject({ rpc });
    expect(await parse("audit", id, "--rpc", "http://127.0.0.1:1")).toMatchObject({
      rpc: "http://127.0.0.1:1",
    });
    expect(await parse("verify", "b.json")).toEqual({ file: "b.json", trust: { rpc } });
  });

  it("is not asked where none is needed", async () => {
    vi.stubEnv("MANOMETER_RPC", rpc);
    const level0 = await parse("audit", id, "--level", "0", "--api", "http://127.0.0.1:4000");
    expect(level0).toMatchObject({ rpc: null });
    expect(await parse("verify", "b.json", "--trusted-hash", hash)).toMatchObject({
      trust: { trustedHash: hash },
    });
  });

  it("is refused without being shown", async () => {
    vi.stubEnv("MANOMETER_RPC", "wss://base.example/v3/secret");
    for (const refusal of [await parse("audit", id), await parse("verify", "b.json")]) {
      expect(refusal).toMatch(/MANOMETER_RPC.*begins with http:\/\//);
      expect(refusal).not.toContain("secret");
    }
  });
});

describe("manometer verify", () => {
  it("trusts a node, or one hash", async () => {
    expect(await parse("verify", "b.json", "--rpc", rpc)).toEqual({ file: "b.json", trust: { rpc } });
    const trust = { trustedHash: hash };
    expect(await parse("verify", "b.json", "--trusted-hash", hash)).toEqual({ file: "b.json", trust });
  });

  it.each([
    ["nothing to trust", ["b.json"], /name what to trust/],
    ["both", ["b.json", "--rpc", rpc, "--trusted-hash", hash], /cannot be used with/],
    ["no file", ["--rpc", rpc], /missing required argument 'file'/],
    ["half a hash", ["b.json", "--trusted-hash", "0x12"], /0x and 64 hex digits/],
  ])("refuses %s", async (_what, args, refusal) => {
    expect(await parse("verify", ...args)).toMatch(refusal);
  });
});
