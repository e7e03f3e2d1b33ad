import { Instance } from "./Instance.ts";
import { matchstick } from "./matchstick.ts";
import { numbers } from "./numbers.ts";
import type { Schema } from "./Schema.ts";
import { Store } from "./Store.ts";
import { storing } from "./storing.ts";

const HOOKS = ["beforeAll", "afterAll", "beforeEach", "afterEach"] as const;

/** When a hook of matchstick-as is called. */
export type Hook = (typeof HOOKS)[number];

/** A test; `run` throws where it fails, and where it should fail and does not. */
export type UnitTest = { name: string; run: () => void };

/** What a `describe` holds, and at the root what stands outside of all. */
export type Group = { name: string; tests: UnitTest[]; groups: Group[]; hooks: Record<Hook, (() => void)[]> };

/**
 * Collects the tests of a module that was written with matchstick-as. They share one store, as in matchstick, and begin
 * with it empty.
 */
export function testsOf(module: WebAssembly.Module, schema: Schema): Group {
  const root = newGroup("");
  let group = root;
  // the start registers before the constructor returns: functions of the table are kept for later
  const waiting: (() => void)[] = [];
  const late: { instance: Instance | null } = { instance: null };
  const call = (index: number) => () => late.instance?.callIndirect(index);
  const store = new Store(schema);
  late.instance = new Instance(module, {
    ...numbers,
    ...storing(store),
    ...matchstick(store),
    "index _registerTest": (heap, name = 0, shouldFail = 0, index = 0) => {
      const run = shouldFail === 0 ? call(index) : failing(call(index));
      group.tests.push({ name: heap.string(name), run });
    },
    "index _registerHook": (heap, index = 0, type = 0) => {
      group.hooks[hookOf(heap.string(type))].push(call(index));
    },
    "index _registerDescribe": (heap, name = 0, index = 0) => {
      const [outer, inner] = [group, newGroup(heap.string(name))];
      outer.groups.push(inner);
      waiting.push(() => {
        group = inner;
        call(index)();
        group = outer;
      });
    },
  });
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) next();
  return root;
}

function newGroup(name: string): Group {
  return {
    name,
    tests: [],
    groups: [],
    hooks: { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] },
  };
}

function failing(run: () => void): () => void {
  return () => {
    try {
      run();
    } catch {
      return;
    }
    throw new Error("it should have failed, and did not");
  };
}

function hookOf(type: string): Hook {
  const found = HOOKS.find((hook) => hook === type);
  if (found === undefined) throw new Error(`matchstick-as asks for the hook ${type}, which this host lacks`);
  return found;
}
