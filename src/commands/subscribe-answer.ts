import { pauseWhereClosed, sayClosed } from "../core/closed.ts";
import type { CommandContext } from "../core/command.ts";
import { actions, type Block, fields, list, type Message, text } from "../core/message.ts";
import { sayCount, sayTime } from "../core/say.ts";
import type { KnownSubject } from "../core/subject.ts";
import { quietUntil, type Wish } from "../core/subscription.ts";
import {
  loudnessMeans,
  nameOf,
  subscribeLine,
  unsubscribeLine,
  wishChanges,
  wishFields,
} from "../core/wish.ts";
import { freshness, sampleOf } from "./subscribe-known.ts";

/** What came of it, as the answer needs it. */
export interface Done {
  readonly wish: Wish;
  readonly before: Wish | undefined;
  readonly known: readonly KnownSubject[];
  /** Open now and not wanted before: each gets its card. */
  readonly posted: number;
  /** Why nothing can be posted here. */
  readonly closed: string | undefined;
}

/** What is said where nothing changes. */
export async function sayAlready(wish: Wish, context: CommandContext): Promise<Message> {
  const words = `This conversation already follows ${nameOf(wish, context)} in just this way; nothing has changed.`;
  const closed = await pauseWhereClosed(context);
  return {
    summary: closed ? `${words} Nothing can be posted here yet: ${closed}` : words,
    ...(closed ? { tone: "warning" as const } : {}),
    blocks: [
      text(words),
      ...sayClosed(closed),
      fields(wishFields(wish, context)),
      actions({ label: "Unsubscribe", line: unsubscribeLine(wish) }),
    ],
  };
}

/** What is said of what was done. */
export async function sayDone(done: Done, context: CommandContext): Promise<Message> {
  const { wish, before, known, closed } = done;
  const { verdict, how, more } = await wordsOf(done, context);
  const but = closed ? `But nothing can be posted here yet: ${closed}` : "";
  return {
    summary: [`${verdict}${how}.`, but, more].filter(Boolean).join(" "),
    tone: closed ? "warning" : "good",
    blocks: [
      text([{ bold: `${verdict}.` }, ...(more ? [` ${more}`] : [])]),
      ...sayClosed(closed),
      ...(before ? [list(wishChanges(before, wish, context))] : []),
      fields(wishFields(wish, context)),
      ...(await freshness(wish, context)),
      ...(context.audience === "asker" && !before ? sampleOf(wish, known) : []),
      ...undo(wish, before),
    ],
  };
}

async function wordsOf({ wish, before, posted, closed }: Done, context: CommandContext) {
  const kept = before ? "What you did not name stays as it was." : "";
  // Where nothing changes but the way, there is nothing to say of cards that were never at stake.
  const still = before && posted === 0;
  const cards = closed || still ? "" : await sayCards(posted, wish, context);
  return {
    verdict: `This conversation now follows ${nameOf(wish, context)}${before ? " in another way" : ""}`,
    how: before ? "" : `: ${loudnessMeans[wish.as]}`,
    more: [cards, kept].filter(Boolean).join(" "),
  };
}

/** What is posted because it is open now, or what holds it back. */
async function sayCards(posted: number, wish: Wish, context: CommandContext): Promise<string> {
  if (posted === 0) return "Nothing that it wants is newly open, so no card was posted.";
  const one = posted === 1;
  const cards = `${sayCount(posted, "card")} for what is open now`;
  const obstacle = await obstacleTo(wish, context);
  return obstacle
    ? `${cards} ${one ? "waits" : "wait"}: ${obstacle}.`
    : `${cards} ${one ? "is" : "are"} posted.`;
}

async function obstacleTo(wish: Wish, context: CommandContext): Promise<string | undefined> {
  const { store, now, zone } = context;
  const conditions = await store.subscriptions.conditions();
  const here = conditions.find(({ conversation }) => conversation === wish.conversation);
  if (here?.paused) return `posting here is paused (${here.paused.reason})`;
  if (here?.mutedUntil && here.mutedUntil > now) {
    return `it is muted here until ${sayTime(here.mutedUntil, zone)}`;
  }
  const quiet = quietUntil(wish.quiet, now);
  return quiet && `it is quiet here until ${sayTime(quiet, wish.quiet?.zone ?? zone)}`;
}

function undo(wish: Wish, before: Wish | undefined): readonly Block[] {
  const line = before ? subscribeLine(before, wish) : unsubscribeLine(wish);
  return [actions({ label: before ? "Undo" : "Unsubscribe", line })];
}
