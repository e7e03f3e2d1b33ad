const WEI = 10n ** 18n;
const short = new Intl.NumberFormat("en", { maximumSignificantDigits: 5 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 4 });
const grouped = new Intl.NumberFormat("en");

/** Token wei as a number of tokens, for a picture: not exact. */
export function tokenNumber(wei: string): number {
  return Number(wei) / 1e18;
}

/** Token wei in few digits and with its unit, e.g. "1,133.6 tokens"; what is too small for that in wei. */
export function tokens(wei: string): string {
  const exact = BigInt(wei);
  const size = exact < 0n ? -exact : exact;
  if (size !== 0n && size < WEI / 10_000n) return `${grouped.format(exact)} wei`;
  const number = tokenNumber(wei);
  return `${(size < WEI * 1_000_000n ? short : compact).format(number)} tokens`;
}

/** Token wei in full, e.g. "1,133.6380293045 tokens = 1,133,638,029,304,500,000,000 wei". */
export function tokensInFull(wei: string): string {
  const exact = BigInt(wei);
  const size = exact < 0n ? -exact : exact;
  const fraction = (size % WEI).toString().padStart(18, "0").replace(/0+$/, "");
  const whole = `${exact < 0n ? "−" : ""}${grouped.format(size / WEI)}`;
  return `${whole}${fraction === "" ? "" : `.${fraction}`} tokens = ${grouped.format(exact)} wei`;
}

/** Wei per second as tokens per hour, e.g. "4.2 tokens/h". */
export function tokensPerHour(weiPerSecond: string): string {
  return `${tokens((BigInt(weiPerSecond) * 3600n).toString())}/h`;
}

/** Units of capacity in few digits, e.g. "101.9B". */
export function capacity(units: string): string {
  return compact.format(Number(units));
}

/** A whole number with its thousands apart, in full, e.g. "101,931,349,446". */
export function whole(number: string | number): string {
  return grouped.format(typeof number === "number" ? number : BigInt(number));
}
