/** How docs/metrics.md begins: what holds for all metrics. */
export const INTRODUCTION = `# Metrics

What each derived field of the API means: formula, unit, when it is null, and where the formula comes from.
This page is made from \`api/schema.graphql\` and the doc comments of \`analytics/src/metrics\` by
\`npm run docs -w api\`; a test fails when it is not what these say. The words are explained in the
[glossary](glossary.md).

## What holds for all of them

- **One block.** Every answer is of one block: the newest indexed one, or the one that \`block\` on a root field names.
  "Now" is that block. The same question for the same block has the same answer for ever, unless the chain reorganises.
- **Windows** are [from, to): the first second belongs to them, the last does not. Series have one row for each interval,
  counted from the window's start; a row in which nothing happened is there, and says \`filled\`.
- **A value holds until the next**: a capacity, a stake, a level, units. Means over time weigh each value by the seconds
  that it held.
- **Amounts** are whole numbers of wei or of units of capacity, exact, as strings. Ratios and roots are decimals of 30
  digits, of which at least 18 are right.
- **Undefined is null**, never 0, and \`nullReason\` says which fields are null and why.
- **Resolution.** Up to 5,000 facts a field reads them one by one (RAW). Where there are more it reads whole hours, whole
  days where no row cuts them, and single facts at the window's edges; windows of more than 5,000 hours in rows of whole
  days, or in no rows, are DAY. Sums, means, deviations, extremes and time-weighted figures come out the same to the last
  digit; what needs every single value (\`realized\`, \`ewma\`, \`mad\`) is then null. Fields that are replayed from facts
  say so, and how many they read at most.
- **Choices of ours**, not of the protocol: the default window of 7 days, these limits, at most 2,000 rows of a series,
  p50 and p95 as the percentiles, and COMMIT_TIMEOUT as the grace after which a due rebalance counts as missed. They only
  decide what an answer shows, never what a contract does.
`;
