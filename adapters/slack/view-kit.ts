import { isObject, problemsOf } from "./block-kit.ts";

type Json = Readonly<Record<string, unknown>>;
type Check = (element: Json) => readonly string[];

/** What real Slack would answer `invalid_arguments` to. Empty: it would show the view. */
export function problemsOfView(view: unknown): readonly string[] {
  if (!isObject(view)) return ["view: not an object"];
  const { type, blocks } = view;
  if (type !== "modal" && type !== "home") return [`view: no type ${String(type)}`];
  if (!Array.isArray(blocks)) return ["view: blocks are missing"];
  return [
    ...(blocks.length > 100 ? [`view: ${blocks.length} blocks are more than 100`] : []),
    ...most(view.callback_id, 255, "callback_id"),
    ...most(view.private_metadata, 3000, "private_metadata"),
    ...most(view.external_id, 255, "external_id"),
    ...(type === "modal" ? problemsOfModal(view, blocks) : []),
    ...blocks.flatMap((block, index) =>
      problemsOfBlock(block, type).map((problem) => `view.blocks[${index}]: ${problem}`),
    ),
    ...twice(
      blocks.map((block) => (isObject(block) ? block.block_id : undefined)),
      "block_id",
    ),
  ];
}

function problemsOfModal(view: Json, blocks: readonly unknown[]): readonly string[] {
  const asks = blocks.some((block) => isObject(block) && block.type === "input");
  return [
    ...plain(view.title, 24, "title"),
    ...(view.close === undefined ? [] : plain(view.close, 24, "close")),
    ...(view.submit === undefined ? [] : plain(view.submit, 24, "submit")),
    ...(asks && view.submit === undefined ? ["view: it asks, and has nothing to submit"] : []),
  ];
}

/** What stands in messages but not here. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  modal: ["table", "markdown"],
  home: ["markdown"],
};

function problemsOfBlock(block: unknown, kind: "modal" | "home"): readonly string[] {
  if (!isObject(block)) return ["not an object"];
  const ids = most(block.block_id, 255, "block_id");
  if (block.type === "input") return [...ids, ...problemsOfInput(block)];
  if (elsewhere[kind]?.includes(String(block.type))) {
    return [`a ${kind} takes no block of type ${String(block.type)}`];
  }
  return [...ids, ...problemsOf([block]).map((problem) => problem.replace("blocks[0]: ", ""))];
}

function problemsOfInput({ label, hint, element, optional }: Json): readonly string[] {
  const inside = isObject(element) ? element : {};
  const check = Object.hasOwn(elements, String(inside.type))
    ? elements[String(inside.type)]
    : undefined;
  return [
    ...plain(label, 2000, "label"),
    ...(hint === undefined ? [] : plain(hint, 2000, "hint")),
    ...(optional === undefined || typeof optional === "boolean" ? [] : ["optional is no boolean"]),
    ...most(inside.action_id, 255, "action_id"),
    ...(inside.placeholder === undefined ? [] : plain(inside.placeholder, 150, "placeholder")),
    ...(check ? check(inside) : [`no input of type ${String(inside.type)}`]),
  ];
}

const elements: Readonly<Record<string, Check>> = {
  plain_text_input: ({ initial_value: initial, min_length: min, max_length: max }) => [
    ...most(initial, Number(max ?? 3000), "initial_value"),
    ...(Number(min ?? 0) <= 3000 && Number(max ?? 1) <= 3000 ? [] : ["length over 3000"]),
  ],
  static_select: ({ options, initial_option: initial }) => {
    if (!Array.isArray(options)) return ["options are missing"];
    if (options.length < 1 || options.length > 100) return [`${options.length} options`];
    const known = options.map((option) => JSON.stringify(option));
    return [
      ...options.flatMap(problemsOfOption),
      ...twice(
        options.map((option) => (isObject(option) ? option.value : undefined)),
        "value",
      ),
      ...(initial === undefined || known.includes(JSON.stringify(initial))
        ? []
        : ["initial_option is none of the options"]),
    ];
  },
  users_select: ({ initial_user: initial }) =>
    initial === undefined || /^[UW][A-Z0-9]+$/.test(String(initial)) ? [] : ["initial_user"],
  conversations_select: ({ filter, initial_conversation: initial }) => [
    ...(filter === undefined || (isObject(filter) && Object.keys(filter).length > 0)
      ? []
      : ["an empty filter"]),
    ...(initial === undefined || /^[CDG][A-Z0-9]+$/.test(String(initial))
      ? []
      : ["initial_conversation"]),
  ],
  timepicker: ({ initial_time: initial }) =>
    initial === undefined || /^([01]\d|2[0-3]):[0-5]\d$/.test(String(initial))
      ? []
      : ["initial_time is no HH:mm"],
};

function problemsOfOption(option: unknown): readonly string[] {
  if (!isObject(option)) return ["an option that is no object"];
  const { value } = option;
  return [
    ...plain(option.text, 75, "option"),
    ...(option.description === undefined ? [] : plain(option.description, 75, "description")),
    ...(typeof value === "string" && value !== "" && value.length <= 75
      ? []
      : ["an option's value is not 1 to 75 characters"]),
  ];
}

function plain(given: unknown, limit: number, name: string): readonly string[] {
  if (!isObject(given) || given.type !== "plain_text") return [`${name} is no plain text`];
  const { text } = given;
  if (typeof text !== "string" || text.trim() === "") return [`${name} is empty`];
  if (/\p{Surrogate}/u.test(text)) return [`${name} has half a character`];
  return text.length <= limit ? [] : [`${name} is longer than ${limit}`];
}

function most(given: unknown, limit: number, name: string): readonly string[] {
  if (given === undefined) return [];
  if (typeof given !== "string") return [`${name} is not a string`];
  return given.length <= limit ? [] : [`${name} is longer than ${limit}`];
}

function twice(given: readonly unknown[], name: string): readonly string[] {
  const ids = given.filter((id) => id !== undefined);
  return new Set(ids).size === ids.length ? [] : [`a ${name} twice`];
}
