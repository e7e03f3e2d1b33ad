import type { Declaration } from "./dialects.ts";

/** A parameter of an event, as an ABI has it. */
export type EventInput = { indexed: boolean; internalType: string; name: string; type: string };

/** An event, as an ABI has it. */
export type AbiEvent = { anonymous: boolean; inputs: EventInput[]; name: string; type: "event" };

/**
 * The ABI's entry of an event of elementary types. Throws on what is no declaration.
 * @example eventOf("Unstaked(address indexed sink, uint256 amount)").inputs[0].indexed // true
 */
export function eventOf(declaration: Declaration): AbiEvent {
  const [, name, list = ""] = /^(\w+)\((.*)\)$/.exec(declaration) ?? [];
  if (name === undefined) throw new Error(`"${declaration}" declares no event: write it as Solidity does`);
  const inputs = list.split(",").map((text) => {
    const [, type, indexed, parameter] = /^\s*(\w+)\s+(indexed\s+)?(\w+)\s*$/.exec(text) ?? [];
    if (type === undefined || parameter === undefined)
      throw new Error(`"${text.trim()}" in "${declaration}" is no parameter: expected "type [indexed] name"`);
    return { indexed: indexed !== undefined, internalType: type, name: parameter, type };
  });
  return { anonymous: false, inputs, name, type: "event" };
}

/**
 * The event as a manifest names it.
 * @example manifestEvent(eventOf("Unstaked(address indexed sink, uint256 amount)")) // "Unstaked(indexed address,uint256)"
 */
export function manifestEvent({ name, inputs }: AbiEvent): string {
  return `${name}(${inputs.map(({ indexed, type }) => (indexed ? `indexed ${type}` : type)).join(",")})`;
}

/** The ABI with an event in the place of the one of its name. Throws where it has none of that name. */
export function withEvent(abi: readonly unknown[], event: AbiEvent): unknown[] {
  const isIt = (item: unknown) =>
    typeof item === "object" &&
    item !== null &&
    (item as Partial<AbiEvent>).type === "event" &&
    (item as Partial<AbiEvent>).name === event.name;
  if (!abi.some(isIt))
    throw new Error(`the ABI has no event ${event.name} that a dialect could tell otherwise`);
  return abi.map((item) => (isIt(item) ? event : item));
}
