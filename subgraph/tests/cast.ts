/** Who and what occurs in the tests. */
export const transcribe = `0x${Buffer.from("transcribe").toString("hex").padEnd(64, "0")}`;
export const translate = `0x${Buffer.from("translate").toString("hex").padEnd(64, "0")}`;
export const alice = `0x${"a".repeat(40)}`;
export const bob = `0x${"b".repeat(40)}`;
export const payer = `0x${"5".repeat(40)}`;
export const otherPayer = `0x${"6".repeat(40)}`;
export const judge = `0x${"c".repeat(40)}`;
export const creator = `0x${"e".repeat(40)}`;
export const pool = `0x${"9".repeat(40)}`;
export const foreignPool = `0x${"4".repeat(40)}`;
export const superToken = `0x${"7".repeat(40)}`;

/** One token in wei. */
export const token = 10n ** 18n;
/** One unit of capacity at the precision that the tests set: 1 token at stake backs it. */
export const unit = 10n ** 9n;
