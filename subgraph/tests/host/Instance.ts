import { Heap, type Runtime } from "./Heap.ts";

/** A host function: what a module gives it are pointers and numbers, and so is what it gives back. */
export type Import = (heap: Heap, ...args: number[]) => unknown;

/** Host functions by `module name`, e.g. `index store.get`. */
export type Imports = Readonly<Record<string, Import>>;

type Exports = Runtime & { _start(): void; table?: WebAssembly.Table } & Record<string, unknown>;

/** One instance of a compiled AssemblyScript module. */
export class Instance {
  readonly heap: Heap;
  readonly #exports: Exports;

  /**
   * Runs the module's start. An import that the host lacks throws, with its name, when the module calls it; so does
   * AssemblyScript's abort, with its message and place.
   */
  constructor(module: WebAssembly.Module, imports: Imports) {
    let heap: Heap | null = null;
    const here = (): Heap => heap ?? lateHeap();
    const given: Record<string, Record<string, (...args: number[]) => unknown>> = {};
    for (const wanted of WebAssembly.Module.imports(module)) {
      const name = `${wanted.module} ${wanted.name}`;
      const known = imports[name] ?? (name === "env abort" ? abort : lacking(name));
      given[wanted.module] = { ...given[wanted.module], [wanted.name]: (...args) => known(here(), ...args) };
    }
    this.#exports = new WebAssembly.Instance(module, given as WebAssembly.Imports).exports as Exports;
    this.heap = heap = new Heap(this.#exports);
    this.#exports._start();
  }

  /** Calls an exported function by its name. */
  call(name: string, ...args: number[]): void {
    const found = this.#exports[name];
    if (typeof found !== "function") throw new Error(`the module exports no function ${name}`);
    found(...args);
  }

  /** Calls a function by its place in the module's table. */
  callIndirect(index: number): void {
    const found: unknown = this.#exports.table?.get(index);
    if (typeof found !== "function")
      throw new Error(`the module's table has no function ${index}: --exportTable`);
    found();
  }
}

function lateHeap(): never {
  throw new Error("the module calls its host before it is there: compile it with --explicitStart");
}

function lacking(name: string): Import {
  return () => {
    throw new Error(`the module calls the import "${name}", which this host lacks: add it in tests/host`);
  };
}

function abort(heap: Heap, ...[message = 0, file = 0, line, column]: number[]): never {
  const text = message === 0 ? "abort without a message" : heap.string(message);
  throw new Error(`${text} (${file === 0 ? "?" : heap.string(file)}:${line}:${column})`);
}
