/** Gas of whole transactions, by the act's name. */
export type Gas = Record<string, number>;

const reasons: Record<string, string> = {
  commit: "one packed slot for block and place; the hash is written over its predecessor, never cleared",
  "commit, the first": "as above, but the hash is written where nothing was",
  reveal: "capacity and address share a slot, count and total another; the past commitment's hash stays",
  stake: "two balances read around the transfer, for tokens that keep a fee",
  unstake: "asks the registry for what the sink has promised; one task type here",
  slash: "two events, and the transfer to the treasury",
  "rebalance 1": "what does not depend on the number of sinks weighs most here",
  "rebalance 1, streaming": "half of it is the call that returns the remainder",
  "rebalance 10": "one call for all caps, one slot per sink; members are walked only when one has departed",
  "rebalance 10, streaming": "the remainder goes back only while something flows or stands adjusted",
  "rebalance 50": "as for ten",
  "rebalance 50, streaming": "as for ten",
  "rebalance 64": "the most that a task type holds, with room under 16,777,216",
  "rebalance 64, streaming": "the same with a stream",
  deposit: "a queue of two offsets in one slot",
  "drain 1": "one call for all capacities; a queue of two offsets, whatever has been deposited",
  "drain 10": "per sink a transfer and its event",
  "drain 50": "as for ten",
};

const format = (value: number): string => value.toLocaleString("en-US");

function bare(gas: Gas, act: string): string {
  const calls = gas[act.replace("rebalance", "bare calls")];
  const own = gas[act];
  if (!act.startsWith("rebalance") || calls === undefined || own === undefined) return "";
  return `${format(calls)} (+${((own / calls - 1) * 100).toFixed(1)}%)`;
}

/** The table of docs/gas.md. */
export function gasTable(gas: Gas): string {
  const rows = Object.keys(gas)
    .filter((act) => !act.startsWith("bare calls"))
    .map((act) => `| ${act} | ${format(gas[act] ?? 0)} | ${bare(gas, act)} | ${reasons[act] ?? ""} |`);
  return [
    "# What each act costs",
    "",
    "Gas of the whole transaction, intrinsic gas and calldata included, on the optimizer's 200 runs. Each act is",
    "measured when the caller has done it before, except where it says otherwise. `npm run gas -w contracts` measures",
    "anew and writes this page and `contracts/test/gas.json`; `npm test -w contracts` fails when an act costs over 5%",
    "more than that file says.",
    "",
    "A rebalance changes the units of all its members. Beside it stand the bare Superfluid calls that it makes: as many",
    "`updateMemberUnits` from a contract that does nothing else (`BareSuperfluid.sol`), and while a stream runs the",
    "`distributeFlow` of nothing that returns the remainder. Commit, reveal and the rebalance of ten members have limits",
    "that the same test holds: 52,000, 62,000, and 10% over the bare calls.",
    "",
    "| act | gas | bare Superfluid calls | how it is reached |",
    "|---|---:|---:|---|",
    ...rows,
    "",
  ].join("\n");
}
