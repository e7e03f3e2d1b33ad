import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSchema, isObjectType } from "graphql";

/** The fields whose descriptions the pages show, as Type.field. */
const explained = [
  "Buffer.pressure",
  "BufferBucket.secondsInFull",
  "CapacityVolatility.coefficientOfVariation",
  "CapacityVolatility.ewma",
  "CapacityVolatility.mad",
  "CapacityVolatility.realized",
  "CapacityVolatility.stdDev",
  "CapacityVolatility.timeWeightedStdDev",
  "Concentration.effectiveSinks",
  "Concentration.hhi",
  "Concentration.nakamotoHalf",
  "Efficiency.ratio",
  "Latency.p50",
  "Latency.p95",
  "Overclaim.excessRatio",
  "Overclaim.rate",
  "RebalanceHealth.drift",
  "RebalanceHealth.isDue",
  "RebalanceHealth.missed",
  "RebalanceHealth.shareDrift",
  "RevealReliability.expired",
  "RevealReliability.latencyP50",
  "RevealReliability.latencyP95",
  "RevealReliability.rate",
  "Sink.cap",
  "Sink.slashRatio",
  "SinkCapacity.smoothed",
  "SinkCapacity.utilization",
  "StageCapacity.effective",
  "StageCapacity.slack",
  "TaskType.effectiveCapacity",
  "Throughput.drained",
  "Throughput.streamed",
  "Throughput.total",
];

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const schema = buildSchema(readFileSync(here("../../api/generated/served.graphql"), "utf8"), {
  assumeValidSDL: true,
});
const words = Object.fromEntries(explained.map((coordinate) => [coordinate, descriptionOf(coordinate)]));
mkdirSync(here("../generated"), { recursive: true });
writeFileSync(
  here("../generated/words.ts"),
  `export const words = ${JSON.stringify(words, null, 2)};\n\nexport type Explained = keyof typeof words;\n`,
);

function descriptionOf(coordinate: string): string {
  const [type = "", field = ""] = coordinate.split(".");
  const object = schema.getType(type);
  const description = isObjectType(object) ? object.getFields()[field]?.description : undefined;
  if (!description)
    throw new Error(`The schema does not describe ${coordinate}: name a field that it describes.`);
  return description.replaceAll("\n", " ");
}
