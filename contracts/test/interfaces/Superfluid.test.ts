import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { artifacts as compiled } from "hardhat";
import { type Abi, type AbiParameter, toEventSelector, toFunctionSelector } from "viem";
import {
  gdaAbi,
  hostAbi,
  superfluidArtifact,
  superfluidPoolAbi,
  superTokenAbi,
  testTokenAbi,
} from "../../scripts/artifacts.ts";

const paths = {
  gda: "agreements/gdav1/GeneralDistributionAgreementV1.sol",
  pool: "agreements/gdav1/SuperfluidPool.sol",
  host: "superfluid/Superfluid.sol",
  superToken: "superfluid/SuperToken.sol",
  testToken: "utils/TestToken.sol",
};

const layout = (parameters: readonly AbiParameter[]): string[] =>
  parameters.map((parameter) =>
    "components" in parameter ? `(${layout(parameter.components).join(",")})` : parameter.type,
  );

/** What the EVM sees of an item: selector or topic, types, indexed fields, mutability. No names of parameters. */
function wire(item: Abi[number]): string {
  if (item.type === "function") {
    return `${toFunctionSelector(item)} ${item.stateMutability} ${layout(item.outputs)}`;
  }
  if (item.type === "event") {
    return `${toEventSelector(item)} ${item.inputs.map((input) => input.indexed === true)}`;
  }
  return `${item.type} ${"inputs" in item ? layout(item.inputs) : ""} ${"name" in item ? item.name : ""}`;
}

function assertPart(ours: Abi, path: string): void {
  const theirs = new Set(superfluidArtifact(path).abi.map(wire));
  const strangers = ours.filter((item) => !theirs.has(wire(item)));
  assert.ok(ours.length > 0);
  assert.deepEqual(
    strangers.map((item) => `${item.type} ${"name" in item ? item.name : ""}`),
    [],
  );
}

describe("our Superfluid interfaces", () => {
  for (const [name, path] of [
    ["ISuperfluidGDA", paths.gda],
    ["ISuperfluidPool", paths.pool],
    ["ISuperfluidHost", paths.host],
  ] as const) {
    it(`${name} is a part of the package's ABI`, async () => {
      const { abi } = await compiled.readArtifact(name);
      assertPart(abi as Abi, path);
    });
  }
});

describe("the typed Superfluid ABIs of the scripts", () => {
  for (const [name, abi, path] of [
    ["gdaAbi", gdaAbi, paths.gda],
    ["superfluidPoolAbi", superfluidPoolAbi, paths.pool],
    ["hostAbi", hostAbi, paths.host],
    ["superTokenAbi", superTokenAbi, paths.superToken],
    ["testTokenAbi", testTokenAbi, paths.testToken],
  ] as const) {
    it(`${name} is a part of the package's ABI`, () => assertPart(abi, path));
  }
});
