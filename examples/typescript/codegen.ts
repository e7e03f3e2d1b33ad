import type { CodegenConfig } from "@graphql-codegen/cli";

/** Types of the endpoint and of each query beside this folder. `npm run schema -w api` writes the schema. */
const config: CodegenConfig = {
  schema: "../../api/generated/served.graphql",
  documents: "../*.graphql",
  importExtension: ".ts",
  generates: {
    "generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: "string",
        enumsAsTypes: true,
        useTypeImports: true,
        defaultScalarType: "string",
      },
    },
  },
};

export default config;
