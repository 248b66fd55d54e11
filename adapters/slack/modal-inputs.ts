import type { types } from "@slack/bolt";
import { addressOf, isAddress, partsOf } from "../../src/core/address.ts";
import { hoursOf, joinHours } from "../../src/core/form-hours.ts";
import type { Form, FormField } from "../../src/core/message.ts";
import { clip, printable } from "./limits.ts";

/** Ceilings of a form's fields: past them Slack refuses the whole view. */
const most = { label: 75, hint: 300, placeholder: 150, options: 100, option: 75, typed: 3000 };

/** All fields have the same: a block holds one. */
const action = "answer";

/** Where the conversation is chosen, which is no field of the form. No argument is called so. */
export const conversationBlock = "/conversation";

const plain = (words: string, limit: number): types.PlainTextElement => ({
  type: "plain_text",
  text: clip(printable(words).trim(), limit) || "–",
  emoji: false,
});

/** The fields of a form. One that asks for hours of the day has two: from when, and until when. */
export function inputsOf({ fields }: Form): types.InputBlock[] {
  return fields.flatMap((field) => {
    const hours = field.asks === "hours" ? hoursOf(field.value) : undefined;
    if (!hours) return [inputOf(field, field.name, field.label, elementOf(field))];
    const [from, to] = hours;
    return [
      inputOf(field, `${field.name}/from`, `${field.label}, from`, timepicker(from)),
      inputOf(field, `${field.name}/to`, `${field.label}, until`, timepicker(to)),
    ];
  });
}

/** For a form that was not opened in a conversation. Its answer comes back by an address of that conversation. */
export function conversationInput(): types.InputBlock {
  return {
    type: "input",
    block_id: conversationBlock,
    label: plain("Channel", most.label),
    hint: plain("The channel that shall follow it", most.hint),
    element: {
      type: "conversations_select",
      action_id: action,
      default_to_current_conversation: true,
      response_url_enabled: true,
      filter: { include: ["public", "private"], exclude_bot_users: true },
    },
  };
}

type Element = types.InputBlock["element"];

function inputOf(
  { hint, required }: FormField,
  id: string,
  label: string,
  element: Element,
): types.InputBlock {
  return {
    type: "input",
    block_id: id,
    label: plain(label, most.label),
    ...(hint.trim() === "" ? {} : { hint: plain(hint, most.hint) }),
    optional: !required,
    element,
  };
}

function elementOf(field: FormField): Element {
  const { asks, value, example } = field;
  if (asks === "person" && isPerson(value)) {
    const initial = value ? { initial_user: partsOf(value as `${string}`).id } : {};
    return { type: "users_select", action_id: action, ...initial };
  }
  const options = optionsOf(field);
  if (options) {
    const initial = options.find((option) => option.value === value);
    return {
      type: "static_select",
      action_id: action,
      options,
      ...(initial ? { initial_option: initial } : {}),
    };
  }
  const typed = printable(value ?? "");
  return {
    type: "plain_text_input",
    action_id: action,
    ...(typed === "" ? {} : { initial_value: typed.slice(0, most.typed) }),
    ...(example?.trim() ? { placeholder: plain(example, most.placeholder) } : {}),
  };
}

/** Whoever is in Slack can be chosen; a group or somebody elsewhere is written. */
const isPerson = (value = ""): boolean =>
  value === "" || (isAddress(value) && /^slack:user:[UW][A-Z0-9]+$/.test(value));

/** Undefined where they are not for a list: none, too many, or too long for it. */
function optionsOf({
  choices = [],
  choiceLabels = {},
}: FormField): types.PlainTextOption[] | undefined {
  const values = [...new Set(choices)].filter((choice) => choice.trim() !== "");
  const fit = values.every((value) => value.length <= most.option && printable(value) === value);
  if (!fit || values.length === 0 || values.length > most.options) return undefined;
  const called = (value: string) =>
    (Object.hasOwn(choiceLabels, value) ? choiceLabels[value] : undefined) ?? value;
  return values.map((value) => ({ value, text: plain(called(value), most.option) }));
}

function timepicker(initial: string): Element {
  return { type: "timepicker", action_id: action, ...(initial ? { initial_time: initial } : {}) };
}

/** What Slack says was filled in, by block and action. */
export type FilledIn = Readonly<Record<string, Readonly<Record<string, Filled>>>>;

export interface Filled {
  readonly value?: string | null | undefined;
  readonly selected_option?: { readonly value: string } | null | undefined;
  readonly selected_user?: string | null | undefined;
  readonly selected_time?: string | null | undefined;
  readonly selected_conversation?: string | null | undefined;
}

/** The answers, by field, as a line writes them; and what is wrong with them before anybody looks at what they mean. */
export function readAnswers(values: FilledIn): {
  readonly answers: Readonly<Record<string, string>>;
  /** By block. */
  readonly errors: Readonly<Record<string, string>>;
} {
  const written = Object.entries(values).map(([block, actions]): [string, string] => [
    block,
    writtenOf(Object.values(actions)[0] ?? {}),
  ]);
  const plainly = written.filter(([block]) => !block.includes("/"));
  const hours = written.filter(([block]) => /^[^/]+\/from$/.test(block));
  const all = new Map(written);
  const answers: Record<string, string> = Object.fromEntries(plainly);
  const errors: Record<string, string> = {};
  for (const [block, from] of hours) {
    const name = block.replace(/\/from$/, "");
    const { answer, lacking } = joinHours(from, all.get(`${name}/to`) ?? "");
    if (answer) answers[name] = answer;
    if (lacking) errors[`${name}/${lacking.part}`] = lacking.words;
  }
  return { answers, errors };
}

function writtenOf(filled: Filled): string {
  const { value, selected_option: option, selected_user: user, selected_time: time } = filled;
  if (user) return addressOf("slack", "user", user);
  return option?.value ?? time ?? value ?? "";
}

/** Which block a field's problem is shown at; the first one where there is no such field. */
export function blockOf(field: string, values: FilledIn): string | undefined {
  const blocks = Object.keys(values);
  const own = [field, `${field}/from`].find((block) => blocks.includes(block));
  return own ?? blocks[0];
}
