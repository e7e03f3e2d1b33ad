import {
  RevealReliabilityDocument,
  type RevealReliabilityQuery,
  type TypedDocumentString,
} from "./generated/graphql.ts";

type Pair = RevealReliabilityQuery["sinkCapacities"][number];
type Answer<T> = {
  data?: T;
  errors?: { message: string }[];
  extensions?: { asOf?: { blockNumber: number } };
};

const url = process.argv[2] ?? "http://127.0.0.1:4000/graphql";

/** Asks one typed document; the type of the answer follows from it. Throws where the endpoint answers with errors. */
async function ask<T, V>(document: TypedDocumentString<T, V>, variables?: V): Promise<Required<Answer<T>>> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: document.toString(), variables }),
  }).catch(() => {
    throw new Error(`${url} does not answer: give the address that npm start prints.`);
  });
  const { data, errors, extensions } = (await response.json()) as Answer<T>;
  if (data === undefined || errors !== undefined || extensions === undefined)
    throw new Error(`${url}: ${errors?.map(({ message }) => message).join("; ") ?? "no data"}`);
  return { data, errors: [], extensions };
}

/** Ratios come as strings of many digits, and null where they are not defined: the reason stands in `nullReason`. */
function percent(ratio: string | null | undefined): string {
  return ratio == null ? "–" : `${(Number(ratio) * 100).toFixed(1)} %`;
}

/** A task type is its name in ASCII, padded with zeros. */
function nameOf(taskType: string): string {
  return Buffer.from(taskType.slice(2), "hex").toString("ascii").replaceAll("\0", "");
}

function row({ sink, taskType, reliability, overclaim, utilization }: Pair): string[] {
  const { commits, expired, rate, latencyP50, latencyP95 } = reliability;
  return [
    nameOf(taskType.id),
    `${sink.id.slice(0, 8)}…${sink.id.slice(-4)}`,
    percent(rate),
    `${expired} of ${commits}`,
    `${latencyP50 ?? "–"} / ${latencyP95 ?? "–"}`,
    percent(overclaim.rate),
    percent(utilization),
  ];
}

function print(rows: string[][]): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  for (const cells of rows)
    console.log(
      cells
        .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}

const { data, extensions } = await ask(RevealReliabilityDocument);
const ranked = data.sinkCapacities.toSorted(
  (a, b) => Number(b.reliability.rate ?? -1) - Number(a.reliability.rate ?? -1),
);
const head = ["task type", "sink", "revealed", "expired", "blocks p50 / p95", "over-claims", "utilization"];
console.log(`Reveal reliability of the last seven days, at block ${extensions.asOf?.blockNumber}`);
print([head, ...ranked.map(row)]);
