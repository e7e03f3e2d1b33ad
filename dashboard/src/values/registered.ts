/** When a sink came to a task type and left it. */
export type Presence = {
  readonly registrations: readonly { readonly timestamp: string }[];
  readonly deregistrations: readonly { readonly timestamp: string }[];
};

/** Whether the sink served the task type at a moment (ms since 1970). */
export function servedAt({ registrations, deregistrations }: Presence, moment: number): boolean {
  const newest = (facts: readonly { timestamp: string }[]): number =>
    Math.max(-1, ...facts.map(({ timestamp }) => Number(timestamp) * 1000).filter((at) => at <= moment));
  return newest(registrations) > newest(deregistrations);
}
