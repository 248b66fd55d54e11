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
    .replace(/(?<=[;\t\r\n])(?=[ \p{C}]*[=+\-@＝＋－＠])/gu, "'");
  return /[",\r\n]/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function wordsOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
