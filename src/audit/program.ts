import { closeSync, openSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Audit, AuditRecord } from "../core/audit.ts";
import { exportLine } from "../core/audit-chain.ts";
import { entryOf } from "../core/audit-entry.ts";
import { type AuditVerdict, markOf, sayMark, verifyTrail } from "../core/audit-verify.ts";
import { SettingsError } from "../core/errors.ts";
import { momentOf } from "../core/moment.ts";
import { sayCount, sayDate } from "../core/say.ts";
import { openExport } from "./exported.ts";

/** What `watchpost audit` needs of the world. */
interface Given {
  /** Opens the trail of the settings in this file, without changing anything. @throws SettingsError */
  open(config: string | undefined): Promise<{ readonly audit: Audit; close(): Promise<void> }>;
  say(words: string): void;
  now(): Date;
}

/** `watchpost audit verify|export`. False where the trail is not as it was written. @throws SettingsError */
export async function auditProgram(args: readonly string[], given: Given): Promise<boolean> {
  const [name, ...rest] = args;
  if (name === "verify") return verify(rest, given);
  if (name === "export") return exportTrail(rest, given);
  throw new SettingsError("watchpost audit", [
    "say what to do: watchpost audit verify [--head <head>] [--file <export>], or watchpost audit export --to <file>",
  ]);
}

const text = { type: "string" } as const;

async function verify(args: readonly string[], { open, say }: Given): Promise<boolean> {
  const options = { config: text, head: text, file: text };
  const { config, head, file } = parseArgs({ args: [...args], options }).values;
  const noted = head === undefined ? undefined : markOf(head);
  if (head !== undefined && !noted) {
    throw new SettingsError("--head", [
      `"${head}" is no head; give one as it stands in Watchpost's log, like 1234:9f86d081884c7d659a2feaa0`,
    ]);
  }
  const verdict = await verdictOn(file, config, noted, open);
  for (const words of sayVerdict(verdict, file)) say(words);
  return !verdict.fault && (verdict.mark ?? "there") === "there";
}

async function verdictOn(
  file: string | undefined,
  config: string | undefined,
  noted: ReturnType<typeof markOf>,
  open: Given["open"],
): Promise<AuditVerdict> {
  if (file !== undefined) return verifyTrail(await openExport(file), noted);
  const trail = await open(config);
  try {
    return await verifyTrail(trail.audit, noted);
  } finally {
    await trail.close();
  }
}

function sayVerdict(verdict: AuditVerdict, file: string | undefined): readonly string[] {
  const { fault, entries, since, dropped, head } = verdict;
  const from = since ? `, from ${sayDate(since, "UTC")} on` : "";
  const begins = file
    ? `It begins with number ${dropped.number + 1}.`
    : `Entries up to number ${dropped.number} were let go of, as audit.keep says.`;
  const gone = dropped.number > 0 ? [begins] : [];
  const what = file ? `The trail in ${file}` : "The audit trail";
  if (fault) {
    return [
      `${what} is broken. ${fault.words}`,
      fault.cut
        ? "What is there is as it was written. Hold it against a head that was noted before, or an export."
        : `What comes before number ${fault.number} is as it was written; what comes after proves nothing.`,
      "Keep a copy of it as it is, and look who can write to its file.",
      ...gone,
      ...sayNoted(verdict),
    ];
  }
  return [
    `${what} is whole: ${sayCount(entries, "entry", "entries")}${from}.`,
    ...gone,
    ...sayNoted(verdict),
    `Head: ${sayMark(head)}`,
  ];
}

function sayNoted({ mark }: AuditVerdict): readonly string[] {
  if (mark === undefined) return [];
  return [
    {
      there: "The head you gave is in it, as it was noted.",
      "not there":
        "The head you gave is not in it: the trail was cut off, or written anew, since that was noted.",
      dropped:
        "The head you gave is older than what is kept, so the trail cannot be held against it.",
    }[mark],
  ];
}

async function exportTrail(args: readonly string[], { open, say, now }: Given): Promise<boolean> {
  const options = { config: text, to: text, since: text };
  const { config, to, since: written } = parseArgs({ args: [...args], options }).values;
  if (!to) throw new SettingsError("The export", ["say where it shall be written: --to <file>"]);
  const since = written && momentOf(written, { now: now(), zone: "UTC" }, "begin");
  if (written !== undefined && !since) {
    throw new SettingsError("--since", [
      `"${written}" is not a time; give one like 30d or 2026-11-01`,
    ]);
  }
  const trail = await open(config);
  try {
    const count = await write(to, trail.audit, since || undefined);
    const { head } = await trail.audit.ends();
    say(`${to} is written: ${sayCount(count, "entry", "entries")}, oldest first.`);
    say(`Head: ${sayMark(head)}`);
    return true;
  } finally {
    await trail.close();
  }
}

const pageSize = 500;

/** Into a new file, which its owner alone can read. */
async function write(to: string, audit: Audit, since: Date | undefined): Promise<number> {
  const file = create(to);
  let count = 0;
  try {
    let after = (await audit.ends()).dropped.number;
    for (;;) {
      const page = await audit.links(after, pageSize);
      const last = page.at(-1);
      if (!last) return count;
      const wanted = page.filter((record) => isSince(record, since));
      writeSync(file, wanted.map(exportLine).join(""));
      count += wanted.length;
      after = last.number;
    }
  } finally {
    closeSync(file);
  }
}

function create(to: string): number {
  try {
    return openSync(to, "wx", 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "EEXIST" ? "is there already; name another file" : `failed (${code})`;
    throw new SettingsError("The export", [`${to} ${why}`]);
  }
}

/** What cannot be read belongs to it all the same: it is what was changed. */
function isSince({ text: entry }: AuditRecord, since: Date | undefined): boolean {
  return since === undefined || (entryOf(entry)?.at ?? since) >= since;
}
