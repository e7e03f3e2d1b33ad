const local = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** A moment from an ISO 8601 text, or from a fact's seconds since 1970. */
export function momentOf(at: string): Date {
  return new Date(/^\d+$/.test(at) ? Number(at) * 1000 : at);
}

/** A moment in the viewer's zone, e.g. "22 Nov, 15:14:12". */
export function inZone(moment: Date): string {
  return local.format(moment);
}

/** A moment in UTC to the second, e.g. "2026-11-22 15:14:12 UTC". */
export function inUtc(moment: Date): string {
  return `${moment.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

const steps = [
  { name: "d", seconds: 86_400 },
  { name: "h", seconds: 3600 },
  { name: "min", seconds: 60 },
  { name: "s", seconds: 1 },
];

/** A length of time in its two largest units, e.g. "3 min 20 s". */
export function duration(seconds: number): string {
  let rest = Math.max(0, Math.round(seconds));
  const first = steps.findIndex((step) => rest >= step.seconds);
  if (first < 0) return "0 s";
  const words: string[] = [];
  for (const { name, seconds: size } of steps.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) words.push(`${count} ${name}`);
  }
  return words.join(" ");
}
