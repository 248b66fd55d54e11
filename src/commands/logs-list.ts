import { isIP } from "node:net";
import type { CommandContext } from "../core/command.ts";
import { excerpt } from "../core/excerpt.ts";
import { fixed, sayWhat, sayWhen } from "../core/log-asked.ts";
import type { LogTerm } from "../core/log-query.ts";
import { namesUnknown, sayUnknownTypes } from "../core/log-type-words.ts";
import { type LogKind, logKinds, logTypeOf } from "../core/log-types/index.ts";
import { type EventView, sayEvent, type Viewer, viewOf } from "../core/log-words.ts";
import { type Action, type Block, list, type Message, note, text } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import type { LogPage } from "../core/tenant.ts";
import { eventLineFor, lineFor, rowsOf, type Wanted } from "./logs-lines.ts";

export const pageSize = 10;

/** A page of what was found, and all that is needed to put it in words. */
export interface Found extends Wanted {
  readonly tenant: string;
  /** From 1. */
  readonly page: number;
  readonly result: LogPage;
}

export function sayFound(found: Found, context: CommandContext, viewer: Viewer): Message {
  const views = found.result.events.map((event) => viewOf(event, viewer));
  const verdict = sayVerdict(found, context, { viewer, views });
  const unknown = viewer.masked ? [] : sayUnknownTypes(found.query.terms);
  const failed = views.some(({ kind }) => kind === "failure");
  const tenant = context.tenants.length > 1 ? found.tenant : undefined;
  const single = singles(found, tenant, viewer);
  return {
    summary: verdict,
    tone: failed ? "warning" : "neutral",
    blocks: [
      text([{ bold: verdict }]),
      ...unknown.map((words) => text(words)),
      ...(views.length > 0 ? [list(items(found, views))] : nothing(found, context, viewer)),
      note([...(single.length > 0 ? [numbersWords] : []), smallPrint(found)].join(" ")),
      ...rowsOf(single),
      ...rowsOf(onwardFrom(found, { now: context.now, tenant }, { viewer, views })),
    ],
  };
}

interface Shown {
  readonly viewer: Viewer;
  readonly views: readonly EventView[];
}

function sayVerdict(found: Found, context: CommandContext, { viewer, views }: Shown): string {
  const { asked, query, page, result } = found;
  const what = `${sayWhat(query, asked, viewer, views)}${sayWhen(asked, query, context.zone)}`;
  if (views.length === 0) {
    return page === 1 ? `No event${what}.` : `No further event${what}: page ${page} is empty.`;
  }
  const ended = sayEnds(views);
  const more = result.more ? " There may be more." : "";
  if (page === 1 && !result.more && !result.cutOff) {
    return `${sayCount(views.length, "event")}${what}: ${ended}.`;
  }
  if (page === 1) return `The newest ${views.length} events${what}: ${ended}.${more}`;
  const first = (page - 1) * pageSize + 1;
  const last = first + views.length - 1;
  const total = result.more || result.cutOff ? "" : ` of ${last}`;
  return `Events ${first} to ${last}${total}${what}: ${ended}.${more}`;
}

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

const numberOf = ({ page }: Found, index: number) => (page - 1) * pageSize + index + 1;

const items = (found: Found, views: readonly EventView[]) =>
  found.result.events.flatMap((event, index) => {
    const view = views[index];
    return view ? [[`${numberOf(found, index)}. `, ...sayEvent(event, view)]] : [];
  });

/** What else to try. A bare word is searched for in descriptions, and is often meant as something else. */
function nothing(found: Found, context: CommandContext, viewer: Viewer): readonly Block[] {
  const word = found.asked.text?.written ?? "";
  const filter = viewer.masked ? undefined : filterMeantBy(word);
  const meant = filter ? [text(`Did you mean ${filter}:${excerpt(word, 60)}?`)] : [];
  return [...meant, text(widen(found, context))];
}

/** The filter that one bare word looks like the value of. */
function filterMeantBy(word: string): string | undefined {
  if (word === "" || /\s/u.test(word)) return undefined;
  if (/[@|]/u.test(word)) return "user";
  if (isIP(word) > 0) return "ip";
  if (/^\d{20,}$/u.test(word)) return "event";
  return namesUnknown(word) ? undefined : "type";
}

function widen({ query }: Found, { zone }: CommandContext): string {
  const has = (wanted: (term: LogTerm) => boolean) => query.terms.some(wanted);
  const ways = [
    ...(query.since || query.until ? [`a longer time (days and times are read in ${zone})`] : []),
    ...(has(({ field }) => field === "type") ? ["other types, or none"] : []),
    ...(has(({ field }) => field !== "type")
      ? ["another spelling: whole names, or a part with a star"]
      : []),
  ];
  const next = ways.length > 0 ? ` Try ${ways.join(", or ")}.` : "";
  return `What happened seconds ago may not be found yet, and what is older than the plan keeps (1 to 30 days) is gone.${next}`;
}

function smallPrint({ tenant, result }: Found): string {
  const cut = result.cutOff
    ? " A search of Auth0's ends at 1,000 events: narrow the time with since: and until: to see others."
    : "";
  return `Tenant ${tenant}, by Auth0's own search, which may lag by some seconds.${cut}`;
}

const numbersWords = "A number below shows that event in full.";

/** One for each event. Ten words would fill a phone's screen with buttons; the list numbers its items. */
function singles(found: Found, tenant: string | undefined, viewer: Viewer): readonly Action[] {
  return found.result.events.flatMap(({ id }, index): readonly Action[] => {
    const line = eventLineFor(id, tenant, viewer);
    return line ? [{ label: String(numberOf(found, index)), line }] : [];
  });
}

function onwardFrom(
  { asked, query, page, result }: Found,
  { now, tenant }: { now: Date; tenant: string | undefined },
  { viewer, views }: Shown,
): readonly Action[] {
  // Between two pages time goes on.
  const same = { asked: fixed(asked, { ...query, until: query.until ?? now }), query };
  const to = (label: string, wanted: number): readonly Action[] => {
    const line = lineFor(same, { tenant, page: wanted }, viewer, views);
    return line ? [{ label, line }] : [];
  };
  const codes = [...new Set(views.map(({ code }) => code))].filter(logTypeOf);
  return [
    ...(page > 1 ? to("Newer", page - 1) : []),
    ...(result.more ? to("More", page + 1) : []),
    ...(codes.length > 0 ? [{ label: "Explain types", line: `explain ${codes.join(" ")}` }] : []),
  ];
}
