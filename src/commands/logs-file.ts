import type { CommandContext } from "../core/command.ts";
import { inTurns } from "../core/in-turns.ts";
import { fixed, sayWhat, sayWhen } from "../core/log-asked.ts";
import type { LogEvent } from "../core/log-event.ts";
import { sayUnknownTypes } from "../core/log-type-words.ts";
import type { Viewer } from "../core/log-words.ts";
import type { FoundEvents, LogsDesk, Unseen } from "../core/logs-desk.ts";
import { type Action, file, type Message, note, text } from "../core/message.ts";
import { sayCount, sayTime } from "../core/say.ts";
import { csvHeader, csvRow, jsonLine } from "./logs-csv.ts";
import { lineFor, rowsOf, type Wanted } from "./logs-lines.ts";
import { type PageStart, sayTrail } from "./logs-place.ts";
import { sayFrom, sayUnseen } from "./logs-sources.ts";

export const fileKinds = ["csv", "jsonl"] as const;
export type FileKind = (typeof fileKinds)[number];

const kinds = {
  csv: { words: "a CSV file", mediaType: "text/csv", head: csvHeader, line: csvRow },
  jsonl: { words: "JSON lines", mediaType: "application/x-ndjson", head: "", line: jsonLine },
} as const;

/** One file holds so many events, and so many characters. */
const most = { events: 50_000, characters: 25_000_000 } as const;
/** Events that are looked for at once: few at first, and then so many as take about so many characters. */
const batch = { first: 100, least: 10, most: 1000, characters: 4_000_000 } as const;
/** Batches in which little is found; and events for which Auth0 is asked, a hundred with each request. */
const [mostPages, mostAsked] = [60, 2800];

interface FileAsked extends Wanted {
  readonly tenant: string;
  readonly as: FileKind;
  readonly start: PageStart | undefined;
}

/** All that was found, newest first, as a file for whoever asked. */
export async function logsFile(
  asked: FileAsked,
  context: CommandContext,
  viewer: Viewer,
): Promise<Message> {
  const { query, tenant, as } = asked;
  const gathered = await gather(asked, context);
  const count = sayCount(gathered.count, "event");
  const what = `${sayWhat(query, asked.asked, viewer, [])}${sayWhen(asked.asked, query, context.zone)}`;
  const { next } = gathered;
  const rest = next ? ` There are more, older than ${sayTime(next.at, context.zone)}.` : "";
  if (gathered.count === 0) return saysNone(`No event${what}${rest}`.replace(/\.?$/u, "."));
  const verdict = `${count}${what}, newest first, as ${kinds[as].words}.${rest}`;
  const unseen = sayUnseen(gathered.unseen, context.zone);
  return {
    summary: verdict,
    ...(unseen.length > 0 ? { tone: "warning" } : {}),
    blocks: [
      text([{ bold: verdict }]),
      ...[...unseen, ...sayUnknownTypes(query.terms)].map((words) => text(words)),
      file(nameOf(asked, context), kinds[as].mediaType, gathered.content),
      note(`${keeping} ${sayFrom(tenant, gathered, context)}`),
      ...rowsOf(next ? moreOf(asked, { place: next, count: gathered.count }, context, viewer) : []),
    ],
  };
}

const keeping =
  "Tokens, passwords and codes are removed; people are named as in the log, so keep it where that may be kept.";

const saysNone = (words: string): Message => ({ summary: words, blocks: [text(words)] });

interface Gathered extends Pick<FoundEvents, "from" | "kept" | "next" | "unseen"> {
  readonly content: string;
  readonly count: number;
}

async function gather(
  asked: FileAsked,
  { logs, reached, zone }: CommandContext,
): Promise<Gathered> {
  const { head, line } = kinds[asked.as];
  const parts: string[] = [head];
  const unseen = new Map<string, Unseen>();
  const filled = { count: 0, size: 0 };
  let last: FoundEvents = { events: [], unseen: [], from: "nobody" };
  for await (const page of pagesOf(asked, logs, filled)) {
    const lines = await inTurns<LogEvent, string>(page.events, line);
    const fits = fitting(lines, filled);
    const found = firstOf(page, fits);
    parts.push(...lines.slice(0, fits));
    filled.size += lines.slice(0, fits).reduce((sum, { length }) => sum + length, 0);
    filled.count += fits;
    const oldest = found.next ?? found.events.at(-1);
    if (oldest) reached(`${sayCount(filled.count, "event")}, back to ${sayTime(oldest.at, zone)}`);
    for (const one of found.unseen) unseen.set(JSON.stringify([one.from, one.to, one.why]), one);
    last = { ...found, from: joined(last.from, found.from) };
    if (fits < lines.length || filled.count >= most.events) break;
  }
  const { count } = filled;
  return { ...last, content: parts.join(""), count, unseen: [...unseen.values()] };
}

interface Filled {
  readonly count: number;
  readonly size: number;
}

/** How many lines there is room for; for one at least, which may be large by itself. */
function fitting(lines: readonly string[], { count, size }: Filled): number {
  let room = most.characters - size;
  const beyond = lines.findIndex(({ length }) => {
    room -= length;
    return room < 0;
  });
  const fits = beyond < 0 ? lines.length : beyond;
  return count + fits > 0 ? fits : Math.min(1, lines.length);
}

/** As if no more had been found, and the rest were still to come. */
function firstOf(page: FoundEvents, count: number): FoundEvents {
  if (count === page.events.length) return page;
  const events = page.events.slice(0, count);
  const [oldest] = events.slice(-1);
  return { ...page, events, ...(oldest && { next: { at: oldest.at, id: oldest.id } }) };
}

/** Page after page; Auth0 counts each question, so that only some of them are put to it. */
async function* pagesOf(
  { query, tenant, start }: FileAsked,
  logs: LogsDesk,
  filled: Filled,
): AsyncGenerator<FoundEvents> {
  let after = start?.place;
  let asked = 0;
  for (let page = 0; page < mostPages + filled.count / batch.least; page += 1) {
    const limit = Math.min(atOnce(filled), mostAsked - asked);
    if (limit <= 0) return;
    const found = await logs.search(tenant, query, { limit, ...(after && { after }) });
    yield found;
    if (!found.next) return;
    if (found.from !== "archive") asked += limit;
    after = found.next;
  }
}

/** An event may be as large as a hundred others. */
function atOnce({ count, size }: Filled): number {
  if (count === 0) return batch.first;
  const fit = Math.floor((batch.characters * count) / size);
  return Math.max(batch.least, Math.min(batch.most, fit));
}

function joined(one: FoundEvents["from"], other: FoundEvents["from"]): FoundEvents["from"] {
  if (one === "nobody" || one === other) return other;
  return other === "nobody" ? one : "both";
}

/** "logs-prod-20261122-1200.csv" */
function nameOf({ tenant, as }: FileAsked, { now }: CommandContext): string {
  const time = now.toISOString().slice(0, 16).replaceAll(/[-:]/gu, "").replace("T", "-");
  return `logs-${tenant.replaceAll(/[^\w.-]+/gu, "-")}-${time}.${as}`;
}

function moreOf(
  asked: FileAsked,
  next: PageStart,
  { tenants }: CommandContext,
  viewer: Viewer,
): readonly Action[] {
  const tenant = tenants.length > 1 ? asked.tenant : undefined;
  // Meanwhile time goes on.
  const same = { asked: fixed(asked.asked, asked.query), query: asked.query };
  const line = lineFor(same, { tenant, as: asked.as, older: sayTrail([next]) }, viewer, []);
  return line ? [{ label: "The older ones", line }] : [];
}
