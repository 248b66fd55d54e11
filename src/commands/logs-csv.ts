import type { LogEvent } from "../core/log-event.ts";
import { logTypeOf } from "../core/log-types/index.ts";
import { redact } from "../core/mask.ts";
import { plainJson } from "../core/visible.ts";

/** An event with its secrets removed. */
type Raw = Readonly<Record<string, unknown>>;
type Column = readonly [name: string, value: (event: LogEvent, raw: Raw) => unknown];

const plain = (name: string): Column => [name, (_, raw) => raw[name]];

/** Always the same, in this order, so that files can be put together. */
const columns: readonly Column[] = [
  ["log_id", ({ id }) => id],
  ["date", ({ at }) => at.toISOString()],
  ["type", ({ type }) => type],
  ["name", ({ type }) => logTypeOf(type)?.name],
  ["ended", ({ type }) => logTypeOf(type)?.kind ?? "unknown"],
  ...["description", "user_id", "user_name", "ip", "client_id", "client_name"].map(plain),
  ...["connection", "connection_id", "organization_id", "organization_name"].map(plain),
  ...["hostname", "user_agent", "audience", "scope", "details"].map(plain),
];

export const csvHeader = rowOf(columns.map(([name]) => name));

/** One event as a row of RFC 4180, without what opens doors. */
export function csvRow(event: LogEvent): string {
  const raw = redact(event.raw) as Raw;
  return rowOf(columns.map(([, value]) => wordsOf(value(event, raw))));
}

/** One event as Auth0 gave it, without what opens doors. */
export const jsonLine = ({ raw }: LogEvent): string =>
  `${plainJson(JSON.stringify(redact(raw)))}\n`;

function rowOf(values: readonly string[]): string {
  return `${values.map(cellOf).join(",")}\r\n`;
}

/**
 * Tables run what begins like a formula, whoever wrote it: an apostrophe in front makes it words. So does one behind a sign
 * that some tables take for the end of a cell, and one before signs that they do not show.
 */
function cellOf(value: string): string {
  const harmless = value
    .replace(/^(?=[\s\p{C}]*[=+\-@|%\t\r\n＝＋－＠])/u, "'")
    .replace(/[; \p{C}]+/gu, disarmed);
  return /[",\r\n]/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const cellEnds = [";", "\t", "\r", "\n"];

/** Looked at once, however long it is: what stands between words, with an apostrophe behind the last end of a cell in it. */
function disarmed(gap: string, at: number, value: string): string {
  if (!/^[=+\-@＝＋－＠]/u.test(value.charAt(at + gap.length))) return gap;
  const end = 1 + Math.max(...cellEnds.map((sign) => gap.lastIndexOf(sign)));
  return end === 0 ? gap : `${gap.slice(0, end)}'${gap.slice(end)}`;
}

function wordsOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
