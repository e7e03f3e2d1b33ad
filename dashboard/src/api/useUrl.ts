import { useLocation, useSearch } from "wouter";
import { searchOf, type View, viewOf } from "../values/span.ts";

/** The window and interval of the page's URL, and how to change them. */
export function useView(): { view: View; search: URLSearchParams; show: (view: View) => void } {
  const search = new URLSearchParams(useSearch());
  const [path, go] = useLocation();
  const view = viewOf(search);
  return { view, search, show: (next) => go(`${path}?${searchOf(next, search)}`) };
}

/** One more choice that the page's URL holds, e.g. a verdict; null where it is not in it. */
export function useChoice(name: string): [string | null, (value: string | null) => void] {
  const search = new URLSearchParams(useSearch());
  const [path, go] = useLocation();
  const choose = (value: string | null): void => {
    if (value === null) search.delete(name);
    else search.set(name, value);
    go(search.size === 0 ? path : `${path}?${search}`);
  };
  return [search.get(name), choose];
}
