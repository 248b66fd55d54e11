import type { Met } from "./differences.ts";
import type { Known } from "./known.ts";

/** What a reader takes in of one message, in reading order: words, signs, moments, links, calls, buttons. Nothing of its look. */
export type Seen = readonly string[];

/** Takes down what a platform shows. What one platform shows in its own way must be named as a difference. */
export interface Notebook {
  /** Words as they stand. Those of one line are said one after the other; a new line ends a word. */
  say(words: string): void;
  line(): void;
  /** A moment, whatever the reader's zone. */
  time(at: Date): void;
  link(words: string, url: string): void;
  /** Somebody's name, in a way that may ring them. */
  call(name: string): void;
  /** A button and what it does. */
  button(label: string, does: string): void;
  met(difference: Met): void;
  readonly known: Known;
  seen(): Seen;
}

/** Words, figures and signs; what stands between them is each platform's own. */
const pieces = /⟨[^⟩]*⟩|[\p{L}\p{N}\p{M}]+|\p{Extended_Pictographic}/gu;
/** So much of a button's words every platform shows. */
const mostLabel = 70;
/** A moment as a platform without the reader's zone writes it. */
const inUtc = /\b(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC(?:([+-]\d{1,2})(?::(\d\d))?)?/gu;

function momentOf([day = "", clock = "", hours = "+0", minutes = "0"]: readonly string[]): string {
  const away = (Math.abs(Number(hours)) * 60 + Number(minutes)) * (hours.startsWith("-") ? -1 : 1);
  return minuteOf(new Date(Date.parse(`${day}T${clock}Z`) - away * 60_000));
}

const minuteOf = (at: Date): string => at.toISOString().slice(0, 16).replace("T", " ");

export function openNotebook(known: Known, met: (difference: Met) => void): Notebook {
  let words = "";
  const mark = (content: string) => {
    words += ` ⟨${content.replace(/[⟨⟩]/gu, "")}⟩ `;
  };
  return {
    known,
    met,
    say(said) {
      // Where a file comes to is how each platform hands it over.
      words += known.plainly(said).replace(" (comes to you in a direct message)", "");
    },
    line() {
      words += "\n";
    },
    time: (at) => mark(minuteOf(at)),
    link(said, url) {
      words += known.plainly(said);
      if (said !== url) mark(url);
    },
    call(name) {
      met("calls");
      words += name;
    },
    button(label, does) {
      const words = label.replaceAll("\u2060", "").slice(0, mostLabel);
      mark(`[${words}] ${known.plainly(does)}`);
    },
    seen() {
      const timed = words.replaceAll("\uFE0F", "").replace(inUtc, (_, ...parts: string[]) => {
        met("moments");
        return ` ⟨${momentOf(parts)}⟩ `;
      });
      return [...timed.matchAll(pieces)].map(([piece]) => piece);
    },
  };
}
