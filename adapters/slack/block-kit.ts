type Json = Readonly<Record<string, unknown>>;

/**
 * What Slack would answer `invalid_blocks` or `msg_blocks_too_long` to, as far as its documents and trials tell. Each is in
 * words that hold nothing of what the message says. Empty: it would take the blocks.
 */
export function problemsOf(blocks: unknown): readonly string[] {
  if (!Array.isArray(blocks)) return ["blocks: not a list"];
  const problems: string[] = [];
  if (blocks.length > 50) problems.push(`blocks: ${blocks.length} are more than 50`);
  if (blocks.filter((block) => isObject(block) && block.type === "table").length > 1)
    problems.push("blocks: more than one table");
  for (const [index, block] of blocks.entries()) {
    for (const problem of problemsOfBlock(block)) problems.push(`blocks[${index}]: ${problem}`);
  }
  if (hasTwice(blocks.flatMap(actionIds))) problems.push("blocks: an action_id twice");
  const named = blocks.map((block) => (isObject(block) ? block.block_id : undefined));
  if (hasTwice(named)) problems.push("blocks: a block_id twice");
  if (charactersOf(blocks) > mostCharacters)
    problems.push(`blocks: more than ${mostCharacters} characters in all`);
  return problems;
}

function hasTwice(given: readonly unknown[]): boolean {
  const ids = given.filter((id) => id !== undefined);
  return new Set(ids).size !== ids.length;
}

/** The sum that Slack does not document; more than this was refused when it was measured. */
export const mostCharacters = 13_200;

export function charactersOf(part: unknown): number {
  if (Array.isArray(part)) return part.reduce((sum: number, one) => sum + charactersOf(one), 0);
  if (!isObject(part)) return 0;
  let sum = 0;
  for (const [key, value] of Object.entries(part)) {
    if (typeof value !== "string") sum += charactersOf(value);
    else if (!["type", "style", "action_id", "format"].includes(key)) sum += value.length;
  }
  return sum;
}

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function problemsOfBlock(block: unknown): readonly string[] {
  if (!isObject(block)) return ["not an object"];
  const { block_id: id } = block;
  return [...(id === undefined ? [] : words(id, 255, "block_id")), ...problemsWithin(block)];
}

const anyText = ["plain_text", "mrkdwn"];

function problemsWithin(block: Json): readonly string[] {
  switch (block.type) {
    case "divider":
      return [];
    case "header":
      return textObject(block.text, 150, ["plain_text"]);
    case "section":
      return sectionOf(block);
    case "image":
      return image(block);
    case "context":
      return listOf(block.elements, 1, 10, (element) => textObject(element, 3000, anyText));
    case "actions":
      return listOf(block.elements, 1, 25, button);
    case "rich_text":
      return listOf(block.elements, 1, 1000, richPart);
    case "table":
      return table(block);
    default:
      return [`a message takes no block of type ${String(block.type)}`];
  }
}

/** It has a text, or fields, or both; and at most one thing at its side. */
function sectionOf({ text, fields, accessory }: Json): readonly string[] {
  return [
    ...(text === undefined && fields !== undefined ? [] : textObject(text, 3000, anyText)),
    ...(fields === undefined
      ? []
      : listOf(fields, 1, 10, (field) => textObject(field, 2000, anyText))),
    ...(accessory === undefined ? [] : button(accessory)),
  ];
}

/** Of an address, or of a file that was uploaded before. */
function image({ alt_text, title, image_url, slack_file: file }: Json): readonly string[] {
  const uploaded = isObject(file) && (typeof file.id === "string" || typeof file.url === "string");
  return [
    ...words(alt_text, 2000, "alt_text"),
    ...(title === undefined ? [] : textObject(title, 2000, ["plain_text"])),
    ...(image_url === undefined ? [] : webAddress(image_url)),
    ...((image_url !== undefined) === uploaded ? ["an image of no file, or of two"] : []),
  ];
}

function textObject(text: unknown, most: number, kinds: readonly string[]): readonly string[] {
  if (!isObject(text)) return ["text is missing"];
  if (!kinds.includes(String(text.type))) return [`text may not be ${String(text.type)}`];
  return words(text.text, most, "text");
}

function words(value: unknown, most: number, name: string): readonly string[] {
  if (typeof value !== "string") return [`${name} is not a string`];
  if (value.trim() === "") return [`${name} is empty`];
  if (value.length > most) return [`${name} is longer than ${most}`];
  return wellFormed(value) ? [] : [`${name} has half a character or a control character`];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const wellFormed = (value: string) => !/[\u0000-\u0008\u000E-\u001F]|\p{Surrogate}/u.test(value);

function listOf(
  elements: unknown,
  least: number,
  most: number,
  check: (element: unknown) => readonly string[],
): readonly string[] {
  if (!Array.isArray(elements)) return ["elements are missing"];
  if (elements.length < least || elements.length > most) return [`${elements.length} elements`];
  return elements.flatMap(check);
}

function button(element: unknown): readonly string[] {
  if (!isObject(element) || element.type !== "button") return ["an action that is no button"];
  const { action_id, value, url, style, accessibility_label: label, confirm } = element;
  return [
    ...textObject(element.text, 75, ["plain_text"]),
    ...words(action_id, 255, "action_id"),
    ...(style === undefined || style === "primary" || style === "danger" ? [] : ["style"]),
    ...(label === undefined ? [] : words(label, 75, "accessibility_label")),
    ...(confirm === undefined ? [] : confirmation(confirm)),
    ...(value === undefined ? [] : words(value, 2000, "value")),
    ...(url === undefined ? [] : webAddress(url)),
  ];
}

function confirmation(given: unknown): readonly string[] {
  if (!isObject(given)) return ["confirm is no object"];
  return [
    ...textObject(given.title, 100, ["plain_text"]),
    ...textObject(given.text, 300, anyText),
    ...textObject(given.confirm, 30, ["plain_text"]),
    ...textObject(given.deny, 30, ["plain_text"]),
  ];
}

function webAddress(url: unknown): readonly string[] {
  const fine = typeof url === "string" && url.length <= 3000 && /^https?:\/\/[^\s<>]/i.test(url);
  return fine ? [] : ["url is not one that Slack opens"];
}

function richPart(part: unknown): readonly string[] {
  if (!isObject(part)) return ["not an object"];
  switch (part.type) {
    case "rich_text_section":
    case "rich_text_quote":
      return listOf(part.elements, 1, 10_000, leaf);
    case "rich_text_preformatted":
      return listOf(part.elements, 1, 10_000, (element) =>
        isObject(element) && (element.type === "text" || element.type === "link")
          ? leaf(element)
          : ["preformatted text takes text and links only"],
      );
    case "rich_text_list":
      return [
        ...pointsOf(part),
        ...listOf(part.elements, 1, 10_000, (element) =>
          isObject(element) && element.type === "rich_text_section"
            ? richPart(element)
            : ["a list takes sections only"],
        ),
      ];
    default:
      return [`rich text has no ${String(part.type)}`];
  }
}

function pointsOf({ style, offset = 0 }: Json): readonly string[] {
  const known = style === "bullet" || style === "ordered";
  return known && Number.isInteger(offset) && Number(offset) >= 0 ? [] : ["a list without points"];
}

const leaves: Readonly<Record<string, (element: Json) => readonly string[]>> = {
  text: ({ text }) => {
    if (typeof text !== "string" || text === "") return ["an empty text"];
    return text.length <= 3000 && wellFormed(text) ? [] : ["a text Slack does not take"];
  },
  link: ({ url, text }) => [...webAddress(url), ...words(text, 3000, "link text")],
  date: ({ timestamp, format, fallback }) =>
    Number.isInteger(timestamp) && Number(timestamp) >= 0
      ? [...words(format, 200, "format"), ...words(fallback, 200, "fallback")]
      : ["a date without a whole timestamp"],
  user: ({ user_id: id }) => (/^[UW][A-Z0-9]+$/.test(String(id)) ? [] : ["not a user id"]),
  channel: ({ channel_id: id }) =>
    /^[CG][A-Z0-9]+$/.test(String(id)) ? [] : ["not a channel's id"],
  usergroup: ({ usergroup_id: id }) => (/^S[A-Z0-9]+$/.test(String(id)) ? [] : ["not a group id"]),
};

function leaf(element: unknown): readonly string[] {
  if (!isObject(element)) return ["not an object"];
  const check = leaves[String(element.type)];
  return check ? check(element) : [`rich text has no element ${String(element.type)}`];
}

function table({ rows, column_settings: settings = [] }: Json): readonly string[] {
  if (!Array.isArray(rows) || rows.length < 1 || rows.length > 100) return ["1 to 100 rows"];
  if (!Array.isArray(settings) || settings.length > 20) return ["at most 20 column settings"];
  if (charactersOf(rows) > 10_000) return ["a table of more than 10000 characters"];
  return rows.flatMap((row) => listOf(row, 1, 20, cell));
}

function cell(content: unknown): readonly string[] {
  if (isObject(content) && content.type === "raw_text") return words(content.text, 3000, "cell");
  return isObject(content) && content.type === "rich_text"
    ? problemsOfBlock(content)
    : ["a cell that is neither raw text nor rich text"];
}

function actionIds(block: unknown): readonly unknown[] {
  if (!isObject(block) || block.type !== "actions" || !Array.isArray(block.elements)) return [];
  return block.elements.map((element) => (isObject(element) ? element.action_id : undefined));
}
