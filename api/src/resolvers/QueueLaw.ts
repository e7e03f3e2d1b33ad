import type { QueueLaw as Law } from "../queues.ts";

const TOO_LONG =
  "expectedWait, meanWait, relativeGap: there are too many deposits or drains to read in one request";

/** Little's law for one buffer, null throughout where its history is too long. */
export const QueueLaw = {
  expectedWait: ({ law }: Law) => law?.expectedWait ?? null,
  meanWait: ({ law }: Law) => law?.meanWait ?? null,
  relativeGap: ({ law }: Law) => law?.relativeGap ?? null,
  nullReason: ({ law }: Law) => (law === null ? TOO_LONG : law.nullReason),
};
