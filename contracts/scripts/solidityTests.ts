import type { TaskOverrideActionFunction } from "hardhat/types/tasks";

type Kind = { runs?: bigint; calls?: bigint; reverts?: bigint };
type Suite = { id: { name: string }; testResults: { name: string; kind: Kind }[] };

/** The suites in the result of the Solidity test task, whose type Hardhat does not export. */
function suitesOf(result: unknown): Suite[] {
  const { value, error } = result as { value?: { suiteResults: Suite[] }; error?: { suiteResults: Suite[] } };
  return (value ?? error)?.suiteResults ?? [];
}

/** `hardhat test solidity`, with the framework's code written before it and the figures of each campaign after it. */
const run: TaskOverrideActionFunction = async (args, hre, runSuper) => {
  await hre.tasks.getTask("build").run({ noTests: true });
  // not before: it needs the contracts' artifacts
  const { writeSuperfluidCode } = await import("./superfluidCode.ts");
  writeSuperfluidCode();
  const result: unknown = await runSuper(args);

  const campaigns = suitesOf(result).flatMap(({ id, testResults }) =>
    testResults.map(({ name, kind }) => ({ name: `${id.name}.${name.replace(/\(.*$/, "")}`, kind })),
  );
  for (const { name, kind } of campaigns.filter((campaign) => campaign.kind.runs !== undefined)) {
    const calls = kind.calls === undefined ? "" : `, ${kind.calls} calls, ${kind.reverts} reverts`;
    console.log(`fuzzed ${name}: ${kind.runs} runs${calls}`);
  }
  return result;
};

export default run;
