import type { Text } from "../core/message.ts";
import type { Section } from "./view.ts";

/** A section as it is shown: with its heading, and as many of its lines as there is room for. */
export interface Shown {
  readonly title: string;
  readonly items: readonly Text[];
  readonly hidden: number;
}

const mostItems = 6;

/** Shortens the longest sections, the last of them first, until all fit into so many lines; each keeps one line at least. */
export function shorten(sections: readonly Section[], lines: number): readonly Shown[] {
  const filled = sections.filter(({ items }) => items.length > 0);
  const sizes = filled.map(({ items }) => Math.min(items.length, mostItems));
  const total = () => sizes.reduce((sum, size) => sum + size + 1, 0);
  while (total() > lines && Math.max(...sizes) > 1) {
    const longest = sizes.lastIndexOf(Math.max(...sizes));
    sizes[longest] = (sizes[longest] ?? 1) - 1;
  }
  return filled.map(({ title, items }, index) => ({
    title,
    items: items.slice(0, sizes[index]),
    hidden: items.length - (sizes[index] ?? 0),
  }));
}
