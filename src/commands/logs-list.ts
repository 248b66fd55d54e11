import { isIP } from "node:net";
import type { CommandContext } from "../core/command.ts";
import { excerpt } from "../core/excerpt.ts";
import { fixed, sayWhat, sayWhen } from "../core/log-asked.ts";
import type { LogTerm } from "../core/log-query.ts";
import { namesUnknown, sayUnknownTypes } from "../core/log-type-words.ts";
import { type LogKind, logKinds, logTypeOf } from "../core/log-types/index.ts";
import { type EventView, sayEvent, type Viewer, viewOf } from "../core/log-words.ts";
import type { FoundEvents } from "../core/logs-desk.ts";
import { type Action, type Block, type Message, note, numbered, text } from "../core/message.ts";
import { sayCount, sayNumber, sayTime } from "../core/say.ts";
import { fileKinds } from "./logs-file.ts";
import { eventLineFor, lineFor, rowsOf, type Wanted } from "./logs-lines.ts";
import { sayTrail, type Trail } from "./logs-place.ts";
import { sayFrom, sayUnseen } from "./logs-sources.ts";

export const pageSize = 10;

/** A page of what was found, and all that is needed to put it in words. */
export interface Found extends Wanted {
  readonly tenant: string;
  readonly trail: Trail;
  readonly result: FoundEvents;
}

export function sayFound(found: Found, context: CommandContext, viewer: Viewer): Message {
  const { result, query } = found;
  const views = result.events.map((event) => viewOf(event, viewer));
  const verdict = sayVerdict(found, context, { viewer, views });
  const unknown = viewer.masked ? [] : sayUnknownTypes(query.terms);
  const failed = views.some(({ kind }) => kind === "failure");
  const tenant = context.tenants.length > 1 ? found.tenant : undefined;
  const single = singles(found, tenant, viewer);
  const unseen = sayUnseen(result.unseen, context.zone);
  const source = sayFrom(found.tenant, result, context);
  return {
    summary: verdict,
    tone: failed || unseen.length > 0 ? "warning" : "neutral",
    blocks: [
      text([{ bold: verdict }]),
      ...unseen.map((words) => text(words)),
      ...unknown.map((words) => text(words)),
      ...(views.length > 0
        ? [numbered(before(found) + 1, items(found, views))]
        : nothing(found, context, viewer)),
      note([...(single.length > 0 ? [numbersWords] : []), source].join(" ")),
      ...rowsOf(single),
      ...rowsOf(onwardFrom(found, tenant, { viewer, views })),
    ],
  };
}

interface Shown {
  readonly viewer: Viewer;
  readonly views: readonly EventView[];
}

const before = ({ trail }: Pick<Found, "trail">): number => trail.at(-1)?.count ?? 0;

function sayVerdict(found: Found, { zone }: CommandContext, { viewer, views }: Shown): string {
  const { asked, query, result } = found;
  const what = `${sayWhat(query, asked, viewer, views)}${sayWhen(asked, query, zone)}`;
  const first = before(found);
  if (views.length === 0) return sayNone(what, found, zone);
  const ended = sayEnds(views);
  if (first > 0) {
    const last = first + views.length;
    const total = result.next ? "" : ` of ${last}`;
    return `Events ${first + 1} to ${last}${total}${what}: ${ended}.${sayMore(found)}`;
  }
  if (!result.next) return `${sayCount(views.length, "event")}${what}: ${ended}.`;
  if (result.total === undefined) {
    return `The newest ${views.length} events${what}: ${ended}.${sayMore(found)}`;
  }
  const total = sayNumber(result.total);
  return `${total} events${what}. The newest ${views.length}: ${ended}.`;
}

function sayNone(what: string, found: Found, zone: string): string {
  const { next } = found.result;
  const further = before(found) > 0 ? "further " : "";
  const back = next ? ` so far: looked back to ${sayTime(next.at, zone)}` : "";
  return `No ${further}event${what}${back}.`;
}

const sayMore = ({ result }: Found): string => (result.next ? " There may be more." : "");

/** "9 failures, 1 success, mostly “Wrong password”": of what is shown, and of nothing else. */
function sayEnds(views: readonly EventView[]): string {
  const [first] = views;
  if (views.length === 1 && first) {
    return `${first.name}${first.kind ? ` (${first.kind})` : ""}`;
  }
  const count = (kind: LogKind | undefined) => views.filter((view) => view.kind === kind).length;
  const order: readonly LogKind[] = ["failure", ...logKinds.filter((kind) => kind !== "failure")];
  const kinds = order.flatMap((kind) =>
    count(kind) > 0 ? [sayKind(kind, count(kind), views)] : [],
  );
  const unknown = count(undefined) > 0 ? [`${count(undefined)} of unknown type`] : [];
  return `${[...kinds, ...unknown].join(", ")}${sayMost(views)}`;
}

function sayKind(kind: LogKind, count: number, { length }: readonly EventView[]): string {
  const many = kind === "success" ? "successes" : `${kind}s`;
  return count === length ? `all ${many}` : sayCount(count, kind, many);
}

/** The name that more than half of them have. */
function sayMost(views: readonly EventView[]): string {
  const names = views.map(({ name }) => name);
  const count = (name: string) => names.filter((each) => each === name).length;
  const most = names.find((name) => count(name) > names.length / 2);
  return most ? `, ${count(most) === names.length ? "each" : "mostly"} "${most}"` : "";
}

const items = (found: Found, views: readonly EventView[]) =>
  found.result.events.flatMap((event, index) => {
    const view = views[index];
    return view ? [sayEvent(event, view)] : [];
  });

/** What else to try. A bare word is searched for in descriptions, and is often meant as something else. */
function nothing(found: Found, context: CommandContext, viewer: Viewer): readonly Block[] {
  const word = found.asked.text?.written ?? "";
  const filter = viewer.masked ? undefined : filterMeantBy(word);
  const meant = filter ? [text(`Did you mean ${filter}:${excerpt(word, 60)}?`)] : [];
  const more = found.result.next ? "" : widen(found, context);
  return [...meant, ...(more === "" ? [] : [text(more)])];
}

/** The filter that one bare word looks like the value of. */
function filterMeantBy(word: string): string | undefined {
  if (word === "" || /^[-!]|\s/u.test(word)) return undefined;
  if (/[@|]/u.test(word)) return "user";
  if (isIP(word) > 0) return "ip";
  if (/^\d{20,}$/u.test(word)) return "event";
  return namesUnknown(word) ? undefined : "type";
}

function widen({ query, result }: Found, { zone }: CommandContext): string {
  const has = (wanted: (term: LogTerm) => boolean) => query.terms.some(wanted);
  const names = has(({ field }) => field !== "type");
  const ways = [
    ...(query.since || query.until ? [`a longer time (days and times are read in ${zone})`] : []),
    ...(has(({ field }) => field === "type") ? ["other types, or none"] : []),
    ...(names ? ["another spelling: whole names, or a part with a star"] : []),
  ];
  const capitals = names && result.from !== "archive" ? " Auth0's search minds capitals." : "";
  const next = ways.length > 0 ? ` Try ${ways.join(", or ")}.` : "";
  return `What happened seconds ago may not be found yet.${next}${capitals}`;
}

const numbersWords = "A number below shows that event in full.";

/** One for each event. Ten words would fill a phone's screen with buttons; the list numbers its items. */
function singles(found: Found, tenant: string | undefined, viewer: Viewer): readonly Action[] {
  return found.result.events.flatMap(({ id }, index): readonly Action[] => {
    const line = eventLineFor(id, tenant, viewer);
    return line ? [{ label: String(before(found) + index + 1), line }] : [];
  });
}

/** The whole of what was found, for whoever asked. */
const filesOf = (same: Wanted, tenant: string | undefined, viewer: Viewer): readonly Action[] =>
  fileKinds.flatMap((as) => {
    const line = lineFor(same, { tenant, as }, viewer, []);
    return line ? [{ label: as === "csv" ? "As CSV" : "As JSON lines", line }] : [];
  });

function onwardFrom(
  found: Found,
  tenant: string | undefined,
  { viewer, views }: Shown,
): readonly Action[] {
  const { asked, query, trail, result } = found;
  // Between two pages time goes on.
  const same = { asked: fixed(asked, query), query };
  const to = (label: string, wanted: Trail): readonly Action[] => {
    const isPublic = !viewer.masked || wanted.every(({ place }) => /^\d{0,80}$/.test(place.id));
    const older = wanted.length > 0 ? { older: sayTrail(wanted) } : {};
    const line = isPublic && lineFor(same, { tenant, ...older }, viewer, views);
    return line ? [{ label, line }] : [];
  };
  const codes = [...new Set(views.map(({ code }) => code))].filter(logTypeOf);
  const newer = trail.slice(0, -1);
  const count = before(found) + views.length;
  return [
    ...(trail.length > 0 ? to(newer.length > 0 ? "Newer" : "Newest", newer) : []),
    ...(result.next
      ? to(views.length > 0 ? "Older" : "Look further", [...trail, { place: result.next, count }])
      : []),
    ...(codes.length > 0 ? [{ label: "Explain types", line: `explain ${codes.join(" ")}` }] : []),
    ...(viewer.masked || views.length === 0 ? [] : filesOf(same, tenant, viewer)),
  ];
}
