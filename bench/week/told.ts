import { titleOf, wordOf } from "./incidents.ts";

/** Something that happened in a conversation, in order. */
export interface Happened {
  readonly what: "post" | "edit";
  readonly id: string;
  readonly thread: string | undefined;
  readonly text: string;
  /** By `performance.now()`. */
  readonly at: number;
}

/** What is wrong with how one incident was told. */
export interface Wrong {
  readonly conversation: string;
  readonly words: string;
  /** Said more often than once, and first when. */
  readonly firstAt?: number;
}

export interface FollowedIn {
  readonly conversation: string;
  /** A card alone, or with a thread in which each update is told. */
  readonly as: "card" | "thread";
}

/** Everything that is wrong with what was told in a conversation; nothing where each update was told once and in order. */
export function wrongIn(
  { conversation, as }: FollowedIn,
  happened: readonly Happened[],
  counts: ReadonlyMap<number, number>,
): readonly Wrong[] {
  return [...counts].flatMap(([incident, count]) =>
    judge(happened, as, { incident, count }).map((wrong) => ({
      conversation,
      ...wrong,
      words: `${titleOf(incident)}: ${wrong.words}`,
    })),
  );
}

interface Told {
  readonly incident: number;
  readonly count: number;
}

type Judged = Omit<Wrong, "conversation">;

function judge(
  happened: readonly Happened[],
  as: FollowedIn["as"],
  { incident, count }: Told,
): readonly Judged[] {
  const cards = happened.filter(
    ({ what, thread, text }) => what === "post" && !thread && text.includes(titleOf(incident)),
  );
  const ids = cards.map(({ id }) => id);
  const replies = happened.filter(
    ({ what, thread }) => what === "post" && thread !== undefined && ids.includes(thread),
  );
  const live = cards.at(-1);
  if (!live) return [{ words: "no card" }];
  const last = happened.findLast(({ id }) => id === live.id)?.text ?? "";
  const all = Array.from({ length: count }, (_, nth) => wordOf(incident, nth));
  return [
    ...(last.includes(all.at(-1) ?? "") ? [] : [{ words: "the card does not show how it stands" }]),
    ...twice("a second card", cards),
    ...(as === "card" ? inCard(replies) : inThread(all, { cards, replies })),
  ];
}

const inCard = (replies: readonly Happened[]): readonly Judged[] =>
  replies.length > 0 ? [{ words: "a reply where only a card was asked for" }] : [];

function inThread(
  all: readonly string[],
  { cards, replies }: { cards: readonly Happened[]; replies: readonly Happened[] },
): readonly Judged[] {
  const carriers = [...cards, ...replies];
  const saying = (from: readonly Happened[], word: string) =>
    from.filter(({ text }) => text.includes(word));
  const first = all.map((word) => replies.findIndex(({ text }) => text.includes(word)));
  return [
    ...all
      .filter((word) => saying(carriers, word).length === 0)
      .map((word) => ({ words: `${word} was never told` })),
    ...all.flatMap((word) => twice(`${word} told again`, saying(replies, word))),
    ...(isSorted(first.filter((place) => place >= 0)) ? [] : [{ words: "told out of order" }]),
  ];
}

function twice(words: string, same: readonly Happened[]): readonly Judged[] {
  return same.slice(0, -1).map(({ at }) => ({ words, firstAt: at }));
}

const isSorted = (places: readonly number[]): boolean =>
  places.every((place, nth) => nth === 0 || place >= (places[nth - 1] ?? 0));
