/** A URL as it may be shown: its origin, and "/…" in the place of what may hold a key. */
export function shownUrl(url: string): string {
  const { origin, username, password, pathname, search } = new URL(url);
  const isWhole = `${username}${password}${search}` === "" && pathname === "/";
  return isWhole ? origin : `${origin}/…`;
}
