/** What watchers ask, plain rows and derived metrics; `@` stands for the block that a question names. */
export const WATCHED: readonly string[] = [
  "{ sinks(first: 50, orderBy: id, @) { id stake totalDrained slashRatio } }",
  "{ slashes(first: 5, orderBy: sequence, orderDirection: desc, @) { id amount stakeBefore stakeAfter } }",
  "{ reveals(first: 10, orderBy: sequence, orderDirection: desc, @) { id raw smoothed } protocols(@) { stake bufferLevel } }",
  '{ sinks(first: 4, orderBy: id, @) { throughput(window: { last: "P1D" }) { drained streamed } } }',
  '{ sinkCapacities(first: 4, orderBy: id, @) { utilization volatility(window: { last: "P1D" }) { n mean stdDev } reliability { rate latencyP95 } } }',
  '{ buffers(orderBy: id, @) { id level pressure pressureOverTime(window: { last: "PT6H" }, interval: "PT1H") { start close } } }',
  "{ totals(@) { entity count } }",
  "{ taskTypes(orderBy: id, @) { id concentration { hhi nakamotoHalf } rebalancing { rebalances isDue drift } } }",
];
