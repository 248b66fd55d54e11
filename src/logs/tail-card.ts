import { MINUTE } from "../core/clock.ts";
import { type Action, actions, type Block, type Message, note, text } from "../core/message.ts";
import { sayCount, sayHour, sayLately, sayNumber } from "../core/say.ts";
import { tailRole } from "../core/tail.ts";
import type { Ended, Kept } from "./tail-book.ts";
import { mostEvents } from "./tail-inbox.ts";
import { type Counts, logsLine, sayNotListed, sumOf } from "./tail-words.ts";

/** How a tail stands. */
export interface Standing {
  readonly kept: Kept;
  readonly listed: number;
  readonly counted: Counts;
  /** When the tenant's log was last heard. */
  readonly heard: Date | undefined;
  readonly silence: string | undefined;
  /** Whether more came, unheard, could not be looked up. */
  readonly unseen: boolean;
}

/** The message that a tail's events follow. */
export function sayCard(standing: Standing, now: Date): Message {
  const { kept } = standing;
  return kept.ended ? over(standing, kept.ended, now) : running(standing, now);
}

function running(standing: Standing, now: Date): Message {
  const { kept, silence } = standing;
  const { tenant, what, by, zone } = kept;
  const until = sayHour(new Date(kept.until), zone);
  const figures = sayFigures(standing);
  return {
    summary: `Tailing ${tenant}: new events${what}, by ${by.name}, until ${until}. ${figures}`,
    ...(silence ? { tone: "warning" as const } : {}),
    blocks: [
      text([{ bold: `Tailing ${tenant}` }, `: new events${what}, by ${by.name}, until ${until}.`]),
      text(figures),
      ...(silence ? [text([{ bold: silence }])] : []),
      note([promise, `As of ${sayHour(now, zone)}; ${sayHeard(standing, now)}`].join(" ")),
      actions({ label: "Stop tail", line: `tail stop:${kept.id}` }),
    ],
  };
}

const promise =
  "Events follow here every few seconds. Everybody sees this, so people and addresses are numbered.";

function over(standing: Standing, ended: Ended, now: Date): Message {
  const { kept } = standing;
  const { tenant, what, by, zone } = kept;
  const head = `Tail of ${tenant} ended`;
  const about = `: new events${what}, by ${by.name}.`;
  const why = `${sayEnd(ended, kept)} It began at ${sayHour(new Date(kept.begunAt), zone)}.`;
  const figures = sayFigures(standing);
  return {
    summary: `${head}${about} ${why} ${figures}`,
    ...(standing.silence ? { tone: "warning" as const } : {}),
    blocks: [
      text([{ bold: head }, about]),
      text([why, " ", figures]),
      ...(standing.silence ? [text([{ bold: standing.silence }])] : []),
      ...(standing.unseen ? [text([{ bold: unseenWords }])] : []),
      note(
        `What comes in late is not told here; "logs" has it. At its end ${sayHeard(standing, now)}`,
      ),
      ...onward(kept, ended),
    ],
  };
}

const unseenWords =
  "Whether more came, which Watchpost did not hear, could not be looked up: what there is more is not told here.";

function sayEnd(ended: Ended, { by, zone }: Pick<Kept, "by" | "zone">): string {
  const at = sayHour(new Date(ended.at), zone);
  switch (ended.why) {
    case "stopped":
      return `${ended.by} stopped it at ${at}.`;
    case "time":
      return `Its time was over at ${at}.`;
    case "many":
      return `It ended itself at ${at}: ${sayNumber(mostEvents)} events had come, and one tail tells no more. Narrow it: by type: or client:, say.`;
    case "forgotten":
      return `It ended at ${at}: it looked for somebody whom the archive was told to forget.`;
    case "role":
      return `It ended at ${at}: ${by.name} does not have the role ${tailRole} here any more.`;
    case "refused":
      return `It ended at ${at}: ${ended.words}`;
    default:
      return ended satisfies never;
  }
}

function sayFigures({ kept, listed, counted }: Standing): string {
  const rest = sumOf(counted);
  const all = listed + rest;
  if (all === 0) return kept.ended ? "No event matched." : "No event so far.";
  const events = `${sayCount(all, "event")}${kept.ended ? "" : " so far"}`;
  if (rest === 0) return `${events}${all === 1 ? "" : ", all listed"}.`;
  return `${events}. ${sayNotListed(counted)}`;
}

function sayHeard({ kept, heard }: Standing, now: Date): string {
  const { tenant, zone } = kept;
  return heard
    ? `the log of ${tenant} was last heard ${sayLately(heard, now, zone)}.`
    : `the log of ${tenant} was never heard.`;
}

function onward({ filters, since, length }: Kept, ended: Ended): readonly Block[] {
  if (filters === undefined) {
    return [note("Its filters name somebody, so no button repeats them before everybody.")];
  }
  const buttons: readonly Action[] = [
    { label: "See in logs", line: logsLine(filters, new Date(since), new Date(ended.at)) },
    { label: "Tail again", line: tailLine(filters, length) },
  ];
  return [actions(...buttons)];
}

const tailLine = (filters: string, length: number): string =>
  ["tail", filters, `for:${Math.max(1, Math.round(length / MINUTE))}m`].filter(Boolean).join(" ");

/** For whoever began one whose conversation takes no messages any more. */
export function sayRefused({ kept, listed, counted }: Standing, words: string): Message {
  const all = listed + sumOf(counted);
  const told = all === 0 ? "Nothing had been told." : `${sayCount(all, "event")} had been told.`;
  return {
    summary: `Your tail of ${kept.tenant} has ended: Watchpost cannot post there any more.`,
    tone: "warning",
    blocks: [
      text([
        { bold: `Your tail of ${kept.tenant} has ended.` },
        " Watchpost cannot post in ",
        { conversation: kept.from.conversation, name: "its conversation" },
        ` any more: ${words} ${told}`,
      ]),
      ...(kept.filters === undefined
        ? []
        : [actions({ label: "See in logs", line: `logs ${kept.filters}`.trim() })]),
    ],
  };
}

/** Said once in the thread when nothing at all comes in any more. */
export function saySilence(silence: string, kept: Kept): Message {
  return {
    summary: silence,
    tone: "warning",
    blocks: [
      text([{ bold: silence }]),
      note(
        `The tail goes on until ${sayHour(new Date(kept.until), kept.zone)}. This is said once.`,
      ),
      actions({ label: "Doctor", line: "doctor" }),
    ],
  };
}
