import type { StorageLayout, StorageVariable } from "@manometer/contracts/storageLayout";
import { concat, type Hex, hexToBigInt, keccak256, pad, toHex } from "viem";

/** Where a value lies: its slot, and which bytes of it, counted from the low end. */
export type StoragePlace = { slot: Hex; offset: number; bytes: number };

/**
 * Where the compiler has put a value: the name of a state variable, then a key for each mapping and a member's name
 * for each struct on the way, e.g. `_sinks`, task type, sink, `commitBlock`. Keys are value types in hex, of any
 * length up to 32 bytes. Throws when the layout has no such variable, member or mapping.
 */
export function storagePlace(
  layout: StorageLayout,
  variable: string,
  ...path: readonly string[]
): StoragePlace {
  let { type, slot, offset } = located(layout.storage, variable, 0n);
  for (const step of path) {
    const holder = layout.types[type];
    if (holder?.encoding === "mapping" && holder.value !== undefined) {
      const key = pad(step as Hex, { size: 32 });
      slot = hexToBigInt(keccak256(concat([key, toHex(slot, { size: 32 })])));
      type = holder.value;
    } else if (holder?.members !== undefined) {
      ({ type, slot, offset } = located(holder.members, step, slot));
    } else {
      throw new Error(
        `${step} cannot be looked up in ${variable}: ${type} is neither a mapping nor a struct`,
      );
    }
  }
  const found = layout.types[type];
  if (found === undefined || found.encoding !== "inplace" || found.members || found.base) {
    throw new Error(`${[variable, ...path].join(".")} is no single value but ${type}: name what lies in it`);
  }
  const bytes = Number(found.numberOfBytes);
  return { slot: toHex(slot, { size: 32 }), offset, bytes };
}

function located(variables: readonly StorageVariable[], label: string, from: bigint) {
  const found = variables.find((variable) => variable.label === label);
  if (found === undefined) {
    const labels = variables.map((variable) => variable.label).join(", ");
    throw new Error(
      `the storage layout has no ${label}, only ${labels}: build the contracts that were deployed`,
    );
  }
  return { type: found.type, slot: from + BigInt(found.slot), offset: found.offset };
}

/** The value at a place in the whole word of its slot, as an unsigned integer. */
export function valueAt(place: StoragePlace, word: bigint): bigint {
  return (word >> BigInt(8 * place.offset)) & ((1n << BigInt(8 * place.bytes)) - 1n);
}
