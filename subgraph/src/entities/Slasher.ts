import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Slasher } from "../../generated/schema";
import { count } from "./Collection";
import { getProtocol } from "./Protocol";

/** The slasher, made without authorisation at its first event. */
export function getSlasher(address: Bytes): Slasher {
  const existing = Slasher.load(address);
  if (existing !== null) return existing;

  const slasher = new Slasher(address);
  slasher.protocol = getProtocol().id;
  slasher.isAuthorized = false;
  slasher.slashCount = BigInt.zero();
  slasher.totalSlashed = BigInt.zero();
  slasher.totalRequested = BigInt.zero();
  count("Slasher");
  return slasher;
}

/** It may slash from now on, or no longer. */
export function authorize(slasher: Slasher, isAuthorized: boolean, block: ethereum.Block): void {
  slasher.isAuthorized = isAuthorized;
  if (isAuthorized) {
    slasher.authorizedAt = block.timestamp;
    slasher.authorizedAtBlock = block.number;
  } else {
    slasher.revokedAt = block.timestamp;
    slasher.revokedAtBlock = block.number;
  }
  slasher.save();
}

/** It has slashed (token wei). */
export function addSlash(slasher: Slasher, requested: BigInt, actual: BigInt): void {
  slasher.slashCount = slasher.slashCount.plus(BigInt.fromI32(1));
  slasher.totalRequested = slasher.totalRequested.plus(requested);
  slasher.totalSlashed = slasher.totalSlashed.plus(actual);
  slasher.save();
}
