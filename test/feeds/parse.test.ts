import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { atom, first, read, rss, textOf } from "./documents.ts";

describe("what rss-parser gets wrong on its own", () => {
  it("reads a feed in which one date is nonsense", async () => {
    const { entries } = await read(
      atom(
        "<title>bad</title><updated>soon</updated></entry><entry><title>good</title><updated>2026-01-02T03:04:05Z</updated>",
      ),
    );
    expect(entries.map(({ title, updated }) => [title, updated?.toISOString()])).toEqual([
      ["bad", undefined],
      ["good", "2026-01-02T03:04:05.000Z"],
    ]);
  });

  it("keeps both dates of an Atom entry", async () => {
    const entry = await first(
      atom(
        "<title>x</title><published>2026-01-01T00:00:00Z</published><updated>2026-02-01T00:00:00Z</updated>",
      ),
    );
    expect([entry.published?.getUTCMonth(), entry.updated?.getUTCMonth()]).toEqual([0, 1]);
  });

  it("keeps the order of XHTML", async () => {
    const entry = await first(
      atom(
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">one <b>two</b> three <i>four</i> five</div></content>',
      ),
    );
    expect(textOf(entry)).toEqual(["one two three four five"]);
  });

  it.each([
    ["a bare ampersand", rss("<title>R &D & more</title>"), "R &D & more"],
    ["a missing version", rss("<title>x</title>").replace(' version="2.0"', ""), "x"],
    ["a link without attributes", atom("<link>https://a.example/</link><title>x</title>"), "x"],
    [
      "junk before the declaration",
      `\n<br/>Notice: x\n<?xml version="1.0"?>${rss("<title>x</title>")}`,
      "x",
    ],
    ["control characters", rss("<title>a\u0007b\u0000c</title>"), "abc"],
    ["an undeclared prefix", rss("<foo:bar>1</foo:bar><dc:title>x</dc:title>"), "x"],
    ["an entity of HTML", rss("<title>caf&eacute;&nbsp;&mdash; x</title>"), "café — x"],
    ["an unclosed element", rss("<description>a<br>b</description><title>x</title>"), "x"],
  ])("reads past %s", async (_, document, title) => {
    expect((await first(document)).title).toBe(title);
  });
});

describe("titles", () => {
  it.each([
    [rss("<title>a &lt; b &amp;&amp; c</title>"), "a < b && c"],
    [rss("<title>AT&amp;amp;T</title>"), "AT&T"],
    [rss("<title><![CDATA[<b>Bold</b> &amp; plain]]></title>"), "Bold & plain"],
    [rss("<title>How to use &lt;div&gt;</title>"), "How to use <div>"],
    [
      rss("<title>The &lt;router&gt;x&lt;/router&gt; element</title>"),
      "The <router>x</router> element",
    ],
    [rss("<title>  two\n  lines </title>"), "two lines"],
    [atom("<title>AT&amp;amp;T &lt;b&gt;</title>"), "AT&amp;T <b>"],
    [atom('<title type="html">&lt;em&gt;a&lt;/em&gt; &amp;lt; b</title>'), "a < b"],
    [
      atom(
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">x &lt; <em>y</em></div></title>',
      ),
      "x < y",
    ],
    [
      '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title type="text/html" mode="escaped">&lt;i&gt;x&lt;/i&gt;</title></entry></feed>',
      "x",
    ],
    [
      '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="base64">RXhhbXBsZQ==</title></entry></feed>',
      "Example",
    ],
    [
      '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>prefixed</a:title></a:entry></a:feed>',
      "prefixed",
    ],
    [
      rss('<title>own</title><m:title xmlns:m="http://search.yahoo.com/mrss/">other</m:title>'),
      "own",
    ],
  ])("of %s", async (document, title) => {
    expect((await first(document)).title).toBe(title);
  });
});

describe("links", () => {
  it.each([
    [rss("<link>https://a.example/x?y=1&z=2#f</link>"), "https://a.example/x?y=1&z=2#f"],
    [rss("<link>/x</link>", "<link>https://site.example/blog/</link>"), "https://site.example/x"],
    [rss("<link>x</link>"), "https://feeds.example/dir/x"],
    [rss("<guid>https://a.example/g#f</guid>"), "https://a.example/g#f"],
    [rss('<title>x</title><guid isPermaLink="false">https://a.example/g</guid>'), ""],
    [rss("<title>x</title><link>javascript:alert(1)</link>"), ""],
    [
      rss("<title>x</title><link>https://a.example/&lt;b&gt; c</link>"),
      "https://a.example/%3Cb%3E%20c",
    ],
    [
      rss('<link/><atom:link href="https://a.example/" xmlns:atom="http://www.w3.org/2005/Atom"/>'),
      "https://a.example/",
    ],
    [
      atom(
        '<link rel="self" href="https://a.example/s"/><link rel="alternate" href="https://a.example/a"/>',
      ),
      "https://a.example/a",
    ],
    [atom('<title>x</title><link rel="enclosure" href="https://a.example/s"/>'), ""],
    [atom('<link href="y"/>', 'xml:base="https://b.example/c/"'), "https://b.example/c/y"],
    [atom('<content src="https://a.example/c"/>'), "https://a.example/c"],
    [
      atom("<title>x</title>", "").replace("<entry>", '<entry xml:base="q/"><link href="z"/>'),
      "https://feeds.example/dir/z",
    ],
  ])("of %s", async (document, link) => {
    expect((await first(document)).link).toBe(link);
  });
});

describe("ids", () => {
  it("are the feed's own with their fragment, else the link, else made of the words", async () => {
    const { entries } = await read(
      rss(
        "<guid>https://a.example/log#one</guid><link>https://a.example/feed</link></item><item><link>https://a.example/2</link></item><item><title>words</title>",
      ),
    );
    expect(entries.map(({ id }) => id)).toEqual([
      "https://a.example/log#one",
      "https://a.example/2",
      expect.stringMatching(/^[\da-f]{24}$/),
    ]);
  });

  it("differ where a feed gives one id to several addresses", async () => {
    const { entries } = await read(
      rss(
        "<guid>same</guid><link>https://a.example/1</link></item><item><guid>same</guid><link>https://a.example/2</link>",
      ),
    );
    expect(new Set(entries.map(({ id }) => id)).size).toBe(2);
  });
});

describe("formats", () => {
  it("reads RSS 1.0, whose entries stand beside the channel", async () => {
    const document = readFileSync(new URL("../fixtures/feeds/rdf.xml", import.meta.url));
    const { title, link, entries } = await read(document);
    expect({ title, link, count: entries.length }).toEqual({
      title: "Harbour notices",
      link: "https://harbour.example/",
      count: 2,
    });
    expect(entries[0]).toMatchObject({
      id: "https://harbour.example/n/2",
      link: "https://harbour.example/n/2",
      title: "Café on quay 7 closes",
      published: new Date("2026-03-01T09:30:00Z"),
      categories: ["quays"],
    });
  });

  it("reads RSS 0.91 with its public DOCTYPE", async () => {
    const document = `<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://dtd.example/rss-0.91.dtd">${rss("<title>old</title>").replace("2.0", "0.91")}`;
    expect((await first(document)).title).toBe("old");
  });

  it("reads JSON Feed, and past entries that are none", async () => {
    const document = readFileSync(new URL("../fixtures/feeds/feed.json", import.meta.url));
    const feed = await read(document, "application/feed+json");
    expect(feed.skipped).toEqual(["entry 2: it is no JSON object"]);
    expect(feed.entries.map(({ id, title, link }) => [id, title, link])).toEqual([
      ["7", "a < b", "https://json.example/7"],
      ["8", "", "https://json.example/out"],
    ]);
    expect(feed.entries[0]?.updated?.toISOString()).toBe("2026-01-01T23:00:00.000Z");
  });

  it("keeps the good entries where others are empty", async () => {
    const feed = await read(rss("<title>x</title></item><item/><item><title>y</title>"));
    expect(feed.entries.map(({ title }) => title)).toEqual(["x", "y"]);
    expect(feed.skipped).toEqual(["entry 2: it is empty"]);
  });
});
