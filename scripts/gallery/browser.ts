import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import type { Files, Theme } from "./painter.ts";

/** Every page has this origin; whatever asks for another one is refused. */
const origin = "http://gallery.test";
const usual = "/usr/bin/chromium";

export const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Where Chromium is, if it is. */
export function findChromium(named: string | undefined): string | undefined {
  return [named, usual].find((path) => path && existsSync(path));
}

export interface Studio {
  /** Shows a page in a window of its own, hands it over, and closes it. Nothing in it reaches the network. */
  show<Result>(what: Shown, use: (page: Page) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface Shown {
  readonly html: string;
  readonly files: Files;
  readonly width: number;
  readonly theme: Theme;
  readonly now: Date;
}

export async function openStudio(executablePath: string): Promise<Studio> {
  const browser = await chromium.launch({ executablePath, args: quiet });
  return {
    async show(what, use) {
      const context = await windowFor(browser, what);
      try {
        const page = await context.newPage();
        const trouble = troubleOf(page);
        await page.clock.setFixedTime(what.now);
        await serve(page, what);
        await page.goto(`${origin}/`, { waitUntil: "load" });
        const result = await use(page);
        if (trouble.length > 0) throw new Error(`The page reports:\n${trouble.join("\n")}`);
        return result;
      } finally {
        await context.close();
      }
    },
    close: () => browser.close(),
  };
}

function windowFor(browser: Browser, { width, theme }: Shown): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width, height: 800 },
    colorScheme: theme,
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    serviceWorkers: "block",
  });
}

/** Errors of the page's scripts, as they come. */
function troubleOf(page: Page): string[] {
  const trouble: string[] = [];
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("requestfailed", (request) => trouble.push(`${request.url()} was asked for`));
  return trouble;
}

async function serve(page: Page, { html, files }: Shown): Promise<void> {
  await page.route("**/*", async (route) => {
    const url = new URL(route.request().url());
    if (url.origin !== origin) return route.abort();
    const file = url.pathname === "/" ? { type: "text/html", body: html } : files.get(url.pathname);
    if (!file) return route.fulfill({ status: 404, body: "" });
    return route.fulfill({ contentType: `${file.type}; charset=utf-8`, body: file.body });
  });
}
