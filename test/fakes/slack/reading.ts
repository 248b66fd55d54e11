import { isObject } from "../../../adapters/slack/block-kit.ts";

/** A message as a person reads it in Slack: blocks where there are any, else the text with its markup at work. */
export function readMessage(message: { readonly text: string; readonly blocks?: unknown }): string {
  const { blocks } = message;
  if (!Array.isArray(blocks) || blocks.length === 0) return readMrkdwn(message.text);
  return blocks.map(read).join("\n");
}

/** What Slack's markup does to words: angle brackets become calls and links, entities become characters. */
function readMrkdwn(text: string): string {
  return text
    .replace(
      /<([^<>|]+)(?:\|([^<>]*))?>/g,
      (_, target: string, label?: string) => label || target.replace(/^[!@#]/, "@"),
    )
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function read(part: unknown): string {
  if (Array.isArray(part)) return part.map(read).join("");
  if (!isObject(part)) return "";
  switch (part.type) {
    case "divider":
      return "";
    case "header":
    case "section":
    case "button":
      return read(part.text);
    case "plain_text":
    case "raw_text":
    case "text":
      return String(part.text);
    case "mrkdwn":
      return readMrkdwn(String(part.text));
    case "link":
      return String(part.text ?? part.url);
    case "date":
      return String(part.fallback);
    case "user":
      return `@${String(part.user_id)}`;
    case "channel":
      return `#${String(part.channel_id)}`;
    case "usergroup":
      return `@${String(part.usergroup_id)}`;
    case "image":
      return `[${String(part.alt_text)}]`;
    case "table":
      return lines(part.rows, " | ");
    case "rich_text":
    case "actions":
    case "context":
      return Array.isArray(part.elements) ? part.elements.map(read).join("\n") : "";
    case "rich_text_list":
      return listed(part);
    default:
      return read(part.elements);
  }
}

function listed({ elements, style, offset }: Readonly<Record<string, unknown>>): string {
  const items = Array.isArray(elements) ? elements.map(read) : [];
  const first = Number(offset ?? 0) + 1;
  return items
    .map((item, nth) => (style === "ordered" ? `${first + nth}. ${item}` : item))
    .join("\n");
}

function lines(rows: unknown, between: string): string {
  if (!Array.isArray(rows)) return "";
  return rows.map((row) => (Array.isArray(row) ? row.map(read).join(between) : "")).join("\n");
}
