import type { Locator } from "playwright-core";

/** The exact values behind the figures in a part of the page, in reading order. */
export async function exactIn(part: Locator): Promise<string[]> {
  return part
    .locator("data")
    .evaluateAll((figures) => figures.map((figure) => figure.getAttribute("value") ?? ""));
}

/** Where things have their pages. */
export const pageOf = {
  taskType: (id: string) => `/tasks/${id}`,
  sink: (address: string) => `/sinks/${address}`,
  slash: (id: string) => `/slashes/${id}`,
};
