import { UserError } from "./errors.ts";
import { actions, type Block, heading, type Message, note } from "./message.ts";
import { halve } from "./part-halves.ts";
import { weightOf } from "./part-weight.ts";

/**
 * What one message holds on every platform without being cut, with room for buttons that are added to it. Slack's
 * measured sum of all characters is the smallest there is.
 */
export const holds = { weight: 6500, blocks: 30 } as const;

/** Said with any line whose answer is longer than one message: show this part of it. */
const partWord = /^part:(\d{1,4})$/i;

/** Which part is asked for, and the words without the asking. */
export function askedPart(words: readonly string[]): {
  readonly words: readonly string[];
  readonly part: number;
} {
  const asked = words.flatMap((word) => partWord.exec(word)?.[1] ?? []);
  return {
    words: words.filter((word) => !partWord.test(word)),
    part: Math.max(1, Number(asked.at(-1) ?? 1)),
  };
}

/** The line without any asking for a part, for a button that asks for another. */
export const withoutPart = (line: string): string => line.replace(/\s*\bpart:\d{1,4}(?!\S)/gi, "");

/**
 * One part of an answer: the message itself where one holds it; else so much of it, cut between blocks, lines or rows, with
 * a button that says the line again for the part that follows.
 * @throws UserError for a part that is not there.
 */
export function partOf(message: Message, { part, line }: { part: number; line: string }): Message {
  const parts = partsOf(message.blocks);
  const count = Math.max(1, parts.length);
  if (part > count) {
    const there = count === 1 ? "The answer has only one part" : `There are only ${count} parts`;
    throw new UserError(`${there}; part ${part} is not there.`);
  }
  if (count === 1) return message;
  const more = { label: `More (part ${part + 1} of ${count})`, line: `${line} part:${part + 1}` };
  const blocks = [
    ...(part > 1 ? titleOf(message) : []),
    ...(parts[part - 1] ?? []),
    note(`Part ${part} of ${count}.`),
    ...(part < count ? [actions(more)] : []),
  ];
  const summary = part > 1 ? `Part ${part} of ${count}. ${message.summary}` : message.summary;
  return { ...message, summary, blocks };
}

/** A later part begins as the first one does. */
function titleOf({ blocks }: Message): readonly Block[] {
  const [first] = blocks;
  return first?.kind === "heading" ? [heading(first.text)] : [];
}

/** The blocks in as many lots as messages are needed, in order; nothing is lost, and nothing said twice. */
export function partsOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const parts: Block[][] = [];
  let part: Block[] = [];
  let weight = 0;
  const end = () => {
    // A heading belongs to what follows it.
    const loose = part.length > 1 && part.at(-1)?.kind === "heading" ? part.splice(-1) : [];
    parts.push(part);
    part = loose;
    weight = loose.reduce((sum, block) => sum + weightOf(block), 0);
  };
  for (const block of pieces(blocks)) {
    const size = weightOf(block);
    if (part.length > 0 && !fits({ weight: weight + size, count: part.length + 1 })) end();
    part.push(block);
    weight += size;
  }
  return part.length > 0 ? [...parts, part] : parts;
}

const fits = ({ weight, count }: { weight: number; count: number }): boolean =>
  weight <= holds.weight && count <= holds.blocks;

/** Blocks that one message cannot hold, halved until it can. */
function pieces(blocks: readonly Block[]): readonly Block[] {
  return blocks.flatMap((block) => {
    if (weightOf(block) <= holds.weight) return [block];
    const halves = halve(block);
    return halves.length > 1 ? pieces(halves) : [block];
  });
}
