const percents = new Intl.NumberFormat("en", { style: "percent", maximumSignificantDigits: 3 });
const figures = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });

/** A ratio of 0..1 as percent, e.g. "60.3%"; null is a dash. */
export function percent(ratio: string | null | undefined): string {
  if (ratio === null || ratio === undefined) return "–";
  const number = Number(ratio);
  return number > 0 && number < 0.0001 ? "under 0.01%" : percents.format(number);
}

/** A decimal in four figures, e.g. "0.01226"; null is a dash. */
export function figure(decimal: string | null | undefined): string {
  return decimal === null || decimal === undefined ? "–" : figures.format(Number(decimal));
}

/** What a field's null means: the reason of this field where the answer's `nullReason` names it, else all of it. */
export function whyNull(field: string, nullReason: string | null | undefined): string | undefined {
  if (!nullReason) return undefined;
  const own = nullReason.split("; ").find((reason) => reason.startsWith(`${field}:`));
  return own ?? nullReason;
}
