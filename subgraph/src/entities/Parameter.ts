import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Parameter } from "../../generated/schema";
import { parameterId, protocolId } from "../ids";
import { paddedTo32, textOf } from "../text";
import { count } from "./Collection";

/** The parameter of one contract, made with value 0 at its first event. */
export function getParameter(contract: Bytes, key: Bytes): Parameter {
  const id = parameterId(contract, key);
  const existing = Parameter.load(id);
  if (existing !== null) return existing;

  const text = textOf(key);
  const parameter = new Parameter(id);
  parameter.protocol = protocolId();
  parameter.contract = contract;
  parameter.key = key;
  parameter.name = text === null ? key.toHexString() : text;
  parameter.value = BigInt.zero();
  count("Parameter");
  return parameter;
}

/** Gives a parameter its new value. */
export function setValue(parameter: Parameter, value: BigInt, block: ethereum.Block): void {
  parameter.value = value;
  parameter.updatedAt = block.timestamp;
  parameter.updatedAtBlock = block.number;
  parameter.save();
}

/** A parameter of a contract that tells no parameters, as its dialect has it. */
export function keepConstant(contract: Bytes, name: string, value: BigInt): void {
  const parameter = getParameter(contract, paddedTo32(name));
  parameter.value = value;
  parameter.updatedAt = BigInt.zero();
  parameter.updatedAtBlock = BigInt.zero();
  parameter.save();
}
