import { Bytes, ethereum } from "@graphprotocol/graph-ts";
import {
  FlowDistributionUpdated,
  InstantDistributionUpdated,
} from "../../generated/GeneralDistributionAgreementV1/GeneralDistributionAgreementV1";
import { FlowDistribution, InstantDistribution, Pool, Source } from "../../generated/schema";
import { count } from "../entities/Collection";
import { accrue, distribute, setFlow } from "../entities/Pool";
import { addDistribution, countFlow, getSource } from "../entities/Source";
import { stamp } from "../fact";
import { factId } from "../ids";

/** A stream into a pool has changed. The agreement serves the pools of everybody: only ours count. */
export function handleFlowDistributionUpdated(event: FlowDistributionUpdated): void {
  const pool = Pool.load(event.params.pool);
  if (pool === null) return;

  accrue(pool, event.block);
  setFlow(pool, event.params.token, event.params.newTotalDistributionFlowRate);

  const fact = new FlowDistribution(factId(event));
  stamp(fact, event);
  fact.pool = pool.id;
  fact.perUnitIndex = pool.perUnitIndex;
  const source = payer(pool, event.params.distributor, event.block);
  if (source !== null) {
    countFlow(source);
    fact.source = source.id;
  }
  describe(fact, event);
  fact.save();
  count("FlowDistribution");
}

function describe(fact: FlowDistribution, event: FlowDistributionUpdated): void {
  fact.token = event.params.token;
  fact.distributor = event.params.distributor;
  fact.operator = event.params.operator;
  fact.oldFlowRate = event.params.oldFlowRate;
  fact.newDistributorToPoolFlowRate = event.params.newDistributorToPoolFlowRate;
  fact.newTotalDistributionFlowRate = event.params.newTotalDistributionFlowRate;
  fact.adjustmentFlowRecipient = event.params.adjustmentFlowRecipient;
  fact.adjustmentFlowRate = event.params.adjustmentFlowRate;
  fact.userData = event.params.userData;
}

/** An amount was distributed at once into a pool of ours. */
export function handleInstantDistributionUpdated(event: InstantDistributionUpdated): void {
  const pool = Pool.load(event.params.pool);
  if (pool === null) return;

  accrue(pool, event.block);
  distribute(pool, event.params.token, event.params.actualAmount);

  const fact = new InstantDistribution(factId(event));
  stamp(fact, event);
  fact.pool = pool.id;
  fact.token = event.params.token;
  fact.distributor = event.params.distributor;
  const source = payer(pool, event.params.distributor, event.block);
  if (source !== null) {
    addDistribution(source, event.params.actualAmount);
    fact.source = source.id;
  }
  fact.operator = event.params.operator;
  fact.requestedAmount = event.params.requestedAmount;
  fact.actualAmount = event.params.actualAmount;
  fact.userData = event.params.userData;
  fact.perUnitIndex = pool.perUnitIndex;
  fact.save();
  count("InstantDistribution");
}

/** The pool's admin pays nothing of its own: it only gives a remainder back to the streams. */
function payer(pool: Pool, distributor: Bytes, block: ethereum.Block): Source | null {
  return pool.admin.equals(distributor) ? null : getSource(distributor, block);
}
