import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { builtPage, loadAssets } from "../../adapters/local/assets.ts";
import { composeCard } from "../../src/core/card.ts";
import type { Answer } from "../../src/core/chat-adapter.ts";
import { actions, heading, text } from "../../src/core/message.ts";
import { bot, type Opened, openChat, ops, says } from "../adapters/local-bench.ts";
import { hostile } from "../contracts/chat-adapter.ts";
import { incidentAfter, specimens } from "../fixtures/specimens.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const quiet =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

const form = {
  command: "subscribe",
  title: "Follow a source",
  verb: "Subscribe",
  fields: [
    {
      name: "source",
      label: "source",
      hint: "a source",
      required: true,
      choices: ["status", "rss"],
    },
    { name: "feed", label: "feed", hint: "an address", required: false },
  ],
};
const commands = ["status", "subscribe", "subscriptions"].map((name) => ({
  name,
  summary: `What ${name} does`,
  examples: [name],
  args: {},
}));

/** Answers with its own words; privately where it is asked to. */
const answer: Answer = async function* ({ line, by }) {
  const words = `You said ${line}`;
  const message = { summary: words, blocks: [heading(`To ${by.name}`), text(words)] };
  yield { message, audience: line.startsWith("secret") ? "asker" : "all", pending: false };
};

const hasBrowser = existsSync(executablePath);
const why = hasBrowser ? "" : ` (skipped: no Chromium at ${executablePath}; set CHROMIUM_PATH)`;

describe.skipIf(!hasBrowser)(`the page of the local chat${why}`, { timeout: 90_000 }, () => {
  let browser: Browser;
  let opened: Opened;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    const built = await loadAssets(builtPage);
    if (built.size === 0) throw new Error("The page is not built: run `npm run build` first.");
    browser = await chromium.launch({ executablePath, args: quiet.split(" ") });
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    opened = await openChat({ page: builtPage, commands, notice: "All of this is pretend." });
    await opened.chat.start(bot(answer));
    page = await openPage();
  });
  afterEach(async () => {
    await page.context().close();
    await opened.close();
    expect(problems).toEqual([]);
  });

  async function openPage(
    look: Parameters<Browser["newContext"]>[0] = {},
    path = "/",
  ): Promise<Page> {
    const context = await browser.newContext({ timezoneId: "Europe/Berlin", ...look });
    const made = await context.newPage();
    problems = [];
    made.on("pageerror", (error) => problems.push(String(error)));
    made.on("console", (said) => {
      if (said.type() === "error" && !said.text().includes("ERR_")) problems.push(said.text());
    });
    await made.goto(`${opened.chat.address()}${path}`);
    await made.locator("#connection[data-state=live]").waitFor();
    return made;
  }

  const visible = (words: string) => page.getByText(words).first().waitFor({ state: "visible" });
  const seen = async (words: string) => {
    const [log, box] = await Promise.all([
      page.locator("#log").boundingBox(),
      page.getByText(words).first().boundingBox(),
    ]);
    return log !== null && box !== null && box.y >= log.y && box.y < log.y + log.height;
  };
  const say = async (line: string) => {
    await page.getByRole("combobox").fill(line);
    await page.keyboard.press("Enter");
  };

  it("shows a card live, changes it in place, and keeps its news in its thread", async () => {
    await visible("Nothing has been said here yet.");
    const at = await opened.chat.post(
      { conversation: ops },
      composeCard(incidentAfter(1), { as: "thread" }),
    );
    const card = page.getByRole("article", { name: /Investigating: Failing logins/ });
    await card.waitFor();
    for (const words of ["one", "two", "three"]) {
      await opened.chat.post({ conversation: ops, thread: at.id }, says(`News number ${words}.`));
    }
    await opened.chat.edit(at, composeCard(incidentAfter(4), { as: "thread" }));
    await page.getByRole("article", { name: /Resolved: Failing logins/ }).waitFor();
    expect(await card.count()).toBe(0);
    await page.locator(".edited").getByText("edited").waitFor();

    const replies = page.locator(".thread article");
    const seen = await Promise.all((await replies.all()).map((reply) => reply.isVisible()));
    expect(seen).toEqual([false, false, true]);
    await page.getByRole("button", { name: "Show 2 earlier replies" }).click();
    await visible("News number one.");
    expect(await page.locator("#entries > li").count()).toBe(1);
    expect(await page.locator("#announcer").textContent()).toContain("Resolved");
  });

  it("draws a thread the same when it is opened afterwards", async () => {
    const at = await opened.chat.post({ conversation: ops }, says("Login is slow"));
    await opened.chat.post({ conversation: ops, thread: at.id }, says("We know why"));
    await opened.chat.edit(at, says("Login is well"));
    await page.reload();
    await visible("We know why");
    expect(await page.locator("#entries > li").count()).toBe(1);
    expect(await page.locator("#entries > li > .thread article").count()).toBe(1);
  });

  it("says what is typed and what a button stands for, and shows the question with the answer", async () => {
    await say("status");
    await visible("You said status");
    const choice = actions({ label: "Check now", line: "status now" });
    await opened.chat.post({ conversation: ops }, { summary: "Choose", blocks: [choice] });
    await page.getByRole("button", { name: "Check now" }).click();
    await visible("You said status now");
    expect(await page.locator(".asked q").allTextContents()).toEqual(["status", "status now"]);
  });

  it("fills a form and says its line", async () => {
    const open = actions({ label: "Follow", line: "help subscribe", form });
    await opened.chat.post({ conversation: ops }, { summary: "Follow", blocks: [open] });
    await page.getByRole("button", { name: "Follow" }).click();
    const dialog = page.getByRole("dialog", { name: "Follow a source" });
    await dialog.getByRole("button", { name: "Subscribe" }).click();
    expect(await dialog.isVisible()).toBe(true); // What is required is missing.
    await dialog.getByLabel("source", { exact: true }).selectOption("rss");
    await dialog.getByLabel("feed (may stay empty)").fill("https://example.com/a b");
    await dialog.getByText('subscribe source:rss feed:"https://example.com/a b"').waitFor();
    await dialog.getByRole("button", { name: "Subscribe" }).click();
    await visible('You said subscribe source:rss feed:"https://example.com/a b"');
    expect(await dialog.count()).toBe(0);
  });

  it("suggests commands, and brings back what was said before", async () => {
    const line = page.getByRole("combobox");
    await line.pressSequentially("sub");
    expect(await page.getByRole("option").count()).toBe(2);
    await line.press("ArrowDown");
    await line.press("Enter");
    expect(await line.inputValue()).toBe("subscribe ");
    await line.fill("status");
    await line.press("Enter");
    await visible("You said status");
    await line.press("ArrowUp");
    expect(await line.inputValue()).toBe("status");
  });

  it("marks a private answer, and shows it to nobody else", async () => {
    await say("secret plan");
    await visible("You said secret plan");
    await visible("Only you can see this");
    const other = await openPage({}, "/?as=grace");
    await other.getByRole("button", { name: "You are grace" }).waitFor();
    await opened.chat.post({ conversation: ops }, says("For everyone"));
    await other.getByText("For everyone").first().waitFor();
    expect(await other.getByText("secret plan").count()).toBe(0);
    await other.context().close();
  });

  it("shows hostile words as words, and no link that is not of the web", async () => {
    const script = '<img src=x onerror="document.title=1"><script>1</script>';
    const span = { link: "press me", url: "javascript:alert(1)" };
    const blocks = [
      heading(hostile),
      text([script, span, { link: "fine", url: "https://example.com/" }]),
    ];
    await opened.chat.post({ conversation: ops }, { summary: hostile, blocks });
    await page.getByRole("heading", { name: hostile, exact: true }).waitFor();
    await visible(script);
    const link = page.locator("article a");
    expect(await link.count()).toBe(1);
    expect(await link.getAttribute("href")).toBe("https://example.com/");
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer");
    expect(await link.getAttribute("target")).toBe("_blank");
    expect(await page.locator("article img, article script").count()).toBe(0);
  });

  it("begins a long answer at its beginning, and leads to what changed out of sight", async () => {
    const at = await opened.chat.post({ conversation: ops }, says("Login is slow"));
    const lines = Array.from({ length: 80 }, (_, index) => text(`Line ${index}.`));
    await opened.chat.post({ conversation: ops }, { summary: "Long", blocks: lines });
    await page.getByText("Line 79.").waitFor();
    await expect.poll(() => seen("Line 0.")).toBe(true);
    await opened.chat.edit(at, says("Login is well"));
    await page.getByRole("button", { name: "Something changed above" }).click();
    await expect.poll(() => seen("Login is well")).toBe(true);
    expect(await page.getByRole("button", { name: "Something changed above" }).count()).toBe(0);
  });

  it("says so plainly when the bot is gone, and keeps the line that could not be sent", async () => {
    await opened.chat.stop();
    await visible("Watchpost cannot be reached since");
    await visible("Not connected");
    await say("status");
    await visible("Not sent. Watchpost cannot be reached.");
    expect(await page.getByRole("combobox").inputValue()).toBe("status");
  });

  it("turns to other conversations, and says where something new is", async () => {
    await opened.chat.post({ conversation: "local:channel:support" }, says("Over here"));
    await page.getByRole("link", { name: "#support 1 new" }).click();
    await visible("Over here");
    expect(page.url()).toContain("in=support");
    await page.goBack();
    await visible("Nothing has been said here yet.");
  });

  it.each(["light", "dark"] as const)(
    "has no serious finding of axe in %s",
    async (colorScheme) => {
      for (const message of Object.values(specimens)) {
        const at = await opened.chat.post({ conversation: ops }, message);
        await opened.chat.post({ conversation: ops, thread: at.id }, says("A reply"));
      }
      await opened.chat.post({ conversation: ops, onlyFor: "local:user:ada" }, says("For you"));
      const shown = await openPage({ colorScheme, reducedMotion: "reduce", bypassCSP: true });
      await shown.getByText("For you").first().waitFor();
      await shown.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core") });
      const find = () =>
        shown.evaluate(async () => {
          const { axe } = globalThis as unknown as {
            axe: { run(): Promise<{ violations: Finding[] }> };
          };
          const { violations } = await axe.run();
          return violations
            .filter(({ impact }) => impact === "serious" || impact === "critical")
            .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
        });
      expect(await find()).toEqual([]);
      await shown.locator("#who").click();
      expect(await find()).toEqual([]);
      await shown.context().close();
    },
    60_000,
  );

  it.each([390, 1280])("never scrolls sideways at %i pixels", async (width) => {
    const words = "averyveryverylongword".repeat(20);
    const blocks = [heading(words), text(words), actions({ label: words, line: words })];
    await opened.chat.post({ conversation: ops }, { summary: words, blocks });
    for (const message of Object.values(specimens)) {
      await opened.chat.post({ conversation: ops }, message);
    }
    const shown = await openPage({ viewport: { width, height: 844 } });
    await shown.locator("#entries > li").nth(5).waitFor({ state: "attached" });
    const wide = await shown.evaluate(`
      [document.documentElement, document.body, document.querySelector("#log")]
        .map((box) => box.scrollWidth - box.clientWidth)`);
    expect(wide).toEqual([0, 0, 0]);
    await shown.context().close();
  });

  it("opens quickly with everything that is kept", async () => {
    for (let n = 0; n < 260; n += 1)
      await opened.chat.post({ conversation: ops }, says(`Number ${n}.`));
    await page.reload();
    await page.getByText("Number 259.").waitFor();
    expect(await page.locator("#entries > li").count()).toBe(200);
    await page.getByRole("button", { name: "Show 60 earlier messages" }).click();
    expect(await page.locator("#entries > li").count()).toBe(260);
  });
});

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}
