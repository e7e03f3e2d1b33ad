import { TypeId } from "./Heap.ts";
import type { Imports } from "./Instance.ts";
import type { Store } from "./Store.ts";
import { type Entity, readEntity, writeEntity } from "./value.ts";

/** What a mapping may do with the store, and the context that the manifest gives it: none where it speaks no dialect. */
export function storing(store: Store, context: Entity = new Map()): Imports {
  return {
    "datasource dataSource.context": (heap) => writeEntity(heap, context),
    "index store.get": (heap, type = 0, id = 0) =>
      writeEntity(heap, store.get(heap.string(type), heap.string(id))),
    "index store.get_in_block": (heap, type = 0, id = 0) =>
      writeEntity(heap, store.getInBlock(heap.string(type), heap.string(id))),
    "index store.loadRelated": (heap, type = 0, id = 0, field = 0) => {
      const rows = store.related(heap.string(type), heap.string(id), heap.string(field));
      return heap.newArray(
        TypeId.ArrayEntity,
        rows.map((row) => writeEntity(heap, row)),
      );
    },
    "index store.set": (heap, type = 0, id = 0, data = 0) =>
      store.set(heap.string(type), heap.string(id), readEntity(heap, data)),
    "index store.remove": (heap, type = 0, id = 0) => store.remove(heap.string(type), heap.string(id)),
    "datasource dataSource.create": () => {},
  };
}
