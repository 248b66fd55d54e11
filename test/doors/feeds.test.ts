import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UpstreamError } from "../../src/core/errors.ts";
import { createFeedParser, type FeedParser } from "../../src/feeds/parser.ts";
import { atom, rss } from "../feeds/documents.ts";
import { serve } from "../feeds/servers.ts";

const at = "https://feeds.example/feed.xml";
const bytes = (document: string | Uint8Array) =>
  typeof document === "string" ? new TextEncoder().encode(document) : document;

let parser: FeedParser;
beforeAll(async () => {
  parser = createFeedParser();
  await parser.parse(bytes(rss("<title>x</title>")), undefined, at);
});
afterAll(() => parser.close());

/** "read: " and the first entry's words, or why it could not be read. */
const outcome = (document: string | Uint8Array, type?: string): Promise<string> =>
  parser.parse(bytes(document), type, at).then(
    ({ entries: [first] }) =>
      `read: ${first?.title ?? "nothing"} | ${first?.paragraphs.map((runs) => runs.map(({ text }) => text).join("")).join(" / ") ?? ""}`,
    (error: unknown) =>
      error instanceof UpstreamError
        ? error.message.replace("What feeds.example sent ", "")
        : `a bug: ${String(error)}`,
  );

/** How long a document keeps the bot from everything else, at most, and what comes of it. */
async function measured(document: string | Uint8Array, type?: string) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const said = await outcome(document, type);
  delay.disable();
  return { said, heldMs: delay.max / 1e6 };
}

/** Within the time that a feed has, with the bot free for others all along, and the next feed none the worse. */
async function bounded(document: string | Uint8Array, type?: string): Promise<string> {
  const before = process.memoryUsage.rss();
  const begun = performance.now();
  let { said, heldMs } = await measured(document, type);
  expect(performance.now() - begun).toBeLessThan(20_000);
  // A machine that has much to do holds everything up now and then; what a feed holds up, it does each time.
  for (let again = 0; again < 3 && heldMs >= 500; again += 1) {
    ({ said, heldMs } = await measured(document, type));
  }
  expect(heldMs).toBeLessThan(500);
  expect(process.memoryUsage.rss() - before).toBeLessThan(250 * 1024 * 1024);
  expect(await outcome(rss("<title>next</title>"))).toBe("read: next | ");
  return said;
}

const mega = 1024 * 1024;
/** More than a megabyte would have the parser begin anew after each, which takes a second. */
const fill = (piece: string, size = 0.9 * mega) => piece.repeat(Math.ceil(size / piece.length));
const laughs = `<!DOCTYPE rss [<!ENTITY l0 "ha">${Array.from(
  { length: 9 },
  (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`,
).join("")}]>`;
const refused =
  /^(?:uses an entity of its own|is |nests |gives |holds |declares |breaks off|has a |takes |cannot be)/u;

describe("a hostile feed", () => {
  it.each<[string, string, RegExp]>([
    ["laughs by the billion", laughs + rss("<title>&l9;</title>"), /entity of its own \(&l9;\)/u],
    [
      "laughs in an attribute",
      laughs + rss('<title t="&l9;">x</title>'),
      /^read: x|entity of its own/u,
    ],
    [
      "laughs in CDATA, where they are words",
      laughs + rss("<title><![CDATA[&l9;]]></title>"),
      /^read: &l9;|entity of its own/u,
    ],
    [
      "one long entity named very often",
      `<!DOCTYPE rss [<!ENTITY a "${"a".repeat(30_000)}">]>${rss(`<title>${"&a;".repeat(100_000)}</title>`)}`,
      /entity of its own/u,
    ],
    [
      "a declaration that is longer than any",
      `<!DOCTYPE rss [<!ENTITY a "${"a".repeat(0.9 * mega)}">]>${rss("<title>&a;</title>")}`,
      /declaration that does not end/u,
    ],
    [
      "a file as an entity",
      `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>${rss("<title>&x;</title>")}`,
      /entity of its own \(&x;\)/u,
    ],
    [
      "a file by a public name",
      `<!DOCTYPE rss [<!ENTITY x PUBLIC "a" "file:///etc/passwd">]>${rss("<title>&x;</title>")}`,
      /entity of its own/u,
    ],
    [
      "an entity that names itself",
      `<!DOCTYPE rss [<!ENTITY x "&x;">]>${rss("<title>&x;</title>")}`,
      /entity of its own/u,
    ],
    [
      "a second declaration inside",
      rss(`<title>x</title><!DOCTYPE rss [<!ENTITY y "bad">]><description>&y;</description>`),
      /^read: x \| (?!bad)|refused/u,
    ],
    [
      "100,000 elements in one another",
      `<rss><channel><item>${"<a>".repeat(100_000)}${"</a>".repeat(100_000)}</item></channel></rss>`,
      /nests its elements too deep/u,
    ],
    [
      "100,000 elements in one another in a text",
      rss(`<description>${"<b>".repeat(100_000)}x${"</b>".repeat(100_000)}</description>`),
      /nests its elements too deep/u,
    ],
    [
      "HTML as deep in a text",
      rss(`<title>x</title><description>${"&lt;b>".repeat(100_000)}deep</description>`),
      /^read: x|refused|takes/u,
    ],
    [
      "100,000 attributes",
      rss(`<title ${Array.from({ length: 100_000 }, (_, n) => `a${n}="1"`).join(" ")}>x</title>`),
      /more attributes than any feed needs/u,
    ],
    [
      "an attribute of megabytes",
      rss(`<title a="${"x".repeat(0.9 * mega)}">x</title>`),
      /^read: x/u,
    ],
    ["a name of megabytes", rss(`<${"x".repeat(0.9 * mega)}>x</title>`), /^read: nothing/u],
    [
      "very many namespaces",
      `<rss ${Array.from({ length: 900 }, (_, n) => `xmlns:n${n}="u:${n}"`).join(" ")}><channel><item><title>x</title></item></channel></rss>`,
      /more namespaces than any feed needs/u,
    ],
    [
      "namespaces at every element",
      rss(fill('<a xmlns:b="u:1"><c xmlns:b="u:2"/></a>')),
      /^read: /u,
    ],
    ["megabytes of <", fill("<", 4.5 * mega), refused],
    [
      "megabytes of &",
      rss(`<title>x</title><description>${fill("&", 4.5 * mega)}</description>`),
      /^read: x/u,
    ],
    [
      "megabytes of references",
      rss(`<title>x</title><description>${fill("&#60;")}</description>`),
      /^read: x|takes/u,
    ],
    [
      "references beyond Unicode",
      rss("<title>&#x110000;&#99999999;&#xD800;&#0;x</title>"),
      /^read: \uFFFD*.*x/u,
    ],
    ["a comment without an end", `${fill("<!--")}`, refused],
    [
      "CDATA without an end",
      rss(`<title>x</title><description><![CDATA[${fill("]]")}`),
      /breaks off/u,
    ],
    ["CDATA in CDATA", rss("<title><![CDATA[a]]]]><![CDATA[>b]]></title>"), /^read: a\]\]>b/u],
    ["declarations without an end", fill("<!DOCTYPE "), refused],
    ["declarations full of quotes", `<!DOCTYPE rss [${fill(`"'`, 32_000)}`, refused],
    [
      "megabytes of processing instructions",
      fill("<?x y?>") + rss("<title>x</title>"),
      /^read: x/u,
    ],
    [
      "entries that all have the same long id",
      rss(fill(`<guid>${"i".repeat(4000)}</guid></item><item>`)),
      /^read: /u,
    ],
    ["100,000 lists in JSON", `{"items":${"[".repeat(100_000)}`, /nests its values too deep/u],
    [
      "a number of megabytes",
      `{"items":[{"id":${"9".repeat(0.9 * mega)},"title":"x"}]}`,
      /^read: x/u,
    ],
    ["numbers beyond all", '{"items":[{"id":1e999,"title":"x"}]}', /^read: x/u],
    [
      "megabytes of empty values",
      `{"items":[${fill("{},")}{}]}`,
      /more values than anybody needs/u,
    ],
    ["a string without an end", `{"items":["${fill("\\")}`, /broken JSON/u],
  ])("is bounded in time and memory, and said in words: %s", async (_, document, words) => {
    expect(await bounded(document)).toMatch(words);
  });

  it("is never a reason to read a file or to ask an address that it names", async () => {
    const hits: string[] = [];
    const origin = await serve((request, response) => {
      hits.push(request.url ?? "");
      response.end('<!ENTITY y "bad">');
    });
    const documents = [
      `<!DOCTYPE rss SYSTEM "${origin}/a.dtd">${rss("<title>x</title>")}`,
      `<!DOCTYPE rss [<!ENTITY % p SYSTEM "${origin}/b.dtd"> %p;]>${rss("<title>x</title>")}`,
      `<?xml-stylesheet type="text/xsl" href="${origin}/c.xsl"?>${rss("<title>x</title>")}`,
      rss(
        `<title>x</title><description><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/></description>`,
      ),
      rss(
        `<title>x</title><description>&lt;img src="${origin}/d.png">&lt;script src="${origin}/e.js">&lt;/script>&lt;iframe src="file:///etc/passwd">&lt;/iframe></description>`,
      ),
      rss(`<title>x</title><enclosure url="${origin}/f.mp3" type="audio/mpeg" length="1"/>`),
      `<rss xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="u ${origin}/g.xsd"><channel><item><title>x</title></item></channel></rss>`,
      atom(`<id>1</id><title>x</title><content src="${origin}/h"/>`, `xml:base="${origin}/"`),
    ];
    for (const document of documents) {
      const said = await outcome(document);
      expect(said).toMatch(/^read: x/u);
      expect(said).not.toMatch(/root:|bad/u);
    }
    expect(hits).toEqual([]);
  });

  it.each<[string, string | Uint8Array, string | undefined, RegExp]>([
    ["zeros among its bytes", rss("<title>a\u0000b</title>"), undefined, /^read: ab/u],
    [
      "UTF-16 without a mark",
      Buffer.from(`<?xml version="1.0"?>${rss("<title>ü</title>")}`, "utf16le"),
      undefined,
      /^read: ü/u,
    ],
    [
      "UTF-16 that says UTF-8",
      Buffer.from(`\ufeff${rss("<title>ü</title>")}`, "utf16le"),
      "text/xml; charset=utf-8",
      /^read: ü/u,
    ],
    [
      "UTF-8 that says UTF-16",
      `<?xml version="1.0" encoding="UTF-16"?>${rss("<title>ü</title>")}`,
      undefined,
      /^read: ü/u,
    ],
    [
      "a mark of another encoding",
      Buffer.concat([
        Buffer.from([0xef, 0xbb, 0xbf]),
        Buffer.from([0xff, 0xfe]),
        Buffer.from(rss("<title>x</title>")),
      ]),
      undefined,
      /^read: x|^is /u,
    ],
    [
      "UTF-7, which nobody reads",
      rss("<title>+ADw-script+AD4-</title>"),
      "text/xml; charset=utf-7",
      /^read: \+ADw-script\+AD4-/u,
    ],
    [
      "an overlong <",
      Buffer.concat([
        Buffer.from("<rss><channel><item><title>"),
        Buffer.from([0xc0, 0xbc]),
        Buffer.from("b></title></item></channel></rss>"),
      ]),
      undefined,
      /^read: (?!<b>)/u,
    ],
    [
      "an encoding that switches by escapes",
      Buffer.from(rss("<title>\u001b$B!!\u001b(Bx</title>"), "latin1"),
      "text/xml; charset=iso-2022-jp",
      /^read: .*x/u,
    ],
    [
      "an encoding of its own making",
      rss("<title>x</title>"),
      `text/xml; charset=${"x".repeat(10_000)}`,
      /^read: x/u,
    ],
  ])("is read as text, or not at all, with %s", async (_, document, type, words) => {
    expect(await bounded(document, type)).toMatch(words);
  });

  it("gives nothing to the objects of the bot by names that objects have", async () => {
    const document =
      '{"__proto__":{"items":[]},"items":[{"__proto__":{"title":"bad"},"constructor":{"prototype":{"hurt":true,"title":"hurt"}},"id":"__proto__","title":"x","tags":["__proto__"]}]}';
    expect(await outcome(document)).toMatch(/^read: x/u);
    const named = rss(
      "<title>x</title><__proto__>bad</__proto__><constructor>bad</constructor><guid>__proto__</guid>",
    );
    expect(await outcome(named)).toMatch(/^read: x/u);
    expect(({} as Record<string, unknown>).hurt).toBeUndefined();
    // Nor to those of the thread in which the next feed is read.
    expect(await outcome('{"items":[{"id":"2"}]}')).toMatch(/^read: (?!hurt)/u);
  });
});
