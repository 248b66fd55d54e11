import type { Address, ConversationId, PersonId } from "./address.ts";
import { MINUTE } from "./clock.ts";
import { sayHourMinute } from "./say.ts";
import type { KnownSubject } from "./subject.ts";

/** card: one card, edited in place. thread: the card, and each update in its thread. all: every update to the channel too. */
export const loudnesses = ["card", "thread", "all"] as const;
export type Loudness = (typeof loudnesses)[number];

/** Hours of the day in which nothing is posted; may pass midnight. */
export interface QuietHours {
  /** Minutes since midnight, in `zone`. */
  readonly from: number;
  readonly to: number;
  /** IANA zone. */
  readonly zone: string;
}

/** What a subscription asks for. One conversation has one per source (and feed). */
export interface Wish {
  readonly conversation: ConversationId;
  readonly source: string;
  /** The feed's address where the source reads what people name; empty elsewhere. */
  readonly feed: string;
  readonly as: Loudness;
  /** Only what concerns this tenant. */
  readonly tenant?: string;
  /** Only what carries this label. */
  readonly only?: string;
  readonly quiet?: QuietHours;
  /** Called when authentication itself is affected. */
  readonly mention?: Address;
  /** Who asked; absent for one from the settings file. */
  readonly by?: { readonly id: PersonId; readonly name: string };
  readonly origin: "chat" | "settings";
}

export interface Subscription extends Wish {
  readonly id: string;
  readonly createdAt: Date;
}

/** Whether the subscription is to be told about the subject. */
export function wants(
  wish: Wish,
  subject: Pick<KnownSubject, "source" | "about" | "feed" | "tenants" | "labels" | "for">,
): boolean {
  if (subject.for !== undefined && subject.for !== wish.conversation) return false;
  const concerned =
    wish.tenant === undefined ||
    subject.tenants.length === 0 ||
    subject.tenants.includes(wish.tenant);
  if (subject.about === wish.source)
    return concerned && (subject.feed === undefined || subject.feed === wish.feed);
  return (
    concerned &&
    subject.source === wish.source &&
    (subject.feed ?? "") === wish.feed &&
    (wish.only === undefined || subject.labels.includes(wish.only))
  );
}

/** When the quiet hours that `now` falls into end; undefined outside of them. */
export function quietUntil(quiet: QuietHours | undefined, now: Date): Date | undefined {
  if (!(quiet && isQuiet(quiet, now))) return undefined;
  // Wall clocks jump at daylight saving: walk to the first minute outside, never compute it.
  let then = Math.floor(now.getTime() / MINUTE) * MINUTE;
  do then += MINUTE;
  while (isQuiet(quiet, new Date(then)));
  return new Date(then);
}

function isQuiet({ from, to, zone }: QuietHours, time: Date): boolean {
  const minute = minuteOfDay(time, zone);
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

function minuteOfDay(time: Date, zone: string): number {
  const [hour, minute] = sayHourMinute(time, zone).split(":");
  return Number(hour) * 60 + Number(minute);
}
