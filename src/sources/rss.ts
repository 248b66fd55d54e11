import { createHash } from "node:crypto";
import { z } from "zod";
import { inTurns } from "../core/in-turns.ts";
import { defineSource, type Entry, pollSettings, type Target } from "../core/source.ts";
import type { Subject } from "../core/subject.ts";
import { oldestFirst, published, textOf, titleOf } from "./published.ts";

/** Any RSS, Atom or JSON feed that somebody subscribes to. */
export const rss = defineSource({
  id: "rss",
  title: "A feed of your own",
  summary: "Entries of any RSS, Atom or JSON feed you name",
  labels: [],
  feedNamed: true,
  settings: z.strictObject(pollSettings("15m")),
  targets: (_settings, { feeds }) => feeds.filter((feed) => URL.canParse(feed)).map(targetOf),
  async read({ url, feed = "" }, readers) {
    const { entries } = await readers.feed(String(url));
    return oldestFirst(await inTurns(entries, (entry) => subjectOf(entry, feed)));
  },
});

/** Its address may hold a token: what is stored and shown of it does not. */
function targetOf(feed: string): Target {
  const { host, pathname } = new URL(feed);
  return { key: `rss:${digestOf(feed)}`, title: `${host}${pathname}`, url: feed, feed };
}

function subjectOf(entry: Entry, feed: string): Subject {
  return {
    source: "rss",
    id: `${digestOf(feed)}:${entry.id}`,
    title: titleOf(entry),
    url: entry.link,
    phase: "published",
    revisions: published(entry, textOf(entry)),
    labels: [],
    facts: [],
    feed,
  };
}

function digestOf(url: string): string {
  return createHash("sha256").update(url).digest("hex").slice(0, 16);
}
