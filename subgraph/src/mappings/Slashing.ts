import { Bytes } from "@graphprotocol/graph-ts";
import { SlashExecuted, Slashed, SlasherSet } from "../../generated/StakeManager/StakeManager";
import { Slash, SlashExecution, SlasherChange } from "../../generated/schema";
import { count } from "../entities/Collection";
import { addSlashed, getProtocol } from "../entities/Protocol";
import { addSlash, getSink } from "../entities/Sink";
import { addSlash as addSlashBy, authorize, getSlasher } from "../entities/Slasher";
import { stamp } from "../fact";
import { factId, precedingFactId } from "../ids";
import { beginStakePoint, endStakePoint } from "../series";
import { textOf } from "../text";

/** A sink has lost a part of its stake. */
export function handleSlashed(event: Slashed): void {
  const sink = getSink(event.params.sink, event.block);
  const slash = new Slash(factId(event));
  stamp(slash, event);
  slash.sink = sink.id;
  slash.amount = event.params.amount;
  slash.reason = event.params.reason;
  slash.reasonText = textOf(event.params.reason);
  slash.stakeBefore = sink.stake;
  slash.capBefore = sink.cap;

  const point = beginStakePoint(sink, event.block);
  addSlash(sink, slash.amount, event.block);
  addSlashed(getProtocol(), slash.amount);
  point.slashed = slash.amount;
  endStakePoint(point, sink);

  slash.stakeAfter = sink.stake;
  slash.capAfter = sink.cap;
  slash.save();
  count("Slash");
}

/** The rest of the slash that the log right before this one began. */
export function handleSlashExecuted(event: SlashExecuted): void {
  const slasher = getSlasher(event.params.slasher);
  addSlashBy(slasher, event.params.requested, event.params.actual);

  const execution = new SlashExecution(factId(event));
  stamp(execution, event);
  execution.sink = getSink(event.params.sink, event.block).id;
  execution.slasher = slasher.id;
  execution.isAuthorized = slasher.isAuthorized;
  execution.requested = event.params.requested;
  execution.actual = event.params.actual;
  execution.stakeBefore = event.params.stakeBefore;
  execution.stakeAfter = event.params.stakeAfter;
  execution.evidenceHash = event.params.evidenceHash;
  completeSlash(execution, precedingFactId(event));
  execution.save();
  count("SlashExecution");
}

/** An immutable fact may still be completed in the block that made it, and both logs are of one transaction. */
function completeSlash(execution: SlashExecution, slashId: Bytes): void {
  const slash = Slash.loadInBlock(slashId);
  if (slash === null || slash.sink.notEqual(execution.sink)) return;

  slash.slasher = execution.slasher;
  slash.requested = execution.requested;
  slash.evidenceHash = execution.evidenceHash;
  slash.save();
  execution.slash = slash.id;
}

/** An address may slash from now on, or no longer. */
export function handleSlasherSet(event: SlasherSet): void {
  const slasher = getSlasher(event.params.slasher);
  const change = new SlasherChange(factId(event));
  stamp(change, event);
  change.slasher = slasher.id;
  change.wasAuthorized = slasher.isAuthorized;
  change.isAuthorized = event.params.authorized;
  change.save();
  count("SlasherChange");

  authorize(slasher, event.params.authorized, event.block);
}
