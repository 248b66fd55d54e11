import type { AuditRecord } from "../core/audit.ts";
import { exportLine } from "../core/audit-chain.ts";
import { type CommandContext, sayLine } from "../core/command.ts";
import { actions, file, type Message, note, text } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import type { Asked } from "./audit-list.ts";

/** One file holds so many entries, and so many characters. */
const most = { entries: 50_000, characters: 25_000_000 } as const;
const batch = 1000;

type Wanted = Parameters<CommandContext["audit"]["find"]>[0];

/** All that was found, newest first, as a file for whoever asked. */
export async function auditFile(
  query: Omit<Wanted, "limit">,
  asked: Asked,
  context: CommandContext,
): Promise<Message> {
  const { lines, last, more } = await gather(query, context);
  const count = sayCount(lines.length, "entry", "entries");
  const verdict = `${count}, newest first, as JSON lines.${more ? " There are older ones." : ""}`;
  if (lines.length === 0) {
    const words = "No entry was found, so there is no file.";
    return { summary: words, blocks: [text(words)] };
  }
  const older = sayLine("audit", { ...asked, older: last, as: "jsonl" });
  return {
    summary: verdict,
    blocks: [
      text([{ bold: verdict }]),
      file(nameAt(context.now), "application/x-ndjson", lines.join("")),
      note("It names who said what: keep it where that may be kept."),
      ...(more ? [actions({ label: "The older ones", line: older })] : []),
    ],
  };
}

async function gather(query: Omit<Wanted, "limit">, { audit }: CommandContext) {
  const lines: string[] = [];
  let [size, last, more] = [0, query.before, true];
  while (more && lines.length < most.entries && size < most.characters) {
    const start = last === undefined ? {} : { before: last };
    const found: readonly AuditRecord[] = await audit.find({ ...query, ...start, limit: batch });
    const made = found.map(exportLine);
    lines.push(...made);
    size += made.reduce((sum, { length }) => sum + length, 0);
    last = found.at(-1)?.number ?? last;
    more = found.length === batch;
  }
  return { lines, last, more };
}

/** "audit-20261122-1200.jsonl" */
const nameAt = (now: Date): string =>
  `audit-${now.toISOString().slice(0, 16).replaceAll(/[-:]/gu, "").replace("T", "-")}.jsonl`;
