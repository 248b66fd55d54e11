import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium, quiet } from "../../scripts/gallery/browser.ts";
import type { Incident } from "../e2e/status-feed.ts";
import { openBench } from "./bench.ts";
import { bot } from "./cast.ts";

const pictures = fileURLToPath(new URL("../../gallery/playground", import.meta.url));
const executablePath = findChromium(process.env.CHROMIUM_PATH);
const why = executablePath ? "" : " (skipped: no Chromium; install one or set CHROMIUM_PATH)";

const incident = (count: number): Incident => ({
  id: "i1",
  title: "Elevated &lt;b&gt;login&lt;/b&gt; **errors** [here](https://evil.example)",
  updated: "2026-11-20T11:00:00Z",
  updates: [
    { at: "Nov 20, 10:00 UTC", status: "Investigating", text: "Step one: we look into it." },
    { at: "Nov 20, 10:20 UTC", status: "Identified", text: "Step two: a cache is at fault." },
    { at: "Nov 20, 10:40 UTC", status: "Resolved", text: "Step three: the cache is back." },
  ].slice(0, count),
});

describe.skipIf(!executablePath)(`the page of Microsoft's Agents Playground${why}`, () => {
  let bench: Awaited<ReturnType<typeof openBench>>;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    bench = await openBench();
    browser = await chromium.launch({ executablePath: String(executablePath), args: [...quiet] });
    const context = await browser.newContext({ viewport: { width: 1400, height: 2000 } });
    page = await context.newPage();
    await page.route(
      ({ host }) => !/^(?:localhost|127\.0\.0\.1):/u.test(host),
      (route) => route.abort(),
    );
    await page.goto(bench.url);
    await compose().waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await bench?.close();
  });

  const compose = () => page.locator("[contenteditable=true][data-lexical-editor=true]").first();
  const picture = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`) });
  const cards = (words: string | RegExp) => page.locator(".ac-adaptiveCard", { hasText: words });
  const seen = (words: string | RegExp) =>
    expect.poll(() => cards(words).count()).toBeGreaterThan(0);

  async function say(line: string): Promise<void> {
    await compose().click();
    await compose().pressSequentially(line);
    await page.keyboard.press("Enter");
  }

  async function post(line: string): Promise<void> {
    await compose().click();
    await compose().pressSequentially(`@${bot.name.slice(0, 4)}`);
    await page.getByRole("menuitem", { name: bot.name }).click();
    await compose().pressSequentially(` ${line}`);
    await page.getByRole("button", { name: "Post", exact: true }).click();
  }

  it("shows help and status in the personal chat", async () => {
    await seen("Watchpost is here");
    await picture("personal-introduction");
    await say("help");
    await seen("I answer");
    await picture("personal-help");
    await say("status");
    await seen("Auth0 status of prod");
    await picture("personal-status");
  });

  it("introduces itself in a channel, and follows a source there when it is mentioned", async () => {
    await page.getByText("ops", { exact: true }).first().click();
    await seen("Watchpost is here");
    await picture("channel-introduction");
    await post("subscribe status");
    await seen("now follows");
  });

  it("shows an incident as a post of its own, answers a button on it in its thread, and edits it in place", async () => {
    bench.show(incident(1));
    await seen("Step one");
    await picture("channel-incident");
    await page.getByRole("button", { name: "Status now" }).first().click();
    await seen("Auth0 status of prod");
    await picture("channel-pressed");
    bench.show(incident(2));
    await seen("Step two");
    bench.show(incident(3));
    await seen("Step three");
    await expect.poll(() => cards(/^.*OK.*Elevated/).count()).toBe(1);
    expect(await cards("<b>login</b> **errors** [here](https://evil.example)").count()).not.toBe(0);
    expect(await page.locator('a[href*="evil.example"]').count()).toBe(0);
    await picture("channel-resolved");
  });

  it("has nothing in its log that the bot did not take, or that it did not take of the bot", async () => {
    const log = await page.getByText(/^\[.*\] /).allInnerTexts();
    expect(log.length).toBeGreaterThan(5);
    expect(log.filter((line) => / [45]\d\d$/.test(line))).toEqual([]);
  });
});
