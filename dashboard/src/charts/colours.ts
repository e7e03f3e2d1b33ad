/** Colours that are told apart in both themes; a ninth and later part shares a grey. */
export function colourOf(index: number): string {
  return index < 8 ? `var(--c${index + 1})` : "var(--c9)";
}
