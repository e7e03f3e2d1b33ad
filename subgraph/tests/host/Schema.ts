import { readFileSync } from "node:fs";
import { type FieldDefinitionNode, Kind, type ObjectTypeDefinitionNode, parse, type TypeNode } from "graphql";

/** A field of an entity's own; `target` is the entity that it refers to, if it does. */
export type Field = {
  name: string;
  type: string;
  isRequired: boolean;
  isList: boolean;
  target: string | null;
};

/** A field that lists the rows of `target` which refer to this one in their field `by`. */
export type Derived = { name: string; target: string; by: string };

/** One entity: its own fields, those derived from others, and whether it is never changed, or a time series. */
export type EntityType = {
  name: string;
  fields: Map<string, Field>;
  derived: Map<string, Derived>;
  isImmutable: boolean;
  isTimeseries: boolean;
};

/** The entities of schema.graphql. */
export class Schema {
  readonly entities: ReadonlyMap<string, EntityType>;

  constructor(text: string) {
    const types = parse(text).definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
    const entities = types.filter((node) => directive(node, "entity") !== undefined);
    const names = new Set(entities.map(({ name }) => name.value));
    this.entities = new Map(entities.map((node) => [node.name.value, entityOf(node, names)]));
  }

  /** The project's own. */
  static read(): Schema {
    return new Schema(readFileSync(new URL("../../../schema.graphql", import.meta.url), "utf8"));
  }

  /** Throws on a name that is no entity's. */
  entity(name: string): EntityType {
    const found = this.entities.get(name);
    if (found === undefined) throw new Error(`schema.graphql has no entity ${name}`);
    return found;
  }
}

function entityOf(node: ObjectTypeDefinitionNode, names: ReadonlySet<string>): EntityType {
  const fields = node.fields ?? [];
  const own = fields.filter((field) => derivedFrom(field) === null);
  const derived = fields.flatMap((field) => {
    const by = derivedFrom(field);
    return by === null ? [] : [{ name: field.name.value, target: named(field.type), by }];
  });
  return {
    name: node.name.value,
    fields: new Map(own.map((field) => [field.name.value, fieldOf(field, names)])),
    derived: new Map(derived.map((field) => [field.name, field])),
    isImmutable: isSet(node, "immutable"),
    isTimeseries: isSet(node, "timeseries"),
  };
}

function fieldOf({ name, type }: FieldDefinitionNode, names: ReadonlySet<string>): Field {
  const isRequired = type.kind === Kind.NON_NULL_TYPE;
  const isList = (isRequired ? type.type : type).kind === Kind.LIST_TYPE;
  const target = names.has(named(type)) ? named(type) : null;
  return { name: name.value, type: named(type), isRequired, isList, target };
}

function named(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type);
}

function directive(node: ObjectTypeDefinitionNode | FieldDefinitionNode, name: string) {
  return node.directives?.find((candidate) => candidate.name.value === name);
}

function isSet(node: ObjectTypeDefinitionNode, argument: string): boolean {
  const value = directive(node, "entity")?.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.BOOLEAN && value.value;
}

function derivedFrom(field: FieldDefinitionNode): string | null {
  const value = directive(field, "derivedFrom")?.arguments?.[0]?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}
