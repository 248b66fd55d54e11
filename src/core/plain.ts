import {
  type Action,
  type Block,
  type Chart,
  type FileBlock,
  type Message,
  type Point,
  type Span,
  spansOf,
  type Text,
} from "./message.ts";

/** A message as plain lines: for terminals, for platforms in trouble, and for tests. */
export function renderPlain(message: Message): string {
  const [first, ...rest] = [message.summary, ...message.blocks.map(plainBlock)].filter(Boolean);
  // A summary is mostly the first sentence of what is shown.
  return (first === rest[0] ? rest : [first, ...rest]).join("\n");
}

export function plainText(content: Text): string {
  return spansOf(content).map(plainSpan).join("");
}

/** Eight heights of a bar per point, and a cross for what failed: a chart where no picture can be had. */
export function sparkline(values: readonly Point["value"][]): string {
  const known = values.filter((value) => Number.isFinite(value)) as readonly number[];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const step = (value: number) =>
    high === low ? 0 : Math.round(((value - low) / (high - low)) * 7);
  return values
    .map((value) => (typeof value === "number" ? "▁▂▃▄▅▆▇█"[step(value)] : "×"))
    .join("");
}

const leadOf = ({ from }: { readonly from?: number }, nth: number): string =>
  from === undefined ? "-" : `${from + nth}.`;

function plainBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
      return block.text;
    case "text":
    case "note":
      return plainText(block.text);
    case "fields":
      return block.fields.map(({ label, value }) => `${label}: ${plainText(value)}`).join("\n");
    case "list":
      return block.items.map((item, nth) => `${leadOf(block, nth)} ${plainText(item)}`).join("\n");
    case "table":
      return [block.columns, ...block.rows.map((row) => row.map(plainText))]
        .map((row) => row.join(" | "))
        .join("\n");
    case "code":
      return block.code;
    case "chart":
      return plainChart(block);
    case "file":
      return sayFile(block);
    case "divider":
      return "----";
    case "actions":
      return block.actions.map(plainAction).join("\n");
    default:
      return block satisfies never;
  }
}

/** What stands in a message for a file that the platform hands over beside it. */
export const sayFileBeside = (file: Pick<FileBlock, "name" | "content">): string =>
  `${sayFile(file)} (comes to you in a direct message)`;

/** "logs-prod.csv, 1.2 MB" */
export function sayFile({ name, content }: Pick<FileBlock, "name" | "content">): string {
  const bytes = new TextEncoder().encode(content).length;
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${name}, ${size < 10 ? Math.ceil(size * 10) / 10 : Math.ceil(size)} ${unit}`;
}

function plainChart({ title, unit, points }: Chart): string {
  const some = points.some(({ value }) => value === "failed");
  const words = `${title} (${unit}): ${sparkline(points.map(({ value }) => value))}`;
  return some ? `${words} (× failed)` : words;
}

function plainAction(action: Action): string {
  return `[${action.label}] ${"url" in action ? action.url : action.line}`;
}

function plainSpan(span: Span): string {
  if (typeof span === "string") return span;
  if ("bold" in span) return span.bold;
  if ("code" in span) return span.code;
  if ("link" in span) return span.link === span.url ? span.url : `${span.link} (${span.url})`;
  if ("time" in span) return plainTime(span.time);
  return "mention" in span ? `@${span.name}` : span.name;
}

/** "2026-11-22 09:05 UTC": the reader's zone is unknown here, so the zone is said. */
export function plainTime(time: Date): string {
  if (Number.isNaN(time.getTime())) return "at an unknown time";
  // A feed may give any year: those beyond four digits come with a sign.
  const minute = time
    .toISOString()
    .replace(/^\+/, "")
    .replace(/:\d\d\.\d{3}Z$/, "");
  return `${minute.replace("T", " ")} UTC`;
}
