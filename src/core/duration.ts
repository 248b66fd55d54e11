import { z } from "zod";
import { DAY, HOUR, MINUTE, SECOND } from "./clock.ts";

const units = { s: SECOND, m: MINUTE, h: HOUR, d: DAY } as const;

/** Milliseconds of `90s`, `5m`, `1h`, `7d`; undefined for anything else. */
export function parseDuration(written: string): number | undefined {
  const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(written.trim()) ?? [];
  if (!(amount && unit)) return undefined;
  const ms = Number(amount) * units[unit as keyof typeof units];
  return ms > 0 ? ms : undefined;
}

/** A length of time in a settings file, as milliseconds. */
export function duration() {
  return z.string().transform((written, context) => {
    const ms = parseDuration(written);
    if (ms !== undefined) return ms;
    context.addIssue({
      code: "custom",
      message: `"${written}" is not a length of time; write one like 90s, 5m, 1h or 7d`,
    });
    return z.NEVER;
  });
}

/** "3 min", "2 h", "5 days": the largest unit that says enough. */
export function sayDuration(ms: number): string {
  const size = Math.abs(ms);
  if (size < MINUTE) return `${Math.round(size / SECOND)} s`;
  if (size < 2 * HOUR) return `${Math.round(size / MINUTE)} min`;
  if (size < 2 * DAY) return `${Math.round(size / HOUR)} h`;
  return `${Math.round(size / DAY)} days`;
}

/** "3 min ago", "just now". */
export function sayAge(since: Date, now: Date): string {
  const age = now.getTime() - since.getTime();
  return age < 5 * SECOND ? "just now" : `${sayDuration(age)} ago`;
}
