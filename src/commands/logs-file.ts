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
/** Events that are looked for at once. */
const batch = 1000;
/** Batches, as full ones and others; and those for which Auth0 is asked, ten times each. */
const [mostPages, mostAsked] = [60, 3];

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
  let [count, size] = [0, 0];
  let last: FoundEvents = { events: [], unseen: [], from: "nobody" };
  const isFull = () => count >= most.events || size >= most.characters;
  for await (const found of pagesOf(asked, logs)) {
    const lines = await inTurns<LogEvent, string>(found.events, line);
    parts.push(...lines);
    size += lines.reduce((sum, { length }) => sum + length, 0);
    count += found.events.length;
    const oldest = found.next ?? found.events.at(-1);
    if (oldest) reached(`${sayCount(count, "event")}, back to ${sayTime(oldest.at, zone)}`);
    for (const one of found.unseen) unseen.set(JSON.stringify([one.from, one.to, one.why]), one);
    last = { ...found, from: joined(last.from, found.from) };
    if (isFull()) break;
  }
  return { ...last, content: parts.join(""), count, unseen: [...unseen.values()] };
}

/** Page after page; Auth0 counts each question, so that only some of them are put to it. */
async function* pagesOf(
  { query, tenant, start }: FileAsked,
  logs: LogsDesk,
): AsyncGenerator<FoundEvents> {
  let after = start?.place;
  let asked = 0;
  for (let page = 0; page < mostPages && asked < mostAsked; page += 1) {
    const found = await logs.search(tenant, query, { limit: batch, ...(after && { after }) });
    yield found;
    if (!found.next) return;
    if (found.from !== "archive") asked += 1;
    after = found.next;
  }
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
