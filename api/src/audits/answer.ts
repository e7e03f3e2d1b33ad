import type { Block } from "../subgraph/Blocks.ts";
import type { Audited } from "./Audited.ts";

/** The type `SlashAudit`, but for what its own resolvers give. */
export function answerOf({ slashId, audit, input, level, levelReason }: Audited, block: Block) {
  const { verdict, checks, policyHash, coreHash, core, figures } = audit;
  return {
    slashId,
    verdict,
    checks,
    policyVersion: core.policyVersion,
    policyHash,
    formulaVersion: core.formulaVersion,
    coreHash,
    level,
    levelReason,
    observedToBlock: input.record.scope.untilBlock,
    ...figures,
    bundleUrl: bundlePath(slashId),
    block,
  };
}

/** Where a slash's evidence bundle is served. */
export function bundlePath(slashId: string): string {
  return `/audits/${slashId}.json`;
}
