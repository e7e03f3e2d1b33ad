/** What a doc comment says of an exported function or class. */
export type DocComment = { readonly name: string; readonly text: string };

const EXPORTED = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport (?:async )?(?:function|class) (\w+)/g;
const TAG = /^@(\w+) ?/;

/** The doc comments of a file's exported functions and classes, in its order, as Markdown on one line each. */
export function docComments(source: string): DocComment[] {
  return [...source.matchAll(EXPORTED)].map(([, comment = "", name = ""]) => ({
    name,
    text: sentences(comment).join(" "),
  }));
}

/** A comment's own words, then what its tags say: parameters with their names, results, errors and examples. */
function sentences(comment: string): string[] {
  const parts: string[] = [];
  for (const line of comment.split("\n").map((text) => text.replace(/^\s*\*? ?/, "").trim())) {
    if (line === "") continue;
    if (TAG.test(line) || parts.length === 0) parts.push(line);
    else parts.push(`${parts.pop()} ${line}`);
  }
  return parts.map(sentence);
}

function sentence(part: string): string {
  const [, tag] = TAG.exec(part) ?? [];
  const text = part.replace(TAG, "");
  if (tag === "param") return ended(text.replace(/^(\w+) /, "`$1`: "));
  if (tag === "returns") return ended(`Result: ${text}`);
  if (tag === "example") return `For example \`${text}\`.`;
  return ended(text);
}

function ended(text: string): string {
  return /[.!?:]$/.test(text) ? text : `${text}.`;
}
