import type { Entry } from "../core/source.ts";
import { type Revision, withKeys } from "../core/subject.ts";

const longestText = 20_000;
const longestTitle = 120;

/** The entry's body as literal text, a line per paragraph. */
export function textOf({ paragraphs }: Pick<Entry, "paragraphs">): string {
  return paragraphs
    .map((runs) => runs.map(({ text }) => text).join(""))
    .join("\n")
    .slice(0, longestText);
}

/** What the entry is called; its first words where its feed gives it no title. */
export function titleOf(entry: Entry): string {
  if (entry.title !== "") return entry.title;
  const [first = ""] = textOf(entry).split("\n");
  const short = first.length > longestTitle ? `${first.slice(0, longestTitle - 1)}…` : first;
  return short || entry.link || "(no title)";
}

/**
 * The one revision of something that is said once. Its key is made of the title: authors polish their
 * words for days, and only a new title is news.
 */
export function published(entry: Entry, text: string): readonly Revision[] {
  const at = entry.published ?? entry.updated;
  return withKeys([{ phase: "published", text: titleOf(entry) }]).map((revision) => ({
    ...revision,
    text: text || titleOf(entry),
    ...(at ? { at } : {}),
  }));
}

/** Oldest first, each id once: feeds begin with what is newest. */
export function oldestFirst<Item extends { readonly id: string }>(
  newestFirst: readonly Item[],
): readonly Item[] {
  const byId = new Map<string, Item>();
  for (const item of newestFirst) if (!byId.has(item.id)) byId.set(item.id, item);
  return [...byId.values()].reverse();
}
