/** A task type's name: its id as text where that is printable ASCII padded with zeros, else the id shortened. */
export function taskName(id: string): string {
  return asciiOf(id) ?? short(id);
}

/** A reason's words, e.g. "Commit withholding"; the bytes shortened where they are no text. */
export function reasonWords({ reason, reasonText }: { reason: string; reasonText: string | null }): string {
  return reasonText === null ? short(reason) : sentenceCase(reasonText);
}

/** "COMMIT_WITHHOLDING" as "Commit withholding". */
export function sentenceCase(name: string): string {
  const words = name.replaceAll("_", " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "FlowDistribution" as "Flow distribution". */
export function plainWords(typename: string): string {
  return sentenceCase(typename.replace(/(?<!^)([A-Z])/g, "_$1"));
}

/** An address or a hash with its middle left out, e.g. "0x2546…ec30". */
export function short(hex: string): string {
  return hex.length <= 13 ? hex : `${hex.slice(0, 6)}…${hex.slice(-4)}`;
}

/** The page of an id that someone has pasted; null where it has the form of no id. */
export function pageOf(pasted: string): string | null {
  const id = pasted.trim().toLowerCase();
  if (/^0x[0-9a-f]{40}$/.test(id)) return `/sinks/${id}`;
  if (/^0x[0-9a-f]{64}$/.test(id)) return `/tasks/${id}`;
  if (/^0x[0-9a-f]{72}$/.test(id)) return `/slashes/${id}`;
  return /^(?!0x)[a-z0-9_-]{1,32}$/.test(id) ? `/tasks/${bytesOf(id)}` : null;
}

function asciiOf(id: string): string | null {
  const bytes = id.slice(2).replace(/(00)+$/, "");
  if (bytes === "" || bytes.length % 2 !== 0) return null;
  const codes = bytes.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  return codes.every((code) => code > 31 && code < 127) ? String.fromCharCode(...codes) : null;
}

function bytesOf(text: string): string {
  const hex = [...text].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  return `0x${hex.padEnd(64, "0")}`;
}
