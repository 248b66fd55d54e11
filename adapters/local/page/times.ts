import { make } from "./dom.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "20:14" today, "21 Nov, 20:14" on other days: in the reader's own zone. */
export function sayTime(time: Date, now: Date): string {
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  if (time.toDateString() === now.toDateString()) {
    return new Intl.DateTimeFormat("en-GB", clock).format(time);
  }
  const year = time.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
  const day = { day: "numeric", month: "short", ...year } as const;
  return new Intl.DateTimeFormat("en-GB", { ...clock, ...day }).format(time);
}

function sayAge(time: Date, now: Date): string {
  const age = Math.max(0, now.getTime() - time.getTime());
  if (age < MINUTE) return "just now";
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < 2 * DAY) return `${Math.floor(age / HOUR)} h ago`;
  return `${Math.floor(age / DAY)} days ago`;
}

/** The moment in words, and in full for whoever points at it. */
export function drawTime(document: Document, moment: Date | string): HTMLTimeElement {
  const time = new Date(moment);
  const full = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long" });
  return make(
    document,
    "time",
    { datetime: time.toISOString(), title: full.format(time) },
    sayTime(time, new Date()),
  );
}

/** How long ago, kept right by `keepAges`. */
export function drawAge(document: Document, moment: string): HTMLElement {
  return make(
    document,
    "span",
    { class: "age", "data-since": moment },
    sayAge(new Date(moment), new Date()),
  );
}

/** Says the ages anew as they grow. */
export function keepAges(document: Document): void {
  setInterval(() => {
    for (const age of document.querySelectorAll<HTMLElement>("[data-since]")) {
      age.textContent = sayAge(new Date(age.dataset.since ?? ""), new Date());
    }
  }, MINUTE / 4);
}
