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

/**
 * Why a field is null: what an answer's `nullReason` ("stdDev, mad: n < 2; realized: no pair is left") says of it, or all of
 * it where it does not name the field.
 */
export function whyNull(field: string, nullReason: string | null | undefined): string | undefined {
  if (!nullReason) return undefined;
  for (const reason of nullReason.split("; ")) {
    const [names = "", ...words] = reason.split(": ");
    if (words.length > 0 && names.split(", ").includes(field)) return words.join(": ");
  }
  return nullReason;
}
