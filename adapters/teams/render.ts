import { type Action, type Block, type Message, type Tone, tones } from "../../src/core/message.ts";
import { plainText } from "../../src/core/plain.ts";
import { renderBlock } from "./blocks.ts";
import { cutTo, lineCount, withFewerActions } from "./cut.ts";
import { type Call, type Element, literal } from "./spans.ts";

/** Teams counts about 100 KB of UTF-16 per message and is silent on how; this much is safe. */
export const LIMITS = { bytes: 80 * 1024, summary: 500 } as const;

export interface AdaptiveCard {
  readonly type: "AdaptiveCard";
  readonly $schema: string;
  readonly version: "1.5";
  readonly body: readonly Element[];
  readonly msteams: { readonly width: "Full"; readonly entities?: readonly Call[] };
}

export interface TeamsMessage {
  readonly type: "message";
  /** The words of the notification; without them it says "Sent a card". */
  readonly summary: string;
  readonly attachments: readonly [
    {
      readonly contentType: "application/vnd.microsoft.card.adaptive";
      readonly content: AdaptiveCard;
    },
  ];
}

/** Every message renders, and none is larger than Teams takes: what does not fit is counted in words. */
export function renderTeams(message: Message): TeamsMessage {
  const whole = withFewerActions(message);
  const rendered = renderWhole(whole);
  if (fits(rendered)) return rendered;
  let [low, high] = [0, lineCount(whole)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(renderWhole(cutTo(whole, middle)))) low = middle;
    else high = middle;
  }
  return renderWhole(cutTo(whole, low));
}

export function sizeOf(message: TeamsMessage): number {
  return JSON.stringify(message).length * 2;
}

const fits = (message: TeamsMessage): boolean => sizeOf(message) <= LIMITS.bytes;

function renderWhole(message: Message): TeamsMessage {
  const calls: Call[] = [];
  const body = bodyOf(message).map((element) => withoutCalls(element, calls) as Element);
  return {
    type: "message",
    summary: clip(literal(message.summary), LIMITS.summary),
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: {
          type: "AdaptiveCard",
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          version: "1.5",
          body,
          msteams: { width: "Full", ...(calls.length > 0 ? { entities: distinct(calls) } : {}) },
        },
      },
    ],
  };
}

/** Teams' own names for the band's colour. */
const styles: Readonly<Record<Exclude<Tone, "neutral">, string>> = {
  good: "good",
  warning: "warning",
  bad: "attention",
};

function bodyOf({ summary, tone = "neutral", blocks }: Message): readonly Element[] {
  const shown: readonly Block[] = blocks.some((block) => !isButtons(block))
    ? blocks
    : [{ kind: "text", text: summary }, ...blocks];
  if (tone === "neutral") return renderBlocks(shown);
  const { sign, word } = tones[tone];
  const [first, ...rest] = shown;
  const headed = first !== undefined && isHeadline(first);
  const top = renderBlocks([
    { kind: "note", text: [{ bold: `${sign} ${word}` }] },
    ...(headed ? [first] : []),
  ]);
  return [
    { type: "Container", style: styles[tone], bleed: true, items: top },
    ...renderBlocks(headed ? rest : shown),
  ];
}

/** A line at most some rows long, which may stand in the coloured band beside the tone's words. */
const isHeadline = (block: Block): boolean =>
  block.kind === "heading" || (block.kind === "text" && plainText(block.text).length <= 200);

const isButtons = (block: Block): block is { kind: "actions"; actions: readonly Action[] } =>
  block.kind === "actions";

/** A divider is a line above the block that follows it. */
function renderBlocks(blocks: readonly Block[]): readonly Element[] {
  let parted = false;
  return blocks.flatMap((block) => {
    if (block.kind === "divider") {
      parted = true;
      return [];
    }
    const [first, ...rest] = renderBlock(block);
    if (!first) return [];
    const top = parted ? { ...first, separator: true, spacing: "Medium" } : first;
    parted = false;
    return [top, ...rest];
  });
}

/** Takes the calls out of the elements that carry them: Teams wants them listed beside the card's body. */
function withoutCalls(value: unknown, calls: Call[]): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutCalls(item, calls));
  if (typeof value !== "object" || value === null) return value;
  const { mention, ...rest } = value as { mention?: Call };
  if (mention) calls.push(mention);
  return Object.fromEntries(
    Object.entries(rest).map(([key, inner]) => [key, withoutCalls(inner, calls)]),
  );
}

function distinct(calls: readonly Call[]): readonly Call[] {
  return [...new Map(calls.map((call) => [`${call.text} ${call.mentioned.id}`, call])).values()];
}

function clip(content: string, limit: number): string {
  if (content.length <= limit) return content;
  return `${content.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/u, "")}…`;
}
