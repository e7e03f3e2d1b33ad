import type { Case } from "./Case.ts";
import type { Check } from "./Check.ts";
import { canonical, inclusion } from "./checks/chain.ts";
import { pastSlashes, undisturbed } from "./checks/circumstances.ts";
import { companionAgrees } from "./checks/companion.ts";
import { consequence } from "./checks/consequence.ts";
import { recent, unspent } from "./checks/freshness.ts";
import { amountAboveZero, origin } from "./checks/origin.ts";
import { readable, ruleHolds } from "./checks/reason.ts";
import { withinShare } from "./checks/share.ts";
import { authorized, disinterested } from "./checks/slasher.ts";
import { continuity, stakeInState, withinStake } from "./checks/stake.ts";
import { transfer } from "./checks/transfer.ts";

const CHECKS: readonly ((slash: Case) => Check)[] = [
  origin,
  amountAboveZero,
  withinStake,
  continuity,
  transfer,
  stakeInState,
  companionAgrees,
  inclusion,
  canonical,
  authorized,
  disinterested,
  readable,
  ruleHolds,
  withinShare,
  recent,
  unspent,
  undisturbed,
  consequence,
  pastSlashes,
];

/** All checks of a slash, from I1 to X3. */
export function checksOf(slash: Case): Check[] {
  return CHECKS.map((make) => make(slash));
}
