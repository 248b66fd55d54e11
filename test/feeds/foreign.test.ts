import { describe, expect, it } from "vitest";
import { parseDate } from "../../src/feeds/dates.ts";
import { cpuTime } from "../fakes/cpu-time.ts";
import { atom, first, problem, read, rss } from "./documents.ts";

describe("dates as people elsewhere write them", () => {
  it.each([
    ["Fri, 13 Nov 2026 08:00:00 GMT-05:00", "2026-11-13T13:00:00.000Z"],
    ["Fri, 13 Nov 2026 08:00:00 Europe/Berlin", "2026-11-13T07:00:00.000Z"],
    ["Mon, 13 Jul 2026 08:00:00 Europe/Berlin", "2026-07-13T06:00:00.000Z"],
    ["Sun, 29 Mar 2026 03:30:00 Europe/Berlin", "2026-03-29T01:30:00.000Z"],
    ["Fr, 13 März 2026 08:00:00 +0100", "2026-03-13T07:00:00.000Z"],
    ["mar., 01 déc. 2026 08:00:00 +0000", "2026-12-01T08:00:00.000Z"],
    ["jue, 13 ago 2026 08:00:00 GMT", "2026-08-13T08:00:00.000Z"],
    ["Παρ, 13 Νοέ 2026 08:00:00 GMT", "2026-11-13T08:00:00.000Z"],
    ["2026-augusztus-13T8:05+02:00", "2026-08-13T06:05:00.000Z"],
    ["2026년 11월 13일 08:00:00", "2026-11-12T23:00:00.000Z"],
    ["2026-11-13 오후 8:00:00", "2026-11-13T11:00:00.000Z"],
    ["2026年11月13日 08:00", "2026-11-13T08:00:00.000Z"],
    ["金, 13 11 2026 08:00:00 +0900", "2026-11-12T23:00:00.000Z"],
    ["Fri, 11/13/2026 - 08:05", "2026-11-13T08:05:00.000Z"],
    ["Fri, 2026/11/13 08:05:09 EST", "2026-11-13T13:05:09.000Z"],
    ["Friday, November 13, 2026 at 08:05 PM EST", "2026-11-14T01:05:00.000Z"],
    ["Fri, 13 November 2026 08:05:00 AT", "2026-11-13T12:05:00.000Z"],
    ["Nov. 13, 2026, 8:05 p.m.", "2026-11-13T20:05:00.000Z"],
    ["Nov. 2026", "2026-11-01T00:00:00.000Z"],
    ["2026-011-13T08:05:00Z", "2026-11-13T08:05:00.000Z"],
    ["2026-11-13T8:05:00-010:00", "2026-11-13T18:05:00.000Z"],
    ["2026-11-13T08:05:00-05:00Z", "2026-11-13T13:05:00.000Z"],
    [
      "Fri Nov 13 2026 08:05:00 GMT+0100 (Central European Standard Time)",
      "2026-11-13T07:05:00.000Z",
    ],
    ["1794556800", "2026-11-13T08:00:00.000Z"],
    ["1794556800123", "2026-11-13T08:00:00.123Z"],
    ["Fri, 13 Nov 2026 8:5:9:7 GMT", undefined],
    ["Fri, 13 Nov 2026 08:05:09 +xx:00", undefined],
    ["Fri, Nov x 2026 08:05:09 GMT", undefined],
    ["2026-11-13-01", undefined],
    ["2026-11-13T08:05:09-05:00Tail", undefined],
    ["2026-000", undefined],
    ["2026-366", undefined],
  ])("reads %j", (written, expected) => {
    expect(parseDate(written)?.toISOString()).toBe(expected);
  });

  it("takes no longer for a long one", () => {
    const ms = cpuTime(() => {
      for (const one of ["1 ", "1:", "a-", "- ", "T1", "+1", "日 ", "( "]) {
        for (let times = 0; times < 200; times += 1) parseDate(one.repeat(100_000));
      }
    });
    expect(ms).toBeLessThan(2000);
  });
});

describe("entries of RSS", () => {
  it.each(["issued", "created", "modified", "published", "updated"])(
    "may be dated in Atom's words, and by nothing else: %s",
    async (name) => {
      const dated = `<a:${name} xmlns:a="http://purl.org/atom/ns#">2026-11-13T08:00:00Z</a:${name}>`;
      const { published, updated } = await first(rss(dated));
      expect(published ?? updated).toEqual(new Date("2026-11-13T08:00:00Z"));
    },
  );
});

describe("careless feeds", () => {
  it("may write their elements and attributes in any case", async () => {
    const document =
      '<RSS VERSION="2.0"><CHANNEL><ITEM><TITLE>x</TITLE><GUID ISPERMALINK="false">https://a.example/g</GUID><PUBDATE>13 Nov 2026 08:00 GMT</PUBDATE></ITEM></CHANNEL></RSS>';
    expect(await first(document)).toMatchObject({
      title: "x",
      link: "",
      published: new Date("2026-11-13T08:00:00Z"),
    });
    const permalink = rss('<title>x</title><guid isPermalink="false">https://a.example/g</guid>');
    expect((await first(permalink)).link).toBe("");
  });

  it("may declare Atom's namespace for the whole of an RSS feed", async () => {
    const document = rss("<title>x</title><link>https://a.example/1</link>").replace(
      "<rss",
      '<rss xmlns="http://www.w3.org/2005/Atom"',
    );
    expect(await first(document)).toMatchObject({ title: "x", link: "https://a.example/1" });
  });

  it("may write a namespace with https", async () => {
    const document = rss('<d:title xmlns:d="https://purl.org/dc/elements/1.1/">x</d:title>');
    expect((await first(document)).title).toBe("x");
  });

  it("may forget the very last end tag, but nothing before it", async () => {
    const whole = rss("<title>x</title>");
    expect((await first(whole.replace("</rss>", ""))).title).toBe("x");
    expect(await problem(whole.replace("</channel></rss>", ""))).toBe("breaks off before its end");
    const rdf =
      '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel/><item><title>x</title></item>';
    expect(await problem(rdf)).toBe("breaks off before its end");
  });

  it("may link to data first: the page is the entry's address", async () => {
    const links =
      '<link type="application/json" href="https://a.example/data"/><link type="text/html" href="https://a.example/page"/>';
    expect((await first(atom(links))).link).toBe("https://a.example/page");
    const only = '<title>x</title><link type="application/json" href="https://a.example/data"/>';
    expect((await first(atom(only))).link).toBe("https://a.example/data");
  });

  it("give one entry very many titles, and an element very many bases, at no great cost", async () => {
    const base = `https://a.example/${"b".repeat(7000)}/`;
    const entry = `<title/>${"<title>y</title>".repeat(500)}<link href="z"/>`;
    const feed = await read(
      atom(`${entry}</entry><entry>`.repeat(200) + entry, `xml:base="${base}"`),
    );
    expect(feed.entries.length).toBe(201);
    expect(feed.entries[0]).toMatchObject({ title: "y", link: `${base}z` });
  });
});

describe("a web page instead of a feed", () => {
  const page = (head: string) => `<!doctype html><html><head>${head}</head><body>x</body></html>`;
  const feedOf = (address: string) => `is a web page, not a feed; the page's feed is at ${address}`;
  it.each([
    [
      '<link href="/news.xml" type="application/rss+xml" rel="alternate">',
      feedOf("https://feeds.example/news.xml"),
    ],
    [
      '<base href="https://b.example/"><LINK REL="home Alternate" TYPE="application/atom+xml" HREF="a">',
      feedOf("https://b.example/a"),
    ],
    ['<link rel="stylesheet" href="/x.css">', "is a web page, not a feed"],
    [
      '<link rel="alternate" type="application/rss+xml" href="javascript:x">',
      "is a web page, not a feed",
    ],
  ])("names the feed that it links: %s", async (head, why) => {
    expect(await problem(page(head))).toBe(why);
  });

  it("is known even where it does not say that it is HTML", async () => {
    expect(await problem("<head><title>Moved</title></head><body>elsewhere</body>")).toBe(
      "is a web page, not a feed",
    );
  });
});

describe("documents made to be costly", () => {
  it.each([
    ["values", `{"items":[${"{},".repeat(250_000)}{}]}`, "holds more values than anybody needs"],
    ["depth", `{"items":${"[".repeat(100_000)}`, "nests its values too deep"],
    [
      "attributes",
      `<rss ${Array.from({ length: 5000 }, (_, n) => `a${n}=""`).join(" ")}/>`,
      "gives an element more attributes than any feed needs",
    ],
    [
      "namespaces",
      `<rss ${Array.from({ length: 500 }, (_, n) => `xmlns:a${n}="x"`).join(" ")}/>`,
      "declares more namespaces than any feed needs",
    ],
    ["elements", `<rss>${"<a>".repeat(100_000)}`, "nests its elements too deep"],
  ])("are refused by name: %s", async (_, document, why) => {
    expect(await problem(document)).toBe(why);
  });

  it("take no longer than their length: comments, instructions, quotes, line breaks and tags without end", async () => {
    const begun = performance.now();
    for (const piece of [
      "<!--",
      "<![CDATA[",
      "<?x ",
      "<!DOCTYPE ",
      "<a b='",
      "&#",
      "\n ",
      "]]",
      "<b ",
    ]) {
      const many = piece.repeat(200_000);
      await problem(many);
      await problem(`<rss><channel><item><title>${many}</title></item></channel></rss>`);
      await problem(`<!DOCTYPE x [${many}`);
    }
    expect(performance.now() - begun).toBeLessThan(15_000);
  });

  it("join very many short runs of one entry, and keep all their words", async () => {
    const { paragraphs } = await first(
      rss(
        `<title>x</title><description><![CDATA[${"<p>a <b>b</b></p>".repeat(5000)}]]></description>`,
      ),
    );
    const runs = paragraphs.flat();
    expect(runs.length).toBeLessThanOrEqual(1000);
    expect(
      runs
        .map(({ text }) => text)
        .join("")
        .match(/b/g),
    ).toHaveLength(5000);
    expect(runs[1]).toEqual({ text: "b", strong: true });
  });

  it("do not make news of an entry by taking its markup away", async () => {
    const body = "<p>a <b>b</b> c</p><p>d</p>";
    const entry = `<description><![CDATA[${body}]]></description>`;
    const many = Array.from(
      { length: 40 },
      (_, n) => `<guid>${n}</guid><description><![CDATA[${body.repeat(200)}]]></description>`,
    );
    const alone = await first(rss(entry));
    const last = (await read(rss([...many, entry].join("</item><item>")))).entries.at(-1);
    expect(alone.paragraphs).toHaveLength(2);
    expect(last?.paragraphs).toEqual([[{ text: "a b c\nd" }]]);
    expect(last?.id).toBe(alone.id);
  });
});
