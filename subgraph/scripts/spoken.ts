import { type Document, isMap, isSeq, parseDocument, type YAMLMap } from "yaml";
import { eventOf, manifestEvent } from "./declaration.ts";
import type { Dialect } from "./dialects.ts";

/** The maps of a list in a manifest. */
export function itemsOf(parent: Document | YAMLMap, ...path: string[]): YAMLMap[] {
  const list = parent.getIn(path);
  return isSeq(list) ? list.items.filter(isMap) : [];
}

/**
 * The manifest for contracts that speak a dialect: the events in their form, the ABI of each contract that has one, and
 * for every data source the context that the mappings learn the rest from.
 * @param abiFile where the ABI of a contract with events of its own lies, as the manifest is to name it
 */
export function spoken(
  manifest: string,
  { name, dialect }: { name: string; dialect: Dialect },
  abiFile: (contract: string) => string,
): string {
  const document = parseDocument(manifest);
  const sources = itemsOf(document, "dataSources");
  for (const contract of Object.keys(dialect.events)) {
    const source = sources.find((item) => item.get("name") === contract);
    if (source === undefined) throw new Error(`the manifest reads no ${contract}, which a dialect speaks of`);
    for (const abi of itemsOf(source, "mapping", "abis")) {
      if (abi.get("name") === contract) abi.set("file", abiFile(contract));
    }
    tellEvents(source, dialect.events[contract] ?? []);
  }
  for (const source of sources) source.set("context", contextOf(name, dialect));
  return document.toString();
}

function tellEvents(source: YAMLMap, declarations: Dialect["events"][string]): void {
  const handlers = itemsOf(source, "mapping", "eventHandlers");
  for (const event of declarations.map(eventOf)) {
    const handler = handlers.find((item) => String(item.get("event")).startsWith(`${event.name}(`));
    if (handler === undefined)
      throw new Error(`the manifest handles no ${event.name}, which a dialect tells`);
    handler.set("event", manifestEvent(event));
  }
}

function contextOf(name: string, dialect: Dialect): Record<string, { type: string; data: unknown }> {
  const { isRawCapped, isRegistrationSmoothed, hasAggregator } = dialect;
  const facts = Object.entries({ isRawCapped, isRegistrationSmoothed, hasAggregator });
  const parameters = Object.entries(dialect.parameters).flatMap(([contract, values]) =>
    Object.entries(values).map(([key, value]) => [
      `${contract}.${key}`,
      { type: "BigInt", data: `${value}` },
    ]),
  );
  return {
    dialect: { type: "String", data: name },
    ...Object.fromEntries(facts.map(([fact, holds]) => [fact, { type: "Bool", data: holds }])),
    ...Object.fromEntries(parameters),
  };
}
