import type { Run } from "../core/source.ts";
import { cleanText } from "./entities.ts";

/** How many runs the entries of one feed may still have together. Taking some away is the writer's affair. */
export interface Allowance {
  runs: number;
}

/** Runs of one entry: what is beyond them goes on as plain text. */
const mostRuns = 1000;

export interface Marks {
  readonly strong: boolean;
  readonly small: boolean;
  readonly href: string;
}

/** A run that grows: its text is joined once, at the end, however many pieces it came in. */
interface GrowingRun extends Marks {
  readonly pieces: string[];
}

/** Writes down paragraphs of runs, as many as are allowed; there is room for one run at least. */
export function createWriter(allowance: Allowance) {
  const most = Math.max(1, Math.min(mostRuns, allowance.runs));
  const paragraphs: (readonly Run[])[] = [];
  let current: GrowingRun[] = [];
  let count = 0;

  function endParagraph(): void {
    const runs = trimmed(current);
    if (runs.length > 0) paragraphs.push(runs);
    current = [];
  }

  return {
    add(text: string, marks: Marks): void {
      const last = current.at(-1);
      const joined = last && endsBlank(last) ? text.replace(/^ /, "") : text;
      if (joined === "") return;
      if (last && (count >= most || sameMarks(last, marks))) {
        last.pieces.push(joined);
        return;
      }
      count += 1;
      current.push({ ...marks, pieces: [joined] });
    },
    endParagraph(): void {
      const last = current.at(-1);
      if (count < most) endParagraph();
      else if (last && !last.pieces.at(-1)?.endsWith("\n")) last.pieces.push("\n");
    },
    finish(): readonly (readonly Run[])[] {
      endParagraph();
      allowance.runs -= count;
      return paragraphs;
    },
  };
}

const endsBlank = ({ pieces }: GrowingRun) => /[ \n]$/.test(pieces.at(-1) ?? "");
const sameMarks = (a: Marks, b: Marks) =>
  a.strong === b.strong && a.small === b.small && a.href === b.href;

/** Without space at either end or around line breaks; nothing at all if there are no words. */
function trimmed(growing: readonly GrowingRun[]): readonly Run[] {
  const texts = growing.map(({ pieces }) => linesTrimmed(pieces.join("")));
  const from = texts.findIndex((text) => text.trim() !== "");
  const to = texts.findLastIndex((text) => text.trim() !== "");
  return growing.slice(Math.max(from, 0), to + 1).map((run, index) => {
    const at = from + index;
    let text = texts[at] ?? "";
    if (at === from) text = text.trimStart();
    if (at === to) text = text.trimEnd();
    return runOf(text, run);
  });
}

function runOf(text: string, { strong, small, href }: Marks): Run {
  return {
    text,
    ...(strong ? { strong } : {}),
    ...(small ? { small } : {}),
    ...(href ? { href } : {}),
  };
}

/** Without space around line breaks; what stands at either end of a run may belong to its neighbour. */
function linesTrimmed(text: string): string {
  if (!text.includes("\n")) return text;
  const lines = text.split("\n");
  const last = lines.length - 1;
  return lines
    .map((line, at) => (at === 0 ? line.trimEnd() : at === last ? line.trimStart() : line.trim()))
    .join("\n");
}

/** Plain text as paragraphs: an empty line parts them, line ends stay. */
export function paragraphsOfText(
  text: string,
  allowance: Allowance,
  limit = 200_000,
): readonly (readonly Run[])[] {
  const writer = createWriter(allowance);
  for (const paragraph of cleanText(text.slice(0, limit)).split(/\r?\n[ \t]*(?:\r?\n)+/)) {
    const lines = paragraph.replace(/[ \t]+/g, " ").replace(/ ?\r?\n ?/g, "\n");
    writer.add(lines, { strong: false, small: false, href: "" });
    writer.endParagraph();
  }
  return writer.finish();
}
