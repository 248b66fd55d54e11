import { composeCard } from "../core/card.ts";
import type { CommandContext } from "../core/command.ts";
import { digestSource } from "../core/digest.ts";
import { knownSince } from "../core/freshness.ts";
import { type Block, divider, heading, note } from "../core/message.ts";
import type { KnownSubject } from "../core/subject.ts";
import type { Wish } from "../core/subscription.ts";
import { sayWeekly } from "../core/weekly.ts";

/** Since when something is known of what is followed, or when it comes. */
export async function freshness(
  { source, feed, only }: Wish,
  { store, sources, digests }: CommandContext,
): Promise<readonly Block[]> {
  if (source === digestSource) {
    return [note(`It comes on ${sayWeekly(digests.usual)}; digest schedule chooses another time.`)];
  }
  const targets = (await store.subjects.targets()).filter(
    (target) => target.source === source && (!feed || target.feed === feed),
  );
  const since = knownSince(targets);
  const { labels = [], polled } = sources.find(({ id }) => id === source) ?? {};
  const unread = "It has not been read yet; the first read only remembers what is there.";
  return [
    ...(polled === false ? [] : [note(since ? ["Known since ", { time: since }, "."] : unread)]),
    ...(labels.length > 0 && !only
      ? [note(["To follow a part of it alone, add ", { code: `only:${labels.join("|")}` }, "."])]
      : []),
  ];
}

/** What a card will look like, from the newest thing known. Nobody is mentioned by a sample. */
export function sampleOf(wish: Wish, known: readonly KnownSubject[]): readonly Block[] {
  const [newest] = known;
  if (!newest) return [];
  const { blocks } = composeCard(newest, { as: wish.as });
  return [divider(), heading("Sample of what will come"), ...blocks, divider()];
}
