import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderPlain } from "../../src/core/plain.ts";
import { createBotProcess, serveFeeds } from "./bot-process.ts";

const item = (n: number, title: string) =>
  `<item><title>${title}</title><link>/posts/${n}</link><guid isPermaLink="false">${n}</guid><pubDate>Fri, 13 Nov 2026 08:0${n}:00 GMT</pubDate><description>Words of ${n}.</description></item>`;
const feedOf = (...items: readonly string[]) =>
  `<rss version="2.0"><channel><title>Harbour</title><link>https://harbour.example/</link>${items.join("")}</channel></rss>`;
const page =
  '<!doctype html><html><head><link rel="alternate" type="application/atom+xml" href="/real.xml"></head></html>';
const entity = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>';

describe("a feed that a person names", () => {
  let feeds: Awaited<ReturnType<typeof serveFeeds>>;
  let bot: ReturnType<typeof createBotProcess>;
  beforeAll(async () => {
    feeds = await serveFeeds();
    bot = createBotProcess((port) => ({
      tenants: [{ name: "prod", domain: "acme.us.auth0.com" }],
      outgoing: { allow: ["127.0.0.0/8"] },
      access: { operators: ["local:user:ada"], admins: [] },
      sources: {
        status: { url: `${feeds.url}/none`, page: false, every: "1d", staleAfter: "2d" },
        changelog: { url: `${feeds.url}/none`, every: "1d", staleAfter: "2d" },
        advisories: { okta: false },
        rss: { every: "1s", staleAfter: "4s" },
      },
      local: { enabled: true, port },
    }));
    await bot.start();
  });
  afterAll(async () => {
    await bot.close();
    await feeds.close();
  });

  async function ask(line: string): Promise<string> {
    const asked = await bot.say(line);
    const answer = async () =>
      (await bot.messages()).find((one) => one.inAnswerTo === asked && !one.pending);
    await expect.poll(answer).toBeDefined();
    const found = await answer();
    return found ? renderPlain(found.message) : "";
  }
  const told = async () =>
    (await bot.messages())
      .filter(({ inAnswerTo }) => inAnswerTo === null)
      .map(({ message }) => renderPlain(message))
      .join("\n");

  it.each([
    ["a page", page, /is a web page, not a feed; the page's feed is at http:.*\/real\.xml\./],
    ["nothing", "", /sent is empty\./],
    ["half a feed", feedOf(item(1, "x")).slice(0, -60), /sent breaks off before its end\./],
    ["broken JSON", '{"items":[', /sent is broken JSON\./],
    ["entities", entity + feedOf(item(1, "&b;")), /entity of its own \(&b;\).*never expanded\./],
    ["too much", " ".repeat(6_000_000), /sent more than 5 MB, and that is not read\./],
    ["no document", undefined, /answered HTTP 404\./],
  ])("is refused with the reason where it is %s", async (_, body, why) => {
    const path = `/bad-${_.replaceAll(" ", "-")}.xml`;
    if (body !== undefined) feeds.show(path, body, "text/html");
    expect(await ask(`subscribe rss ${feeds.url}${path}`)).toMatch(why);
    expect(await ask("subscriptions")).not.toContain(path);
  });

  it("shows a sample, tells what is new, and says so when it can no longer be read", async () => {
    feeds.show("/good.xml", feedOf(item(1, "First &amp; foremost")));
    const answer = await ask(`subscribe rss ${feeds.url}/good.xml`);
    expect(answer).toContain("First & foremost");
    expect(answer).toContain("https://harbour.example/posts/1");
    expect(answer).toContain("Published: 2026-11-13 08:01 UTC");

    feeds.show("/good.xml", feedOf("<item/>", item(2, "Second"), item(1, "First &amp; foremost")));
    await expect.poll(told).toContain("Second");
    expect(await told()).not.toContain("foremost");

    feeds.show("/good.xml", page);
    await expect
      .poll(told)
      .toMatch(/has not been able to read .*good\.xml .*is a web page, not a feed/);
    feeds.show("/good.xml", feedOf(item(3, "Third"), item(2, "Second")));
    await expect.poll(told).toContain("Third");
    await expect.poll(told).toMatch(/reads .*good\.xml again/);
  });
});
