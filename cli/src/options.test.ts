import { CommanderError } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { commandLine, type UpOptions } from "./options.ts";

/** What a command line asks for, or the one line that refuses it. */
async function parse(...args: string[]): Promise<UpOptions | string> {
  let options: UpOptions | null = null;
  let refusal = "";
  const program = commandLine(async (parsed) => {
    options = parsed;
  });
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeErr: (text) => {
        refusal += text;
      },
    });
  }
  try {
    await program.parseAsync(["node", "manometer", ...args]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return refusal;
  }
  return options ?? refusal;
}

afterEach(() => vi.unstubAllEnvs());

describe("manometer up", () => {
  it("plays a live week on a local chain when nothing else is asked for", async () => {
    expect(await parse("up")).toEqual({
      port: null,
      dataDir: ".manometer",
      isFresh: false,
      isCluster: false,
      source: { kind: "local", profile: "week", seed: 20_261_122, isLive: true },
    });
  });

  it("takes every option of the local chain", async () => {
    const args = "up --port 4010 --profile smoke --seed 7 --no-live --data-dir d --fresh --cluster".split(
      " ",
    );
    expect(await parse(...args)).toEqual({
      port: 4010,
      dataDir: "d",
      isFresh: true,
      isCluster: true,
      source: { kind: "local", profile: "smoke", seed: 7, isLive: false },
    });
  });

  it("has nothing live without a history", async () => {
    expect(await parse("up", "--profile", "none")).toMatchObject({ source: { isLive: false } });
  });

  it("indexes an existing chain with --rpc and --network", async () => {
    expect(await parse("up", "--rpc", "http://127.0.0.1:8545", "--network", "sepolia")).toMatchObject({
      source: { kind: "rpc", url: "http://127.0.0.1:8545", network: "sepolia", networks: null },
    });
  });

  it("takes the RPC of the environment for --network, and only for that", async () => {
    vi.stubEnv("MANOMETER_RPC", "https://base.example/v3/secret");
    const source = { kind: "rpc", url: "https://base.example/v3/secret", network: "base", networks: null };
    expect(await parse("up", "--network", "base")).toMatchObject({ source });
    expect(await parse("up", "--profile", "smoke")).toMatchObject({ source: { kind: "local" } });
    expect(await parse("up", "--network", "base", "--profile", "smoke")).toMatch(/cannot be used/);
    const other = await parse("up", "--network", "base", "--rpc", "http://127.0.0.1:1");
    expect(other).toMatchObject({ source: { url: "http://127.0.0.1:1" } });
    vi.stubEnv("MANOMETER_RPC", "wss://base.example/v3/secret");
    const refusal = await parse("up", "--network", "base");
    expect(refusal).toMatch(/MANOMETER_RPC.*begins with http:\/\//);
    expect(refusal).not.toContain("secret");
  });

  it.each([
    ["an unknown option", ["--prot", "4010"], /unknown option '--prot'.*Did you mean --port/s],
    ["a port of words", ["--port", "http"], /'http' is invalid.*whole number from 1 to 65535/],
    ["a port out of range", ["--port", "70000"], /whole number from 1 to 65535/],
    ["a negative seed", ["--seed=-1"], /whole number from 0 to 4294967295/],
    ["an unknown profile", ["--profile", "year"], /Allowed choices are week, smoke, none/],
    ["a surplus argument", ["now"], /too many arguments/],
    ["an RPC without network", ["--rpc", "http://127.0.0.1:1"], /--rpc needs --network/],
    ["an RPC that is no URL", ["--rpc", "localhost:8545", "--network", "a"], /begins with http:\/\//],
    ["an RPC with a password", ["--rpc", "http://a:b@c", "--network", "a"], /names no user/],
    ["a network without RPC", ["--network", "sepolia"], /--network is for --rpc/],
    ["a networks file without RPC", ["--networks", "n.json"], /--networks is for --rpc/],
    ["a profile with an RPC", ["--rpc", "http://a", "--network", "a", "--profile", "week"], /cannot be used/],
    ["a network that holds a colon", ["--rpc", "http://a", "--network", "a:b"], /letters, digits/],
  ])("refuses %s", async (_what, args, refusal) => {
    const text = await parse("up", ...args);
    expect(text).toMatch(refusal);
    expect(text).toMatch(/See manometer up --help\n$/);
  });
});
