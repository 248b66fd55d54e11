import { SECOND } from "../core/clock.ts";
import { sayLine } from "../core/command.ts";
import type { LogEvent } from "../core/log-event.ts";
import { type LogKind, logKinds, logTypeOf } from "../core/log-types/index.ts";
import { sayEvent, type Viewer, viewOf } from "../core/log-words.ts";
import { actions, type Block, list, type Message, note, text } from "../core/message.ts";
import { sayClock, sayCount, sayList, sayNumber, sayZone } from "../core/say.ts";
import type { Kept } from "./tail-book.ts";

/** Events of one batch that are shown each; the newest. */
const mostListed = 10;
/** Types that are named with their counts. */
const mostTypes = 6;

/** By code; "" for those whose code may not be shown. */
export type Counts = Readonly<Record<string, number>>;

export interface Batch {
  readonly events: readonly LogEvent[];
  /** People and addresses have other numbers than before. */
  readonly renumbered: boolean;
}

interface Said {
  readonly message: Message;
  readonly listed: number;
  readonly counted: Counts;
  /** Of applications, connections and organizations in it. */
  readonly names: ReadonlySet<string>;
}

/** What is said of one batch, and what of it is said as numbers only. */
export function sayBatch(
  { events, renumbered }: Batch,
  kept: Pick<Kept, "zone" | "filters" | "tenant">,
  viewer: Viewer,
): Said {
  const shown = events.slice(-mostListed);
  const rest = events.slice(0, -mostListed);
  const counted = countsOf(rest, viewer);
  const lines = shown.map((event) => lineOf(event, viewer, kept.zone));
  const summary = sayHead(events, viewer, kept.zone);
  const more = rest.length > 0 ? [` ${sayNotListed(counted)}`] : [];
  return {
    message: {
      summary,
      blocks: [
        ...(events.length === 1
          ? lines.map((line) => text(line))
          : [text([{ bold: summary }, ...more]), list(lines)]),
        ...(renumbered ? [note(renumberedWords)] : []),
        ...onward(kept, events, rest.length),
      ],
    },
    listed: shown.length,
    counted,
    names: namesIn(shown, viewer),
  };
}

const lineOf = (event: LogEvent, viewer: Viewer, zone: string) =>
  sayEvent(event, viewOf(event, viewer), sayClock(event.at, zone));

function namesIn(events: readonly LogEvent[], viewer: Viewer): ReadonlySet<string> {
  const views = events.map((event) => viewOf(event, viewer));
  const names = views.flatMap(({ client, connection, organization }) => [
    client,
    connection,
    organization,
  ]);
  return new Set(names.filter((name) => name !== undefined));
}

const renumberedWords =
  "Watchpost was restarted meanwhile: from here on people and addresses have new numbers, also those seen before.";

/** "2 failures and 1 success until 14:05:12 GMT+1.", or what the only one is. */
function sayHead(events: readonly LogEvent[], viewer: Viewer, zone: string): string {
  const [last, ...others] = events.toReversed();
  if (!last) return "No event.";
  const at = `${sayClock(last.at, zone)} ${sayZone(last.at, zone)}`;
  return others.length === 0
    ? `${viewOf(last, viewer).name}, ${at}.`
    : `${sayKinds(events)} until ${at}.`;
}

const plurals: Readonly<Record<LogKind, string>> = {
  success: "successes",
  failure: "failures",
  warning: "warnings",
  notice: "notices",
};

function sayKinds(events: readonly LogEvent[]): string {
  const kinds = events.map(({ type }) => logTypeOf(type)?.kind);
  const order: readonly LogKind[] = ["failure", ...logKinds.filter((kind) => kind !== "failure")];
  const count = (kind: LogKind | undefined) => kinds.filter((one) => one === kind).length;
  const known = order.flatMap((kind) =>
    count(kind) > 0 ? [sayCount(count(kind), kind, plurals[kind])] : [],
  );
  const unknown = count(undefined);
  return sayList([
    ...known,
    ...(unknown > 0 ? [`${sayCount(unknown, "event")} of unknown type`] : []),
  ]);
}

/** "113 are not listed: 80 Wrong password (fp), 30 Failed login (f), and 3 of 2 other types." */
export function sayNotListed(counted: Counts): string {
  const all = sumOf(counted);
  return `${sayNumber(all)} ${all === 1 ? "is" : "are"} not listed: ${sayTypes(counted)}.`;
}

function sayTypes(counted: Counts): string {
  const types = Object.entries(counted).sort(([, one], [, other]) => other - one);
  // One more is named in the room of its number.
  const room = types.length === mostTypes + 1 ? types.length : mostTypes;
  const named = types.slice(0, room).map(([code, count]) => `${sayNumber(count)} ${nameOf(code)}`);
  const others = types.slice(room);
  const more = others.reduce((sum, [, count]) => sum + count, 0);
  const rest = more > 0 ? [`${sayNumber(more)} of ${sayCount(others.length, "other type")}`] : [];
  return sayList([...named, ...rest]);
}

function nameOf(code: string): string {
  const known = logTypeOf(code);
  if (known) return `${known.name} (${code})`;
  return code === "" ? "of unknown types" : `of the unknown type ${code}`;
}

export const sumOf = (counted: Counts): number =>
  Object.values(counted).reduce((sum, count) => sum + count, 0);

function countsOf(events: readonly LogEvent[], viewer: Viewer): Counts {
  const counts = new Map<string, number>();
  for (const event of events) {
    const { code } = viewOf(event, viewer);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

export function addedUp(all: readonly Counts[]): Counts {
  const sums = new Map<string, number>();
  for (const [code, count] of all.flatMap((counts) => Object.entries(counts))) {
    sums.set(code, (sums.get(code) ?? 0) + count);
  }
  return Object.fromEntries(sums);
}

/** A button that shows its presser more, by their own role. */
function onward(
  { filters, tenant }: Pick<Kept, "filters" | "tenant">,
  events: readonly LogEvent[],
  rest: number,
): readonly Block[] {
  const [first, last] = [events[0], events.at(-1)];
  if (!(first && last)) return [];
  if (events.length === 1) {
    // An id of another form may be anything.
    const isOurs = /^\d{20,80}$/u.test(first.id);
    const line = sayLine("logs", { event: first.id, tenant });
    return isOurs ? [actions({ label: "Show in full", line })] : [];
  }
  if (filters === undefined) return [];
  const line = logsLine(filters, first.at, last.at);
  return [actions({ label: rest > 0 ? "See them all" : "See in logs", line })];
}

/** Events from one moment until another, that one's second too. */
export function logsLine(filters: string, since: Date, until: Date): string {
  const end = new Date(until.getTime() + SECOND);
  return ["logs", filters, `since:${second(since)}`, `until:${second(end)}`]
    .filter(Boolean)
    .join(" ");
}

const second = (at: Date) => `${at.toISOString().slice(0, 19)}Z`;
