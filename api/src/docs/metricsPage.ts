import {
  type DefinitionNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  print,
  type TypeNode,
} from "graphql";
import { docComments } from "./docComments.ts";
import { INTRODUCTION } from "./introduction.ts";
import { METRIC_SOURCES } from "./metricSources.ts";

/** What the page is made of: the schema that we add, and the text of each file of analytics/src/metrics by its name. */
export type Sources = {
  readonly definitions: readonly DefinitionNode[];
  readonly metrics: ReadonlyMap<string, string>;
};

/** The page docs/metrics.md. */
export function metricsPage({ definitions, metrics }: Sources): string {
  const types = new Map(
    definitions.flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const owners = Map.groupBy(documented(definitions), ({ owner }) => owner);
  const explained = new Set<string>();
  const sections = [...owners].map(([owner, fields]) => {
    const parts = fields.map(({ field }) => sectionOf(`${owner}.${field.name.value}`, field));
    return `## ${owner}\n\n${parts.join("\n\n")}`;
  });
  const contents = [...owners].map(([owner, fields]) => `- **${owner}**: ${fields.map(linkOf).join(", ")}`);
  return `${[INTRODUCTION.trimEnd(), contents.join("\n"), ...sections].join("\n\n")}\n`;

  function sectionOf(name: string, field: FieldDefinitionNode): string {
    const result = types.get(named(field.type));
    const wanted = METRIC_SOURCES[name] ?? [];
    const formulas = wanted.filter((source) => !explained.has(source)).flatMap(formulaOf);
    for (const source of wanted) explained.add(source);
    const links = [...new Set(wanted.map(fileOf))].map(
      (file) => `[${file}.ts](../analytics/src/metrics/${file}.ts)`,
    );
    return [
      `### ${name}`,
      `\`${signatureOf(field)}\``,
      said(field),
      ...(result ? [tableOf(result)] : []),
      ...(formulas.length > 0 ? [formulas.join("\n")] : []),
      ...(links.length === 0 ? [] : [`Computed in ${links.join(", ")}.`]),
    ].join("\n\n");
  }

  function formulaOf(source: string): string[] {
    const [file = "", wanted] = source.split("#");
    const docs = docComments(metrics.get(file) ?? "").filter(({ name }) => name === wanted);
    return docs.map(({ name, text }) => `- \`${name}\`: ${text}`);
  }
}

/** The file of analytics/src/metrics that a source names. */
export function fileOf(source: string): string {
  return source.split("#")[0] ?? "";
}

/** The derived fields that the page explains, in the schema's order: those of `METRIC_SOURCES`. */
export function documented(definitions: readonly DefinitionNode[]) {
  return definitions
    .flatMap((node) => (node.kind === Kind.OBJECT_TYPE_EXTENSION ? [node] : []))
    .flatMap(({ name, fields = [] }) => fields.map((field) => ({ owner: name.value, field })))
    .filter(({ owner, field }) => `${owner}.${field.name.value}` in METRIC_SOURCES);
}

function linkOf({ owner, field: { name } }: { owner: string; field: FieldDefinitionNode }): string {
  return `[${name.value}](#${`${owner}${name.value}`.toLowerCase()})`;
}

function signatureOf({ name, arguments: args = [], type }: FieldDefinitionNode): string {
  const list = args.map((arg) => {
    const preset = arg.defaultValue === undefined ? "" : ` = ${print(arg.defaultValue)}`;
    return `${arg.name.value}: ${print(arg.type)}${preset}`;
  });
  return `${name.value}${list.length === 0 ? "" : `(${list.join(", ")})`}: ${print(type)}`;
}

function tableOf({ fields = [] }: ObjectTypeDefinitionNode): string {
  const rows = fields
    .filter(({ name }) => name.value !== "nullReason")
    .map(
      (field) =>
        `| \`${field.name.value}\` | \`${print(field.type)}\` | ${said(field).replaceAll("|", "\\|")} |`,
    );
  return ["| field | type | meaning |", "|---|---|---|", ...rows].join("\n");
}

function said({ description }: FieldDefinitionNode): string {
  return (description?.value ?? "").replaceAll("\n", " ");
}

function named(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type);
}
