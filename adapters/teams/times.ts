import { isZone } from "../../src/core/args.ts";
import { MINUTE } from "../../src/core/clock.ts";
import type { Block, Message, Span, Text } from "../../src/core/message.ts";
import { plainTime } from "../../src/core/plain.ts";
import { offsetAt } from "../../src/core/zone-time.ts";

/**
 * The message for one reader, its times by their own clock, which is named with each. As words: not every client replaces
 * Teams' date macros inside runs of text. Without a zone the times stay, and the renderer says them in UTC.
 */
export function withTimesOf(zone: string | undefined, message: Message): Message {
  if (zone === undefined || !isZone(zone)) return message;
  const local = (content: Text): Text => {
    if (typeof content === "string") return content;
    return content.map((span) => ofZone(span, zone));
  };
  return { ...message, blocks: message.blocks.map((block) => inBlock(block, local)) };
}

function inBlock(block: Block, local: (content: Text) => Text): Block {
  switch (block.kind) {
    case "text":
    case "note":
      return { ...block, text: local(block.text) };
    case "fields":
      return {
        ...block,
        fields: block.fields.map(({ label, value }) => ({ label, value: local(value) })),
      };
    case "list":
      return { ...block, items: block.items.map(local) };
    case "table":
      return { ...block, rows: block.rows.map((row) => row.map(local)) };
    case "heading":
    case "code":
    case "chart":
    case "file":
    case "divider":
    case "actions":
      return block;
    default:
      return block satisfies never;
  }
}

function ofZone(span: Span, zone: string): Span {
  if (typeof span === "string" || !("time" in span)) return span;
  if (Number.isNaN(span.time.getTime())) return span;
  const offset = offsetAt(span.time, zone);
  const onTheWall = new Date(span.time.getTime() + offset);
  if (Number.isNaN(onTheWall.getTime())) return span;
  return `${plainTime(onTheWall)}${sayOffset(Math.round(offset / MINUTE))}`;
}

/** Behind "UTC": "+1", "-3:30"; nothing where the clocks agree. */
function sayOffset(minutes: number): string {
  if (minutes === 0) return "";
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const past = rest === 0 ? "" : `:${String(rest).padStart(2, "0")}`;
  return `${minutes < 0 ? "-" : "+"}${hours}${past}`;
}
