import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const OUTPUT = "build";
/** What the first page may load: JavaScript as gzip sends it (bytes). */
const MOST_FIRST_LOAD = 250_000;

/** Writes each file's brotli and gzip beside it, and fails when the first page has grown too large. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    writeBundle(_options, bundle) {
      for (const name of readdirSync(OUTPUT, { recursive: true, encoding: "utf8" })) {
        if (!/\.(js|css|html|svg)$/.test(name)) continue;
        const content = readFileSync(join(OUTPUT, name));
        writeFileSync(join(OUTPUT, `${name}.gz`), gzipSync(content, { level: 9 }));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
        writeFileSync(join(OUTPUT, `${name}.br`), brotliCompressSync(content, { params }));
      }
      const first = new Set<string>();
      const load = (name: string): void => {
        const chunk = bundle[name];
        if (first.has(name) || chunk?.type !== "chunk") return;
        first.add(name);
        chunk.imports.forEach(load);
      };
      for (const chunk of Object.values(bundle))
        if (chunk.type === "chunk" && chunk.isEntry) load(chunk.fileName);
      const size = (ending: string): number =>
        [...first].reduce((sum, name) => sum + readFileSync(join(OUTPUT, `${name}${ending}`)).length, 0);
      const bytes = size(".gz");
      this.info(`The first page loads ${bytes} bytes of JavaScript as gzip, ${size(".br")} as brotli.`);
      if (bytes > MOST_FIRST_LOAD) {
        this.error(
          `The first page loads ${bytes} bytes of JavaScript, at most ${MOST_FIRST_LOAD} are allowed.`,
        );
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), compressed()],
  // GraphiQL's React at the root is another version.
  resolve: { dedupe: ["react", "react-dom"] },
  build: { outDir: OUTPUT, target: "es2023", assetsInlineLimit: 0, reportCompressedSize: false },
  server: { proxy: { "/graphql": { target: process.env.API_URL ?? "http://127.0.0.1:4000", ws: true } } },
});
