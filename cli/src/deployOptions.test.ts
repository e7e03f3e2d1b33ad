import { Command } from "commander";
import { expect, it } from "vitest";
import { type DeployOptions, deployCommand } from "./deployOptions.ts";

const NODE = ["--admin", "http://127.0.0.1:8020", "--status", "http://127.0.0.1:8030/graphql"];

it("takes the stack on .manometer, waits and keeps one version, where nothing else is said", async () => {
  expect(await parsed([])).toEqual({
    dataDir: ".manometer",
    at: null,
    build: null,
    isRollback: false,
    isWaiting: true,
    keep: 1,
  });
});

it("takes another graph-node with all that it needs", async () => {
  const { at } = await parsed([...NODE, "--network", "base", "--ipfs", "http://127.0.0.1:5001"]);
  expect(at).toEqual({
    adminUrl: "http://127.0.0.1:8020",
    statusUrl: "http://127.0.0.1:8030/graphql",
    network: "base",
    networks: null,
    ipfs: "http://127.0.0.1:5001",
  });
});

it("goes back on another graph-node without the network", async () => {
  expect(await parsed([...NODE, "--rollback", "--keep", "0"])).toMatchObject({ isRollback: true, keep: 0 });
});

it.each([
  [["--ipfs", "http://127.0.0.1:5001"], "--ipfs is for --admin"],
  [["--network", "base"], "--network is for --admin"],
  [["--admin", "http://127.0.0.1:8020", "--network", "base"], "--admin needs --status"],
  [NODE, "--admin needs --network"],
  [["--admin", "8020"], "begins with http"],
  [["--keep", "10"], "from 0 to 9"],
  [["--rollback", "--build", "x"], "cannot be used with option"],
])("refuses %j", async (args, message) => {
  await expect(parsed(args)).rejects.toThrow(message);
});

async function parsed(args: string[]): Promise<DeployOptions> {
  let options: DeployOptions | null = null;
  const command = deployCommand(async (given) => {
    options = given;
  });
  command.exitOverride().configureOutput({ writeErr: () => undefined, outputError: () => undefined });
  await new Command()
    .exitOverride()
    .addCommand(command)
    .parseAsync(["deploy", ...args], { from: "user" });
  return options as unknown as DeployOptions;
}
