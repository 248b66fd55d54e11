import { oneLine } from "../../src/core/excerpt.ts";
import { type Action, type Block, type Message, type Tone, tones } from "../../src/core/message.ts";
import { plainText, renderPlain } from "../../src/core/plain.ts";
import { renderBlock } from "./blocks.ts";
import { bytesOf, cardType, mostBytes } from "./card-kit.ts";
import { cutTo, lineCount, withFewerActions } from "./cut.ts";
import { clip, isMarkup, literal, literalLines } from "./literal.ts";
import type { Call, Element } from "./spans.ts";

/** Characters of the words that announce a message, and of a message that goes out without its card. */
export const LIMITS = { summary: 500, plain: 10_000 } as const;

export interface AdaptiveCard {
  readonly type: "AdaptiveCard";
  readonly $schema: string;
  readonly version: "1.5";
  /** Shown instead by a client that knows only older versions; it is read as Markdown. */
  readonly fallbackText: string;
  readonly body: readonly Element[];
  readonly msteams: { readonly width: "Full"; readonly entities?: readonly Call[] };
}

export interface TeamsMessage {
  readonly type: "message";
  /** The words of the notification; without them it says "Sent a card". */
  readonly summary: string;
  readonly attachments: readonly [
    {
      readonly contentType: typeof cardType;
      readonly content: AdaptiveCard;
    },
  ];
}

/** Words alone: Teams formats nothing in them. */
export interface TeamsText {
  readonly type: "message";
  readonly text: string;
  readonly textFormat: "plain";
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

/** The whole message without a card, for when Teams refuses it; a button is its label and what to say instead. */
export function renderWithoutCard(message: Message): TeamsText {
  const words = literalLines(renderPlain(message)).trim() || wordless;
  const whole = `${signOf(message.tone)}${words}`;
  return { type: "message", text: shortened(whole), textFormat: "plain" };
}

function shortened(whole: string): string {
  if (whole.length <= LIMITS.plain) return whole;
  const part = clip(whole, LIMITS.plain);
  const end = part.lastIndexOf("\n");
  const shown = end > LIMITS.plain / 2 ? part.slice(0, end) : part.slice(0, -1);
  return `${shown}\n… and ${whole.length - shown.length} more characters`;
}

const wordless = "A message without words.";

const fits = (message: TeamsMessage): boolean => bytesOf(message) <= mostBytes;

/** Beside the words, never instead of them. */
const signOf = (tone: Tone = "neutral"): string =>
  tone === "neutral" ? "" : `${tones[tone].sign} `;

/** What the toast says, and a screen reader first. */
function summaryOf({ tone, summary }: Message): string {
  // Some words cannot be seen.
  const words = literal(oneLine(summary)).trim() || wordless;
  return clip(`${signOf(tone)}${words}`, LIMITS.summary);
}

const tooOld = "This Teams is too old to show the message. Please open it in a newer one.";

function renderWhole(message: Message): TeamsMessage {
  const calls: Call[] = [];
  const body = bodyOf(message).map((element) => withoutCalls(element, calls) as Element);
  const summary = summaryOf(message);
  return {
    type: "message",
    summary,
    attachments: [
      {
        contentType: cardType,
        content: {
          type: "AdaptiveCard",
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          version: "1.5",
          fallbackText: isMarkup(summary) ? tooOld : summary,
          body,
          msteams: { width: "Full", ...(calls.length > 0 ? { entities: calls } : {}) },
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

function bodyOf(message: Message): readonly Element[] {
  const { tone = "neutral" } = message;
  const shown = saidAtAll(message);
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

/** A tone needs words to stand beside, and so does a message of buttons alone: those of the summary. */
function saidAtAll({ summary, tone = "neutral", blocks }: Message): readonly Block[] {
  const [first] = blocks;
  const isSaid =
    tone === "neutral"
      ? renderBlocks(blocks.filter((block) => !isButtons(block))).length > 0
      : first !== undefined && ["heading", "text", "note"].includes(first.kind);
  return isSaid ? blocks : [{ kind: "text", text: summary.trim() || wordless }, ...blocks];
}

/** A line at most some rows long, which may stand in the coloured band beside the tone's words. */
const isHeadline = (block: Block): boolean =>
  block.kind === "heading" || (block.kind === "text" && plainText(block.text).length <= 500);

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
  const { mention, ...rest } = value as { mention?: Call; type?: unknown; text?: string };
  // What a form's button carries may have a field of that name too.
  if (mention && rest.type === "TextBlock") {
    const call = toldApart(mention, calls);
    return { ...rest, text: rest.text?.replace(mention.text, () => call.text) };
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutCalls(inner, calls)]),
  );
}

/** Teams finds who is called by the words alone, so two people of one name get two. */
function toldApart({ type, mentioned: { id, name } }: Call, calls: Call[]): Call {
  for (let count = 1; ; count += 1) {
    const shown = count === 1 ? name : `${name} ${count}`;
    const known = calls.find(({ mentioned }) => mentioned.name === shown);
    if (known?.mentioned.id === id) return known;
    if (known) continue;
    const call = { type, text: `<at>${shown}</at>`, mentioned: { id, name: shown } };
    calls.push(call);
    return call;
  }
}
