import type { LogEvent } from "./log-event.ts";
import { type EventView, type Viewer, viewOf } from "./log-words.ts";
import { sayCount, sayList } from "./say.ts";

/** What events have in common, in words that follow "Where". */
interface Trait {
  readonly of: (view: EventView) => string | undefined;
  /** "on Google", "through Checkout" */
  readonly lead: string;
  readonly one: string;
  readonly many: string;
}

const traits: readonly Trait[] = [
  { of: ({ connection }) => connection, lead: "on", one: "connection", many: "connections" },
  { of: ({ client }) => client, lead: "through", one: "application", many: "applications" },
  {
    of: ({ organization }) => organization,
    lead: "in",
    one: "organization",
    many: "organizations",
  },
  { of: ({ address }) => address, lead: "from", one: "address", many: "addresses" },
  { of: ({ user }) => user, lead: "by", one: "user", many: "users" },
];

/** Nearly all, or more than half: then the one that has them is named. */
const nearlyAll = 0.9;
const most = 0.5;

/**
 * Where events concentrate: "92% on Google, through 12 applications, from 311 addresses". What they do not have is not said.
 * Masked for the viewer.
 */
export function sayWhere(events: readonly LogEvent[], viewer: Viewer): string {
  const views = events.map((event) => viewOf(event, viewer));
  return sayList(traits.flatMap((trait) => sayTrait(trait, views)));
}

/** The value that most of the events have; undefined where none has. */
export function commonest(
  events: readonly LogEvent[],
  of: (event: LogEvent) => string | undefined,
): { readonly value: string; readonly share: number } | undefined {
  const { top } = tallyOf(events.map(of));
  return top && { value: top.value, share: top.count / events.length };
}

function sayTrait({ of, lead, one, many }: Trait, views: readonly EventView[]): readonly string[] {
  const { top, different, known } = tallyOf(views.map(of));
  if (!top || known < views.length / 2) return [];
  const share = top.count / known;
  if (different === 1) return [`all ${lead} ${top.value}`];
  if (share >= nearlyAll) return [`nearly all ${lead} ${top.value}`];
  if (share >= most) return [`${Math.round(share * 100)}% ${lead} ${top.value}`];
  return [`${lead} ${sayCount(different, one, many)}`];
}

function tallyOf(values: readonly (string | undefined)[]) {
  const counts = new Map<string, number>();
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  const all = [...counts].map(([value, count]) => ({ value, count }));
  const top = all.reduce<(typeof all)[number] | undefined>(
    (best, one) => (best && best.count >= one.count ? best : one),
    undefined,
  );
  return {
    top,
    different: all.length,
    known: all.reduce((sum, { count }) => sum + count, 0),
  };
}
