import type { ConversationId, PersonId } from "../core/address.ts";
import type { Archive } from "../core/archive.ts";
import { type Clock, MINUTE, SECOND } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { LogQuery } from "../core/log-query.ts";
import type { Viewer } from "../core/log-words.ts";
import { createMask } from "../core/mask.ts";
import type { Tail } from "../core/tail.ts";
import type { Book, Kept, Told } from "./tail-book.ts";
import type { Standing } from "./tail-card.ts";
import { createInbox, type Inbox } from "./tail-inbox.ts";
import type { Sender } from "./tail-sender.ts";
import type { Hearing } from "./tail-silence.ts";
import { createTally, type Tally } from "./tail-tally.ts";

export interface CourseParts {
  readonly archive: Pick<Archive, "watch" | "search" | "coverage">;
  readonly book: Book;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether whoever began it might say so now, there. Never rejects. */
  readonly mayGoOn: MayGoOn;
}

export type MayGoOn = (by: PersonId, conversation: ConversationId) => Promise<boolean>;

/** How far one tail has come, in this life of the bot. */
export interface Course {
  readonly parts: CourseParts;
  readonly tally: Tally;
  readonly inbox: Inbox;
  readonly viewer: Viewer;
  readonly query: LogQuery;
  /** Since when this life hears, of one that an earlier life began. */
  readonly resumedAt: Date | undefined;
  kept: Kept;
  hearing: Hearing;
  /** Something came that was not handed on: it is to be looked up. */
  behind: boolean;
  lookUps: number;
  unseen: boolean;
  /** People and addresses are numbered anew, and nobody was told yet. */
  renumbered: boolean;
  silenceSaid: boolean;
  forgettingSaid: boolean;
  /** Milliseconds since the epoch, as the next ones: when this life began to say its end, which is still to come at first. */
  triedSince: number;
  batchAt: number;
  askedAt: number;
  heardAt: number;
  cardAt: number;
  /** What the card shows, but for when. */
  cardShows: string;
  /** The card tells of events, and not any more that there is none. */
  cardTold: boolean;
  /** Everything is said, and nothing is kept of it. */
  over: boolean;
  /** Ends the listening. */
  unwatch(): void;
}

export function createCourse(
  begun: { readonly kept: Kept; readonly told: readonly Told[]; readonly resumedAt?: Date },
  parts: CourseParts,
): Course {
  const { kept, told, resumedAt } = begun;
  const tally = createTally(told);
  const resumed = resumedAt !== undefined;
  return {
    parts,
    tally,
    inbox: createInbox(tally.ids(), tally.events()),
    viewer: { masked: true, mask: createMask(tally.numbers()) },
    query: { since: new Date(kept.since), terms: kept.terms },
    resumedAt,
    kept,
    hearing: { last: undefined, silence: undefined },
    behind: resumed,
    lookUps: 0,
    unseen: false,
    renumbered: resumed && tally.events() > 0,
    silenceSaid: false,
    forgettingSaid: false,
    triedSince: Number.POSITIVE_INFINITY,
    batchAt: 0,
    askedAt: resumed ? 0 : parts.clock.now().getTime(),
    heardAt: 0,
    cardAt: parts.clock.now().getTime(),
    cardShows: "",
    cardTold: false,
    over: false,
    unwatch() {},
  };
}

/** Hears what comes in from now on. */
export function beginToHear(course: Course): void {
  const { parts, kept, query, inbox } = course;
  course.unwatch = parts.archive.watch(kept.tenant, query, ({ events, leftOut }) => {
    if (course.kept.ended) return;
    inbox.take(events);
    if (leftOut > 0) course.behind = true;
  });
}

/** What its card tells, but for when. */
export const showsOf = ({ tally, hearing }: Course): string =>
  JSON.stringify([tally.listed(), tally.events(), hearing.silence]);

export const standingOf = ({ kept, tally, hearing, unseen }: Course): Standing => ({
  kept,
  listed: tally.listed(),
  counted: tally.counted(),
  heard: hearing.last,
  silence: hearing.silence,
  unseen,
});

export function factsOf({ kept, inbox, hearing }: Course): Tail {
  const { id, from, tenant, what, by, zone, until } = kept;
  return {
    id,
    conversation: from.conversation,
    tenant,
    what,
    by,
    zone,
    until: new Date(until),
    events: inbox.events(),
    silence: hearing.silence,
  };
}

/** The longer it goes on, the more it gathers before it speaks: nobody reads a thread of thousands. */
export function spacingAfter(batches: number): number {
  if (batches < 40) return 5 * SECOND;
  return batches < 100 ? 15 * SECOND : MINUTE;
}
