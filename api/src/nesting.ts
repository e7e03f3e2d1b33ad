import { Kind, type ValueNode, visit } from "graphql";
import type { Operation } from "./operationOf.ts";

/** How many lists and objects stand in one another in a value of JSON; counted without recursion. */
export function nesting(value: unknown): number {
  let depth = 0;
  for (let level = [value].filter(isComposite); level.length > 0; depth++) {
    level = level.flatMap((one) => Object.values(one).filter(isComposite));
  }
  return depth;
}

function isComposite(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** How many lists and objects stand in one another in the deepest argument that a document writes out. */
export function writtenNesting({ operation, fragments }: Pick<Operation, "operation" | "fragments">): number {
  let deepest = 0;
  for (const part of [operation, ...fragments.values()]) {
    visit(part, {
      Argument({ value }) {
        deepest = Math.max(deepest, depthOf(value));
        return false;
      },
    });
  }
  return deepest;
}

function depthOf(value: ValueNode): number {
  if (value.kind === Kind.LIST) return 1 + Math.max(0, ...value.values.map(depthOf));
  if (value.kind === Kind.OBJECT)
    return 1 + Math.max(0, ...value.fields.map((field) => depthOf(field.value)));
  return 0;
}
