const files = import.meta.glob<string>("../../../../examples/*.graphql", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The example queries in the order of their files, each with the question of its first line. */
export const EXAMPLES = Object.entries(files)
  .sort(([one], [other]) => (one < other ? -1 : 1))
  .map(([path, text]) => ({
    name: path.replace(/^.*\//, "").replace(".graphql", ""),
    title: text.match(/^#\s*(.*)$/m)?.[1] ?? path,
    text,
  }));
