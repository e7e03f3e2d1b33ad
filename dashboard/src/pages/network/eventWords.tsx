import type { ReactNode } from "react";
import type { NetworkQuery } from "../../../generated/Network/graphql.ts";
import { Amount, Capacity } from "../../parts/Amount.tsx";
import { GoTo } from "../../parts/GoTo.tsx";
import { Id } from "../../parts/Id.tsx";
import { plainWords, sentenceCase, taskName } from "../../values/names.ts";

/** One of the latest events, as the network page asks for it. */
export type LatestEvent = NetworkQuery["latest"][number];

/** What happened, as a sentence with its links. */
export function EventWords({ event }: { event: LatestEvent }): ReactNode {
  switch (event.__typename) {
    case "Commit":
      return (
        <>
          {sink(event.sink)} committed to a capacity for {task(event.taskType)}
        </>
      );
    case "Reveal":
      return (
        <>
          {sink(event.sink)} revealed <Capacity units={event.raw} /> for {task(event.taskType)}
          {event.isOverclaim ? <span className="tag warn">over its cap</span> : null}
        </>
      );
    case "Rebalance":
      return (
        <>
          The pool of {task(event.taskType)} was rebalanced over <Capacity units={event.totalCapacity} />
        </>
      );
    case "Stake":
      return (
        <>
          {sink(event.sink)} staked <Amount wei={event.amount} />
        </>
      );
    case "Unstake":
      return (
        <>
          {sink(event.sink)} took back <Amount wei={event.amount} /> of its stake
        </>
      );
    case "UnstakeRequest":
      return (
        <>
          {sink(event.sink)} asked for <Amount wei={event.amount} /> of its stake back
        </>
      );
    case "Slash":
      return (
        <>
          {sink(event.sink)} was <GoTo to={`/slashes/${event.id}`}>slashed</GoTo> by{" "}
          <Amount wei={event.amount} />
          {event.reasonText === null ? null : <> for {sentenceCase(event.reasonText).toLowerCase()}</>}
        </>
      );
    case "Deposit":
      return (
        <>
          <Amount wei={event.amount} /> went into the buffer of {task(event.taskType)}
        </>
      );
    case "Drain":
      return (
        <>
          The buffer of {task(event.taskType)} paid {sink(event.sink)} <Amount wei={event.amount} />
        </>
      );
    case "Overflow":
      return (
        <>
          The buffer of {task(event.taskType)} is full <span className="tag bad">full</span>
        </>
      );
    default:
      return <>{plainWords(event.__typename)}</>;
  }
}

function sink({ id }: { id: string }): ReactNode {
  return <Id hex={id} to={`/sinks/${id}`} />;
}

function task({ id }: { id: string }): ReactNode {
  return <GoTo to={`/tasks/${id}`}>{taskName(id)}</GoTo>;
}
