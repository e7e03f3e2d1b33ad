import type { CodegenConfig } from "@graphql-codegen/cli";

const pages = ["Network", "TaskType", "Sink", "Slashes", "Slash", "Pipelines"];

const config = {
  useTypeImports: true,
  enumsAsTypes: true,
  scalars: {
    BigDecimal: "string",
    BigInt: "string",
    Bytes: "string",
    DateTime: "string",
    Decimal: "string",
    Duration: "string",
    Int8: "string",
    Timestamp: "string",
  },
};

/** One typed document per page, each in a folder of its own, so that a page loads no other page's query. */
const codegen: CodegenConfig = {
  schema: "../api/generated/served.graphql",
  generates: Object.fromEntries(
    pages.map((page) => [
      `generated/${page}/`,
      {
        documents: [`src/pages/${page}.graphql`, "src/pages/Freshness.graphql"],
        preset: "client",
        presetConfig: { fragmentMasking: false },
        config,
      },
    ]),
  ),
};

export default codegen;
