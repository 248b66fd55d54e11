import { describe, expect, it } from "vitest";
import { rss } from "../../src/sources/rss.ts";
import { readersOf } from "./readers.ts";

const settings = rss.settings.parse({});
const now = new Date("2026-11-22T12:00:00Z");
const feed = "https://news.example/feed.xml?token=s3cret";
const [target] = rss.targets(settings, { tenants: [], feeds: [feed] });
if (!target) throw new Error("no target");
const read = (document: string) => rss.read(target, readersOf({ [feed]: document }), settings, now);
const items = (...all: readonly string[]) =>
  `<rss version="2.0"><channel><title>N</title>${all.map((one) => `<item>${one}</item>`).join("")}</channel></rss>`;

describe("a feed that somebody names", () => {
  it("is a target that shows no token, and nothing that is no address is one", () => {
    expect(target).toMatchObject({ title: "news.example/feed.xml", feed });
    expect(target.key).toMatch(/^rss:[\da-f]{16}$/);
    expect(rss.targets(settings, { tenants: [], feeds: ["not an address"] })).toEqual([]);
  });

  it("gives its entries oldest first, each once, under ids of its own", async () => {
    const subjects = await read(
      items(
        "<guid>2</guid><title>Two</title>",
        "<guid>1</guid><title>One</title>",
        "<guid>2</guid><title>Two</title>",
      ),
    );
    expect(subjects.map(({ title, feed: from, phase }) => [title, from, phase])).toEqual([
      ["One", feed, "published"],
      ["Two", feed, "published"],
    ]);
    expect(subjects[0]?.id).toMatch(/^[\da-f]{16}:1$/);
  });

  it("gives equal keys when it is dated, ordered or worded anew", async () => {
    const keys = async (document: string) =>
      new Map(
        (await read(document)).map(({ id, revisions }) => [id, revisions.map(({ key }) => key)]),
      );
    const one =
      "<guid>1</guid><title>One</title><pubDate>Wed, 01 Apr 2026 00:00:00 GMT</pubDate><description>a</description>";
    const two = "<guid>2</guid><title>Two</title>";
    const anew = one.replace("Apr", "May").replace(">a<", ">b<");
    expect(await keys(items(two, anew))).toEqual(await keys(items(one, two)));
  });

  it("may be Atom or JSON as well, and need not have titles", async () => {
    const atom = await read(
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id><content>First words.</content></entry></feed>',
    );
    const json = await read('{"items":[{"id":"a","content_text":"First words."}]}');
    expect(atom.map(({ title }) => title)).toEqual(["First words."]);
    expect(json.map(({ revisions }) => revisions)).toEqual(atom.map(({ revisions }) => revisions));
  });
});
