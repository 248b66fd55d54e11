import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFeed } from "../../src/feeds/parse.ts";
import { FeedProblem } from "../../src/feeds/problem.ts";
import { anyPath } from "../properties/words.ts";
import { read } from "./documents.ts";

const xml = (text: string) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
const word = fc.stringMatching(/^[A-Za-z0-9äöüß漢字<>&'"#;.,!?-]{1,12}$/);
const entry = fc.record({
  title: fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(" ")),
  path: anyPath,
  at: fc
    .date({ min: new Date("1990-01-01"), max: new Date("2090-01-01"), noInvalidDate: true })
    .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000)),
});
const entries = fc.array(entry, { minLength: 1, maxLength: 8 });

describe("any feed", () => {
  it("gives back the titles, links and dates that a well-formed Atom feed was written with", async () => {
    await fc.assert(
      fc.asyncProperty(entries, async (all) => {
        const document = `<feed xmlns="http://www.w3.org/2005/Atom">${all
          .map(
            ({ title, path, at }, n) =>
              `<entry><id>urn:${n}</id><title>${xml(title)}</title><link href="https://a.example/${n}${xml(path)}"/><updated>${at.toISOString()}</updated></entry>`,
          )
          .join("")}</feed>`;
        const feed = await read(document);
        expect(feed.entries.map(({ title, link, updated }) => ({ title, link, updated }))).toEqual(
          all.map(({ title, path, at }, n) => ({
            title,
            link: `https://a.example/${n}${path}`,
            updated: at,
          })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("gives back links and dates of a well-formed RSS feed, whatever stands around them", async () => {
    await fc.assert(
      fc.asyncProperty(entries, word, async (all, noise) => {
        const document = `<rss version="2.0" xmlns:x="urn:x"><channel>${all
          .map(
            ({ title, path, at }, n) =>
              `<item><x:pubDate>${xml(noise)}</x:pubDate><description>${xml(title)}</description><link>https://a.example/${n}${xml(path)}</link><pubDate>${at.toUTCString()}</pubDate></item>`,
          )
          .join("")}</channel></rss>`;
        const feed = await read(document);
        expect(feed.entries.map(({ link, published }) => ({ link, published }))).toEqual(
          all.map(({ path, at }, n) => ({ link: `https://a.example/${n}${path}`, published: at })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("is read or refused by name, never anything else, whatever the bytes are", async () => {
    const piece = fc.constantFrom(
      "<rss>",
      "</rss>",
      "<channel>",
      "</channel>",
      "<item>",
      "</item>",
      "<feed>",
      "</feed>",
      "<entry>",
      "</entry>",
      "<title>",
      "</title>",
      "<![CDATA[",
      "]]>",
      "<!--",
      "-->",
      "<!DOCTYPE x [",
      "]>",
      "<!ENTITY a 'b'>",
      "&a;",
      "&",
      "<link href='",
      "'/>",
      "\u0000",
      "<?xml encoding='utf-16'?>",
      '{"items":[',
      "]}",
      "é",
      "constructor",
      "__proto__",
      "<constructor:title>",
      "&constructor;",
      "<w:title>",
      "xmlns:w='a'",
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(piece, { maxLength: 40 }).map((pieces) => new TextEncoder().encode(pieces.join(""))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (document) => {
        const outcome = await parseFeed(document, undefined, "https://a.example/").then(
          () => "read",
          (error: unknown) => (error instanceof FeedProblem ? "refused" : String(error)),
        );
        expect(["read", "refused"]).toContain(outcome);
      }),
      { numRuns: 400 },
    );
  });
});
