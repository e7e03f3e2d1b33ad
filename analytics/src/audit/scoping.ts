import { type ChainLog, type EventName, inChainOrder } from "./ChainLog.ts";
import { type Contracts, PARAMETERS, parameterKey, type Scope, type Subject } from "./Scope.ts";

const emitters: Readonly<Record<Exclude<EventName, "ParamUpdated">, keyof Contracts>> = {
  Staked: "stakeManager",
  Unstaked: "stakeManager",
  Slashed: "stakeManager",
  SlashExecuted: "stakeManager",
  SlasherSet: "stakeManager",
  CapacityCommitted: "capacityRegistry",
  CapacityRevealed: "capacityRegistry",
  SinkRegistered: "capacityRegistry",
  SinkDeregistered: "capacityRegistry",
  CapacityClamped: "capacityRegistry",
  Rebalanced: "backpressurePool",
  Drained: "escrowBuffer",
};

const keys = {
  stakeManager: PARAMETERS.stakeManager.map(parameterKey),
  capacityRegistry: PARAMETERS.capacityRegistry.map(parameterKey),
};

/** Whether a log belongs to the record of a slash. */
export function keeper(subject: Subject, scope: Scope, contracts: Contracts): (log: ChainLog) => boolean {
  return (log) => {
    if (inChainOrder(log, subject) === 0) return true;
    const isBefore = inChainOrder(log, subject) < 0;
    if (log.blockNumber > scope.untilBlock || !isOurs(log, contracts)) return false;
    switch (log.event) {
      case "ParamUpdated":
        return true;
      case "Staked":
      case "Unstaked":
      case "Slashed":
        return log.sink === scope.sink;
      case "SlashExecuted":
        return log.sink === scope.sink || (isBefore && isBySlasher(log.slasher, log.blockNumber, scope));
      case "SlasherSet":
        return log.slasher === scope.slasher;
      case "Rebalanced":
        return !isBefore;
      case "Drained":
        return (
          isBefore &&
          log.sink === scope.sink &&
          scope.drainsFromBlock !== null &&
          log.blockNumber >= scope.drainsFromBlock
        );
      default:
        return log.sink === scope.sink && log.blockNumber >= scope.fromBlock;
    }
  };
}

function isBySlasher(slasher: string, blockNumber: number, scope: Scope): boolean {
  return slasher === scope.slasher && blockNumber >= scope.fromBlock;
}

/** Whether the contract that is configured for an event, or a parameter, emitted the log. */
function isOurs(log: ChainLog, contracts: Contracts): boolean {
  if (log.event !== "ParamUpdated") return log.contract === contracts[emitters[log.event]];
  return (
    (log.contract === contracts.stakeManager && keys.stakeManager.includes(log.key)) ||
    (log.contract === contracts.capacityRegistry && keys.capacityRegistry.includes(log.key))
  );
}
