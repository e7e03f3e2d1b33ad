import { type FieldNode, Kind, type NameNode, parse, print, visit } from "graphql";
import { LRUCache } from "lru-cache";

const known = new LRUCache<string, string>({ max: 500 });

/**
 * Several queries as one: the variables and the root fields of the one at index i begin with `q<i>_`.
 * @param texts queries of one operation each, without fragments
 */
export function joinedQuery(texts: readonly string[]): string {
  const key = texts.join("\n");
  const text = known.get(key) ?? joined(texts);
  known.set(key, text);
  return text;
}

function joined(texts: readonly string[]): string {
  const operations = texts.map((text, index) => {
    const [operation] = prefixed(text, `q${index}_`).definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${text} is no query: correct it.`);
    return operation;
  });
  const variables = operations.flatMap((operation) => (operation.variableDefinitions ?? []).map(print));
  const fields = operations.flatMap((operation) => operation.selectionSet.selections.map(print));
  return `query Joined(${variables.join(", ")}) {\n${fields.join("\n")}\n}`;
}

function prefixed(text: string, prefix: string) {
  const named = (name: NameNode) => ({ kind: Kind.NAME, value: prefix + name.value }) as const;
  let depth = 0;
  return visit(parse(text, { noLocation: true }), {
    Variable: (node) => ({ ...node, name: named(node.name) }),
    Field: {
      enter(node): FieldNode | undefined {
        depth++;
        return depth === 1 ? { ...node, alias: named(node.alias ?? node.name) } : undefined;
      },
      leave() {
        depth--;
      },
    },
  });
}
