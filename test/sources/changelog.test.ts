import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Readers } from "../../src/core/source.ts";
import { changelog } from "../../src/sources/changelog.ts";
import { nothingMore, readersOf } from "./readers.ts";

const settings = changelog.settings.parse({});
const [target] = changelog.targets(settings, { tenants: [], feeds: [] });
if (!target) throw new Error("no target");
const url = String(target.url);
const now = new Date("2026-11-22T12:00:00Z");
const feed = (...items: readonly string[]) =>
  `<rss version="2.0"><channel><title>Auth0</title><link>https://auth0.com/changelog</link>${items.map((item) => `<item><link>${url}</link>${item}</item>`).join("")}</channel></rss>`;
const item = (title: string, text = "", id = "e1") =>
  `<title>${title}</title><guid isPermaLink="false">https://auth0.com/changelog#${id}</guid><pubDate>Fri, 10 Jul 2026 00:00:00 GMT</pubDate><description><![CDATA[${text}]]></description>`;
const read = (document: string) =>
  changelog.read(target, readersOf({ [url]: document }), settings, now);
const labels = async (title: string, text = "") => (await read(feed(item(title, text))))[0]?.labels;

describe("Auth0's change log", () => {
  it("takes each entry's address from its guid, since every link is the feed itself", async () => {
    const subjects = await read(feed(item("Second", "", "e2"), item("First")));
    expect(subjects.map(({ title, url: at, phase }) => [title, at, phase])).toEqual([
      ["First", "https://auth0.com/changelog#e1", "published"],
      ["Second", "https://auth0.com/changelog#e2", "published"],
    ]);
  });

  it("announces a new title, never new words below it", async () => {
    const keyOf = async (title: string, text: string) =>
      (await read(feed(item(title, text))))[0]?.revisions[0]?.key;
    const key = await keyOf("A title", "Words.");
    expect(await keyOf("A title", "Better words.")).toBe(key);
    expect(await keyOf("Another title", "Words.")).not.toBe(key);
  });

  it("tells its text without the marks of Markdown or HTML", async () => {
    const text =
      "### New\n\nUse **`login`** and [docs](https://a.example/x).\n\n![shot](https://a.example/y.png)\n\n- *one*\n- snake_case_name";
    const [subject] = await read(feed(item("x", text)));
    expect(subject?.revisions[0]?.text).toBe("New\nUse login and docs.\n- one\n- snake_case_name");
    const [html] = await read(
      feed(item("x", "<h3>New</h3><p>Use <b>it</b> &amp; <i>that</i>.</p>")),
    );
    expect(html?.revisions[0]?.text).toBe("New\nUse it & that.");
  });

  it.each([
    ["X is now Generally Available", "", ["ga"]],
    ["Actions - Modules - EA", "", ["early-access"]],
    ["X is now in Beta", "It will reach General Availability soon.", ["beta"]],
    ["Upcoming Removal of the Old Endpoint", "", ["deprecation"]],
    ["Breaking change: X", "", ["breaking"]],
    ["X", "This is a breaking change for some.", ["breaking"]],
    ["X", "There are no breaking changes.", []],
    ["X", "The old field is deprecated.", ["deprecation"]],
    ["Brute Force Protection for Y", "You can remove users and add team members.", []],
    ["Idea board for the sea", "A great idea.", []],
  ])("labels %j with %j as %j", async (title, text, expected) => {
    expect(await labels(title, text)).toEqual(expected);
  });

  it("names the stage on the card", async () => {
    const [subject] = await read(feed(item("X - Limited EA")));
    expect(subject?.facts).toEqual([{ label: "Stage", value: "Early Access" }]);
  });
});

/** Real entries, where they are at hand. */
const samples = new URL("../../../shared/samples/auth0/changelog-entries.json", import.meta.url);

describe.runIf(existsSync(samples))("labels of real entries", () => {
  it("find nearly every deprecation, and little else", async () => {
    const all = JSON.parse(readFileSync(samples, "utf8")) as {
      id: string;
      type: string;
      title: string;
      description: string;
    }[];
    const entries = all.map(({ id, title, description }) => ({
      id,
      title,
      link: "",
      categories: [],
      paragraphs: description.split(/\n\n+/).map((text) => [{ text }]),
    }));
    const readers: Readers = {
      ...nothingMore,
      feed: async () => ({ title: "", link: "", entries, skipped: [] }),
      page: async () => undefined,
    };
    const subjects = await changelog.read(target, readers, settings, now);
    const found = new Set(
      subjects.filter((one) => one.labels.includes("deprecation")).map(({ id }) => id),
    );
    const real = new Set(
      all.filter(({ type }) => /deprecat|removed/.test(type)).map(({ id }) => id),
    );
    const right = [...found].filter((id) => real.has(id)).length;
    expect(right / found.size).toBeGreaterThan(0.85);
    expect(right / real.size).toBeGreaterThan(0.9);
  });
});
