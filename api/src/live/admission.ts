import {
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  Kind,
  parse,
  print,
  specifiedRules,
  type ValidationContext,
  validate,
} from "graphql";
import { withoutLeftOut } from "../askedTwice.ts";
import { outOfBounds } from "../bounds.ts";
import { apiError, refusal } from "../errors.ts";
import type { Operation } from "../operationOf.ts";
import { rowCost } from "../rowCost.ts";
import { rootFields } from "../subgraph/rootHeights.ts";
import { inQuery } from "./inQuery.ts";
import type { Wanted, Kind as WantedKind } from "./Wanted.ts";

/** A subscription as a client sends it. */
export type Asked = {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
};

/** What subscriptions are checked against: the rules of queries. */
export type Rules = {
  readonly schema: GraphQLSchema;
  readonly validationRules: readonly ((context: ValidationContext) => ASTVisitor)[];
  readonly maxTokens: number;
};

/** The subscription that a client asks for, or why it cannot have it. */
export function admit(asked: Asked, rules: Rules): Wanted | readonly GraphQLError[] {
  try {
    const document = parsed(asked.query, rules.maxTokens);
    const errors = validate(rules.schema, document, [...specifiedRules, ...rules.validationRules]);
    if (errors.length > 0) return errors.map((error) => coded("GRAPHQL_VALIDATION_FAILED", error));
    return wantedOf(operationOf(document, asked, rules.schema));
  } catch (error) {
    if (error instanceof GraphQLError) return [withoutStatus(error)];
    throw error;
  }
}

// A refusal of a query says its HTTP status, which there is none of here.
function withoutStatus({ message, extensions }: GraphQLError): GraphQLError {
  // graphql-js throws at a directive on a subscription's own field that has a variable.
  return new GraphQLError(message, { extensions: { code: extensions.code ?? "GRAPHQL_VALIDATION_FAILED" } });
}

function parsed(query: string, maxTokens: number): DocumentNode {
  try {
    return parse(query, { maxTokens, noLocation: true });
  } catch (error) {
    throw error instanceof GraphQLError ? coded("GRAPHQL_PARSE_FAILED", error) : error;
  }
}

function operationOf(
  document: DocumentNode,
  { operationName, variables }: Asked,
  schema: GraphQLSchema,
): Operation {
  const operation = getOperationAST(document, operationName);
  if (operation == null) {
    throw refusal("BAD_USER_INPUT", "It is not clear which operation is meant: name it in operationName.");
  }
  if (operation.operation !== "subscription") {
    throw refusal("BAD_USER_INPUT", "Only subscriptions run here: send queries to POST /graphql.");
  }
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {});
  if (coerced === undefined) throw refusal("BAD_USER_INPUT", errors?.[0]?.message ?? "A variable is bad.");
  const { definitions } = withoutLeftOut(document, coerced);
  const fragments = definitions.flatMap((node) =>
    node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
  );
  const cleared = definitions[document.definitions.indexOf(operation)] as typeof operation;
  return { schema, operation: cleared, fragments: new Map(fragments), variables: coerced };
}

function wantedOf(operation: Operation): Wanted {
  const [field] = rootFields(operation, operation.operation.selectionSet);
  const definition = operation.schema.getSubscriptionType()?.getFields()[field?.name.value ?? ""];
  if (field === undefined || definition === undefined) {
    throw refusal("BAD_USER_INPUT", "The subscription asks for nothing: all its fields are left out.");
  }
  const values = getArgumentValues(definition, field, operation.variables);
  const wanted = {
    kind: definition.name as WantedKind,
    field,
    name: field.alias?.value ?? field.name.value,
    taskType: idOf("taskType", values.taskType),
    sink: idOf("sink", values.sink),
    operation,
  };
  const inside = inQuery(wanted, "first: 1");
  const error = outOfBounds(inside);
  if (error !== null) throw error;
  const texts = [operation.operation, ...operation.fragments.values()].map(print);
  const key = JSON.stringify([...texts, Object.entries(operation.variables).sort()]);
  return { ...wanted, rows: rowCost(inside).rows, key };
}

function idOf(name: string, value: unknown): string | null {
  if (value == null) return null;
  const id = String(value).toLowerCase();
  if (/^0x([0-9a-f]{2})+$/.test(id)) return id;
  const expected = "write it as 0x and an even number of hexadecimal digits";
  throw apiError("UNKNOWN_ID", `\`${name}\` is ${JSON.stringify(value)}: ${expected}.`);
}

function coded(code: string, error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { ...error.extensions, code: error.extensions.code ?? code },
  });
}
