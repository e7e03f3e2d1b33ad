/** How long something may take (milliseconds), and the error of taking longer. */
export type Deadline = { readonly ms: number; readonly late: (ms: number) => Error };

/**
 * Does something under a signal that aborts when its time is over, with that error as the reason, or when `outer`
 * aborts, with its reason.
 */
export async function withDeadline<T>(
  { ms, late }: Deadline,
  outer: AbortSignal | undefined,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(late(ms)), ms);
  const giveUp = (): void => controller.abort(outer?.reason);
  if (outer?.aborted) giveUp();
  outer?.addEventListener("abort", giveUp, { once: true });
  try {
    return await act(controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", giveUp);
  }
}
