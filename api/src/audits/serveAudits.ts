import { auditOf } from "@manometer/analytics/audit/audit";
import { bundleOf, NO_PROOFS } from "@manometer/analytics/audit/bundling";
import { NO_FINDINGS } from "@manometer/analytics/audit/ChainFindings";
import { canonicalJson } from "@manometer/analytics/audit/canonical";
import type { FastifyInstance } from "fastify";
import { contextOf, type Upstream } from "../context.ts";
import { apiError, codeOf } from "../errors.ts";
import { bundlePath } from "./answer.ts";

const ID = /^0x[0-9a-f]{72}$/;
const statuses: Readonly<Record<string, number>> = {
  BAD_USER_INPUT: 400,
  UNKNOWN_ID: 404,
  TOO_COMPLEX: 422,
  NOT_INDEXED_YET: 503,
  UPSTREAM_UNAVAILABLE: 503,
};

/** Serves the evidence bundle of each slash as a file: what the index says at its newest block, and nothing of a node. */
export function serveAudits(app: FastifyInstance, upstream: Upstream): void {
  app.get<{ Params: { slashId: string } }>(bundlePath(":slashId"), async (request, reply) => {
    try {
      const slashId = request.params.slashId.toLowerCase();
      checkIsId(slashId);
      const head = await upstream.head.now();
      const context = contextOf({ ...upstream, witness: null }, request.log, { head });
      const audited = await auditedBy(slashId, context);
      const input = { ...audited.input, findings: NO_FINDINGS };
      const bundle = bundleOf(auditOf(input), input, NO_PROOFS);
      return await reply
        .type("application/json; charset=utf-8")
        .header("content-disposition", `attachment; filename="slash-${slashId}.json"`)
        .header("etag", `"${bundle.digest}"`)
        .send(canonicalJson(bundle));
    } catch (error) {
      const code = codeOf(error);
      if (code === null || !(error instanceof Error)) throw error;
      const refused = { errors: [{ message: error.message, extensions: { code } }] };
      return reply.code(statuses[code] ?? 400).send(refused);
    }
  });
}

function checkIsId(slashId: string): void {
  if (ID.test(slashId)) return;
  const expected = "an id is the transaction's hash and the log's index, 0x and 72 digits";
  throw apiError("BAD_USER_INPUT", `${JSON.stringify(slashId)} is no slash's id: ${expected}.`);
}

async function auditedBy(slashId: string, context: ReturnType<typeof contextOf>) {
  const block = await context.blocks.head();
  const audited = await context.audits.of(slashId, block);
  if (audited !== null) return audited;
  throw apiError(
    "UNKNOWN_ID",
    `There is no slash ${slashId} at block ${block.number}: see { slashes { id } }.`,
  );
}
