import { type FieldNode, type GraphQLResolveInfo, Kind, parse, type SelectionSetNode } from "graphql";
import type { Context } from "./context.ts";
import type { StageRow } from "./stages.ts";

/** What is read of each stage under names that are not in the schema. */
const KEYS =
  "manometer_id: id manometer_position: position manometer_taskType: taskType { manometer_id: id manometer_capacity: effectiveCapacity }";

/** All stages of a pipeline; contracts allow at most 32. */
export const STAGES = `manometer_stages: stages(first: 100) { ${KEYS} }`;

/** All stages of a pipeline with what the client asks of the one that `field` gives, under a name of that field's own. */
export function stagesWith(field: FieldNode): SelectionSetNode {
  const name = field.alias?.value ?? field.name.value;
  const set = selectionOf(`{ manometer_${name}: stages(first: 100) { ${KEYS} } }`);
  const [stages] = set.selections;
  if (stages?.kind !== Kind.FIELD) return set;
  const asked = field.selectionSet?.selections ?? [];
  const selections = [...(stages.selectionSet?.selections ?? []), ...asked];
  return { ...set, selections: [{ ...stages, selectionSet: { kind: Kind.SELECTION_SET, selections } }] };
}

/** What `stagesWith` brought: as rows to compute with, and as stages to answer with, in the same order. */
export async function askedOf(parent: object, context: Context, info: GraphQLResolveInfo) {
  const field = info.parentType.getFields().stages;
  const [own] = info.fieldNodes;
  const key = `manometer_${own?.alias?.value ?? info.fieldName}`;
  const rows: readonly StageRow[] = (parent as Record<string, readonly StageRow[]>)[key] ?? [];
  if (own === undefined || field?.resolve === undefined) return { rows, stages: [] };
  // The stitched schema's own resolver makes stages of the rows, as if the client had asked for them by that name.
  const node: FieldNode = { ...own, alias: { kind: Kind.NAME, value: key } };
  const place = { ...info, fieldName: "stages", fieldNodes: [node], returnType: field.type };
  const stages: unknown = await field.resolve(parent, {}, context, place);
  return { rows, stages: Array.isArray(stages) ? stages : [] };
}

function selectionOf(text: string): SelectionSetNode {
  const [operation] = parse(text, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${text} is no selection: correct it.`);
  return operation.selectionSet;
}
