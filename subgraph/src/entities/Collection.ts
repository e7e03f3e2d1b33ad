import { BigInt } from "@graphprotocol/graph-ts";
import { Collection } from "../../generated/schema";
import { collectionId } from "../ids";

/** Counts one more row of a type. */
export function count(name: string): void {
  const id = collectionId(name);
  let collection = Collection.load(id);
  if (collection === null) {
    collection = new Collection(id);
    collection.name = name;
    collection.count = BigInt.zero();
  }
  collection.count = collection.count.plus(BigInt.fromI32(1));
  collection.save();
}
