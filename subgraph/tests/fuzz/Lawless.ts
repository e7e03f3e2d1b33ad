import type { Random } from "@manometer/scenario/random";
import { addressOf, type Input, type Subscription, subscriptions } from "../events.ts";
import type { Argument, Happening } from "./Index.ts";

const EVENTS = subscriptions();
const ADDRESSES = ["a1", "a2", "b1"].map((name) => `0x${name.repeat(20)}`);
const WORDS = ["c1", "c2", "ff"].map((name) => `0x${name.repeat(32)}`);

/** Events of the manifest as chance has them: any order, any values, whatever no contract would ever emit. */
export function lawless(random: Random, count: number): Happening[] {
  let [number, timestamp, logIndex, transaction] = [10, 1_700_000_000n, 0, 0];
  return Array.from({ length: count }, () => {
    if (random.chance(40)) {
      [number, logIndex] = [number + random.int(1, 3), 0];
      timestamp += random.big(0n, 90_000n);
    }
    if (logIndex === 0 || random.chance(50)) transaction += 1;
    const subscription = random.pick(EVENTS);
    return {
      ...eventOf(random, subscription),
      block: { number, timestamp },
      logIndex: logIndex++,
      transactionHash: `0x${transaction.toString(16).padStart(64, "0")}`,
      from: random.pick(ADDRESSES),
    };
  });
}

function eventOf(random: Random, { contract, name, inputs }: Subscription) {
  const address = contract === "SuperfluidPool" ? random.pick(ADDRESSES) : addressOf(contract);
  const args = Object.fromEntries(inputs.map((input) => [input.name, argumentOf(random, input.type)]));
  return { contract, event: name, address, args };
}

function argumentOf(random: Random, type: Input["type"]): Argument {
  if (type.endsWith("[]")) {
    const length = random.int(0, 3);
    return Array.from({ length }, () => argumentOf(random, type.slice(0, -2)) as string | bigint);
  }
  if (type === "address") return random.pick(ADDRESSES);
  if (type === "bytes32") return random.chance(90) ? random.pick(WORDS) : random.bytes32();
  if (type === "bytes") return random.chance(50) ? "0x" : random.bytes32();
  if (type === "bool") return random.chance(50);
  return amountOf(random, type);
}

/** Small, none, or at the ends of the type. */
function amountOf(random: Random, type: string): bigint {
  const bits = BigInt(type.replace(/^u?int/, ""));
  const [least, most] = type.startsWith("u")
    ? [0n, 2n ** bits - 1n]
    : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
  return random.pick([0n, random.big(0n, 50n), random.big(0n, 10n ** 20n), least, most]);
}
