import { describe, expect, it } from "vitest";
import { first, problem, read, rss, textOf } from "./documents.ts";

describe("bodies", () => {
  it("are paragraphs of literal text, in which a line break parts nothing", async () => {
    const html =
      "<p><small>Apr 22, 20:14 UTC</small><br><strong>Resolved</strong> - Done &amp; dusted.</p><script>alert(1)</script><ul><li>one<li><a href='/x'>two</a></ul>";
    const entry = await first(
      rss(`<description><![CDATA[${html}]]></description>`, "<link>https://s.example/</link>"),
    );
    expect(entry.paragraphs).toEqual([
      [
        { text: "Apr 22, 20:14 UTC", small: true },
        { text: "\n" },
        { text: "Resolved", strong: true },
        { text: " - Done & dusted." },
      ],
      [{ text: "one" }],
      [{ text: "two", href: "https://s.example/x" }],
    ]);
  });

  it("come from content:encoded before the description", async () => {
    const entry = await first(
      rss(
        '<description>short</description><c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/">&lt;p&gt;long</c:encoded>',
      ),
    );
    expect(textOf(entry)).toEqual(["long"]);
  });

  it("are cut where they would be endless", async () => {
    const entry = await first(rss(`<description>${"word ".repeat(300_000)}</description>`));
    expect(textOf(entry).join("").length).toBeLessThanOrEqual(200_000);
  });
});

describe("encodings", () => {
  const latin = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));
  const declared = (name: string) => `<?xml version="1.0" encoding="${name}"?>`;
  const utf16 = (text: string) => Buffer.from(text, "utf16le");
  const big = (text: string) => utf16(text).swap16();
  const utf32 = (text: string) =>
    Uint8Array.from(
      [...text].flatMap((one) => [
        0,
        0,
        (one.codePointAt(0) ?? 0) >> 8,
        (one.codePointAt(0) ?? 0) & 255,
      ]),
    );

  it.each([
    ["UTF-8 by default", new TextEncoder().encode(rss("<title>ü</title>")), undefined, "ü"],
    [
      "a declared ISO-8859-1",
      latin(declared("iso-8859-1") + rss("<title>\xfc</title>")),
      undefined,
      "ü",
    ],
    [
      "a declared windows-1252",
      latin(declared("windows-1252") + rss("<title>\x93x\x94 &#150;</title>")),
      undefined,
      "“x” –",
    ],
    [
      "a declared windows-1251",
      latin(declared("windows-1251") + rss("<title>\xcf\xf0</title>")),
      undefined,
      "Пр",
    ],
    [
      "a declared KOI8-R",
      latin(declared("koi8-r") + rss("<title>\xf0\xd2</title>")),
      undefined,
      "Пр",
    ],
    [
      "a declared Shift_JIS",
      latin(declared("Shift_JIS") + rss("<title>\x93\xfa\x96\x7b</title>")),
      undefined,
      "日本",
    ],
    [
      "HTTP before the document",
      latin(rss("<title>\xcf\xf0</title>")),
      "text/xml; charset=windows-1251",
      "Пр",
    ],
    [
      "UTF-16 with a mark",
      Buffer.concat([
        Buffer.from([0xff, 0xfe]),
        utf16(declared("utf-16") + rss("<title>ü漢</title>")),
      ]),
      undefined,
      "ü漢",
    ],
    ["UTF-16 without one", big(declared("utf-16") + rss("<title>ü漢</title>")), undefined, "ü漢"],
    ["UTF-32", utf32(rss("<title>ü漢</title>")), undefined, "ü漢"],
    [
      "UTF-8 that a server calls Latin-1",
      new TextEncoder().encode(rss("<title>ü漢</title>")),
      "text/xml; charset=iso-8859-1",
      "ü漢",
    ],
    [
      "an encoding nobody knows",
      new TextEncoder().encode(declared("x-own") + rss("<title>ü</title>")),
      undefined,
      "ü",
    ],
    [
      "a Korean Windows by its own name",
      latin(declared("cp949") + rss("<title>\xc7\xd1\xb1\xdb</title>")),
      undefined,
      "한글",
    ],
    [
      "UTF-8 that says it is ASCII",
      new TextEncoder().encode(declared("us-ascii") + rss("<title>ü漢</title>")),
      undefined,
      "ü漢",
    ],
    [
      "UTF-8 in which one byte is broken",
      Buffer.concat([
        Buffer.from("<rss><channel><item><title>ü漢"),
        Buffer.from([0xff]),
        Buffer.from("</title></item></channel></rss>"),
      ]),
      undefined,
      "ü漢\ufffd",
    ],
    ["bytes that are in no encoding", latin(rss("<title>\xfc</title>")), undefined, "ü"],
  ])("reads %s", async (_, bytes, type, title) => {
    expect((await first(bytes, type)).title).toBe(title);
  });
});

describe("what cannot be read", () => {
  const laughs = `<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>`;
  it.each([
    ["nothing", "", "is empty"],
    ["a page", "<!doctype html><html><body>x</body></html>", "is a web page, not a feed"],
    ["prose", "Domain is required.", "is not a feed"],
    ["other XML", "<opml><body/></opml>", "is XML, but not a feed (it begins with <opml>)"],
    ["half a feed", rss("<title>x</title>").slice(0, -20), "breaks off before its end"],
    [
      "laughs by the billion",
      laughs + rss("<title>&b;</title>"),
      "uses an entity of its own (&b;), and those are never expanded",
    ],
    [
      "a file named in an entity",
      laughs + rss("<title>&c;</title>"),
      "uses an entity of its own (&c;), and those are never expanded",
    ],
    ["endless nesting", `<rss>${"<a>".repeat(5000)}`, "nests its elements too deep"],
    ["broken JSON", '{"items":[', "is broken JSON"],
    ["other JSON", '{"ok":true}', "is JSON, but not a feed (it has no list of items)"],
  ])("is named: %s", async (_, document, why) => {
    expect(await problem(document)).toBe(why);
  });

  it("is not what merely declares entities and never uses them", async () => {
    expect((await first(laughs + rss("<title>x</title>"))).title).toBe("x");
  });

  it("reads the first 2,000 entries of very many, and says so", async () => {
    const feed = await read(
      rss(Array.from({ length: 2500 }, (_, n) => `<guid>${n}</guid>`).join("</item><item>")),
    );
    expect([feed.entries.length, feed.skipped]).toEqual([
      2000,
      ["500 entries beyond the first 2,000"],
    ]);
  });
});
