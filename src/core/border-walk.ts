import { setImmediate } from "node:timers/promises";
import type {
  Action,
  Block,
  Chart,
  FileBlock,
  Form,
  FormField,
  Message,
  Span,
  Text,
} from "./message.ts";

/** What becomes of the literals of a message. */
export interface Crossing {
  text(words: string): string;
  /** Of a line that a button says; undefined where nobody there may be handed it. */
  line(words: string): string | undefined;
  /** Of an address of the web; undefined where nobody there may be handed it. */
  url(address: string): string | undefined;
}

/** A message with each of its literals changed: there is none that does not come by here. */
export async function crossed(message: Message, crossing: Crossing): Promise<Message> {
  const blocks: Block[] = [];
  for (const block of message.blocks) {
    if (block.kind === "file") blocks.push(await fileOf(block, crossing));
    else blocks.push(...blockOf(block, crossing));
  }
  return { ...message, summary: crossing.text(message.summary), blocks };
}

function blockOf(block: Exclude<Block, FileBlock>, crossing: Crossing): readonly Block[] {
  const say = (content: Text) => textOf(content, crossing);
  switch (block.kind) {
    case "heading":
      return [{ ...block, text: crossing.text(block.text) }];
    case "text":
    case "note":
      return [{ ...block, text: say(block.text) }];
    case "fields": {
      const fields = block.fields.map(({ label, value }) => ({
        label: crossing.text(label),
        value: say(value),
      }));
      return [{ ...block, fields }];
    }
    case "list":
      return [{ ...block, items: block.items.map(say) }];
    case "table":
      return [
        {
          ...block,
          columns: block.columns.map(crossing.text),
          rows: block.rows.map((row) => row.map(say)),
        },
      ];
    case "code":
      return [{ ...block, code: crossing.text(block.code) }];
    case "chart":
      return [chartOf(block, crossing)];
    case "divider":
      return [block];
    case "actions":
      return buttonsOf(block.actions, crossing);
    default:
      return block satisfies never;
  }
}

/** People read over the seams between spans: what is found only there makes plain words of them. */
function textOf(content: Text, crossing: Crossing): Text {
  if (typeof content === "string") return crossing.text(content);
  return runsOf(content).flatMap((run) => {
    const shown = run.map((span) => spanOf(span, crossing));
    if (run.length === 1) return shown;
    const whole = crossing.text(run.map(literalOf).join(""));
    return shown.map(literalOf).join("") === whole ? shown : [whole];
  });
}

/** Spans whose words follow each other, together; every other one by itself. */
function runsOf(spans: readonly Span[]): readonly (readonly Span[])[] {
  const runs: Span[][] = [];
  for (const [index, span] of spans.entries()) {
    const follows = [spans[index - 1], span].every(
      (one) => one !== undefined && literalOf(one) !== undefined,
    );
    if (follows) runs.at(-1)?.push(span);
    else runs.push([span]);
  }
  return runs;
}

function spanOf(span: Span, crossing: Crossing): Span {
  if (typeof span === "string") return crossing.text(span);
  if ("bold" in span) return { bold: crossing.text(span.bold) };
  if ("code" in span) return { code: crossing.text(span.code) };
  if ("link" in span) {
    const [link, url] = [crossing.text(span.link), crossing.url(span.url)];
    return url === undefined ? link : { link, url };
  }
  return "time" in span ? span : { ...span, name: crossing.text(span.name) };
}

function literalOf(span: Span): string | undefined {
  if (typeof span === "string") return span;
  if ("bold" in span) return span.bold;
  if ("code" in span) return span.code;
  return "link" in span ? span.link : undefined;
}

function chartOf(chart: Chart, { text: say }: Crossing): Chart {
  const { title, unit, points } = chart;
  return {
    ...chart,
    title: say(title),
    unit: say(unit),
    points: points.map((point) => ({ ...point, label: say(point.label) })),
  };
}

function buttonsOf(buttons: readonly Action[], crossing: Crossing): readonly Block[] {
  const actions = buttons.flatMap((action) => actionOf(action, crossing));
  return actions.length > 0 ? [{ kind: "actions", actions }] : [];
}

/** What a button does is not changed: one that may not be handed out is not there. */
function actionOf(action: Action, crossing: Crossing): readonly Action[] {
  const label = crossing.text(action.label);
  if ("url" in action) {
    const url = crossing.url(action.url);
    return url === undefined ? [] : [{ label, url }];
  }
  const line = crossing.line(action.line);
  if (line === undefined) return [];
  return "form" in action
    ? [{ label, form: formOf(action.form, crossing), line }]
    : [{ label, line }];
}

function formOf(form: Form, crossing: Crossing): Form {
  const { title, verb, fields } = form;
  return {
    ...form,
    title: crossing.text(title),
    verb: crossing.text(verb),
    fields: fields.map((field) => fieldOf(field, crossing)),
  };
}

/** A form begins without an answer that may not be handed out. */
function fieldOf(field: FormField, { text: say, line }: Crossing): FormField {
  const { example, choices, choiceLabels, value } = field;
  const kept = value === undefined ? undefined : line(value);
  const { value: _, ...without } = field;
  return {
    ...(kept === value ? field : without),
    label: say(field.label),
    hint: say(field.hint),
    ...(example === undefined ? {} : { example: say(example) }),
    ...(choices ? { choices: choices.filter((choice) => line(choice) !== undefined) } : {}),
    ...(choiceLabels ? { choiceLabels: labelsOf(choiceLabels, { say, line }) } : {}),
  };
}

function labelsOf(
  labels: Readonly<Record<string, string>>,
  { say, line }: { say: Crossing["text"]; line: Crossing["line"] },
): Readonly<Record<string, string>> {
  const kept = Object.entries(labels).filter(([choice]) => line(choice) !== undefined);
  return Object.fromEntries(kept.map(([choice, label]) => [choice, say(label)]));
}

/** Characters that are gone through at once: some milliseconds of work. */
const atOnce = 16_000;

/** A file may be long: it is gone through by whole lines, and others may run in between. */
async function fileOf(file: FileBlock, { text: say }: Crossing): Promise<FileBlock> {
  const { content } = file;
  const parts: string[] = [];
  for (let from = 0; from < content.length; ) {
    const end = endOfLine(content, from + atOnce);
    parts.push(say(content.slice(from, end)));
    from = end;
    if (from < content.length) await setImmediate();
  }
  return { ...file, name: say(file.name), content: parts.join("") };
}

function endOfLine(content: string, at: number): number {
  const end = at < content.length ? content.indexOf("\n", at) : -1;
  return end < 0 ? content.length : end + 1;
}
