import { AxeBuilder } from "@axe-core/playwright";
import {
  type BrowserContextOptions,
  chromium,
  type Page,
  type Browser as Playwright,
  type Request,
} from "playwright-core";
import { chromiumFlags, chromiumPath } from "./chromium.ts";

/** A fault that axe found: its rule, how bad it is, and where. */
export type Fault = { rule: string; impact: string; where: string[] };

/** A page that someone looks at, and what went wrong in it. */
export type Seen = {
  page: Page;
  /** What its console and its scripts complained of. */
  complaints: string[];
  /** Its GraphQL requests, in order. */
  questions: Request[];
};

/** A Chromium with an empty profile. */
export class Browser {
  readonly #chromium: Playwright;
  readonly #origin: string;

  private constructor(started: Playwright, origin: string) {
    this.#chromium = started;
    this.#origin = origin;
  }

  /** Starts Chromium, to open paths of the dashboard at `origin`. */
  static async start(origin: string): Promise<Browser> {
    return new Browser(await chromium.launch({ executablePath: chromiumPath, args: chromiumFlags }), origin);
  }

  /** Opens a path of the dashboard as a new visitor. */
  async open(path: string, options: BrowserContextOptions = {}): Promise<Seen> {
    const context = await this.#chromium.newContext({
      viewport: { width: 1280, height: 900 },
      acceptDownloads: true,
      permissions: ["clipboard-read", "clipboard-write"],
      ...options,
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    const questions: Request[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/graphql")) questions.push(request);
    });
    await page.goto(`${this.#origin}${path}`);
    return { page, complaints, questions };
  }

  /** Ends Chromium and all that it shows. */
  async close(): Promise<void> {
    await this.#chromium.close();
  }
}

/** Waits until no part of the page is being loaded. */
export async function untilShown(page: Page): Promise<void> {
  await page.locator("main h1").waitFor();
  await page.waitForFunction(() => {
    const panels = [...document.querySelectorAll(".panel")];
    return panels.every((panel) => panel.getAttribute("aria-busy") === "false");
  });
}

/** The panel with this title. */
export function panelOf(page: Page, title: string) {
  return page.getByRole("region", { name: title, exact: true });
}

/** All that axe finds in the page. */
export async function faultsOf(page: Page): Promise<Fault[]> {
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  return violations.map(({ id, impact, nodes }) => ({
    rule: id,
    impact: impact ?? "minor",
    where: nodes.map(({ target }) => target.join(" ")),
  }));
}
