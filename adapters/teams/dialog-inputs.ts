import { addressOf, partsOf } from "../../src/core/address.ts";
import { hoursOf, joinHours } from "../../src/core/form-hours.ts";
import type { Form, FormField } from "../../src/core/message.ts";
import { clip, literal } from "./literal.ts";
import type { Element } from "./spans.ts";

/** What a form shows before its answers are taken: what was typed so far and what is wrong with it, by input. */
export interface Filled {
  readonly typed: Readonly<Record<string, string>>;
  readonly problems: Readonly<Record<string, string>>;
}

const most = { label: 150, hint: 400, example: 150, choices: 500, choice: 200, typed: 3000 };

/** A list longer than this is searched by typing. */
const longList = 12;

/** What an optional list says for nothing: a list alone cannot be emptied again. */
const nothing = "-";

type Kind = "choices" | "hours" | "person" | "text";

/** The fields of a form. One that asks for hours of the day has two inputs: from when, and until when. */
export function inputsOf({ fields }: Form, filled: Filled): readonly Element[] {
  return fields.map((field) => ({
    type: "Container",
    spacing: "Medium",
    items: [
      ...elementsOf(field, filled),
      ...idsOf(field).flatMap((id) => sayProblem(own(filled.problems, id))),
      ...sayHint(field.hint),
    ],
  }));
}

/** The inputs by which a field is answered; the first is where its problem is shown. */
export function idsOf(field: FormField): readonly [string, ...string[]] {
  // No argument's name has a low line.
  return kindOf(field) === "hours" ? [`${field.name}_from`, `${field.name}_to`] : [field.name];
}

function kindOf(field: FormField): Kind {
  const { asks, value } = field;
  if (asks === "hours" && hoursOf(value)) return "hours";
  if (asks === "person" && isPerson(value)) return "person";
  return choicesOf(field).length > 0 ? "choices" : "text";
}

/** Whoever is in the tenant can be searched for; a group or somebody elsewhere is written. */
const isPerson = (value = ""): boolean =>
  value === "" || /^teams:user:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(value);

function elementsOf(field: FormField, filled: Filled): readonly Element[] {
  const [id, second = id] = idsOf(field);
  const known = (at: string, initial = "") => own(filled.typed, at) ?? initial;
  const kind = kindOf(field);
  switch (kind) {
    case "hours": {
      const [from, to] = hoursOf(field.value) ?? ["", ""];
      return [
        {
          type: "ColumnSet",
          columns: [
            column(input(field, { id, words: "from", type: "Input.Time" }, known(id, from))),
            column(
              input(field, { id: second, words: "until", type: "Input.Time" }, known(second, to)),
            ),
          ],
        },
      ];
    }
    case "person":
      return labelled(peoplePicker(field, known(id, field.value && partsOf(field.value).id)));
    case "choices":
      return labelled(list(field, known(id, field.value)));
    case "text": {
      const example = brief(field.example ?? "", most.example);
      const placeholder = example === "" ? {} : { placeholder: example };
      const text = input(field, { id, type: "Input.Text" }, known(id, field.value));
      return labelled({ ...text, maxLength: most.typed, ...placeholder });
    }
    default:
      return kind satisfies never;
  }
}

const column = (item: Element): Element => ({ type: "Column", width: 1, items: labelled(item) });

/**
 * The phone apps promise no more than version 1.2, which knows no labels. It knows no tables either, so that it shows, in
 * the place of a table that nobody sees, the label as words.
 */
function labelled(item: Element): readonly Element[] {
  const words = paragraph({
    text: `${String(item.label)}${item.isRequired ? " *" : ""}`,
    weight: "Bolder",
  });
  const rows = [{ type: "TableRow", cells: [{ type: "TableCell", items: [words] }] }];
  const unseen = { isVisible: false, firstRowAsHeaders: false, columns: [{ width: 1 }], rows };
  return [
    { type: "Table", ...unseen, fallback: words },
    { ...item, spacing: "Small" },
  ];
}

function input(
  { name, label, required }: FormField,
  { id, type, words }: { id: string; type: string; words?: string },
  value: string,
): Element {
  const called = brief(label, most.label) || name;
  // Of a value made of what nobody sees, nothing is left: a card with an empty one is refused.
  const shown = literal(value);
  return {
    type,
    id,
    label: words ? `${called}, ${words}` : called,
    ...(required ? { isRequired: true, errorMessage: `${called}: an answer is needed.` } : {}),
    ...(shown === "" ? {} : { value: shown }),
  };
}

/** Teams searches the tenant's people, and answers with their Entra id. */
function peoplePicker(field: FormField, value: string): Element {
  return {
    ...input(field, { id: field.name, type: "Input.ChoiceSet" }, value),
    choices: [],
    "choices.data": { type: "Data.Query", dataset: "graph.microsoft.com/users" },
    placeholder: "Search for a person",
  };
}

function list(field: FormField, value: string): Element {
  const offered = choicesOf(field);
  const { required } = field;
  const isOffered = offered.some((choice) => choice.value === value);
  const chosen = isOffered ? value : required ? "" : nothing;
  return {
    ...input(field, { id: field.name, type: "Input.ChoiceSet" }, chosen),
    style: offered.length > longList ? "filtered" : "compact",
    choices: [...(required ? [] : [{ title: "No choice", value: nothing }]), ...offered],
    placeholder: "Choose",
  };
}

/** Empty where they are not for a list: none, too many, or too long for it. */
function choicesOf({ choices = [], choiceLabels = {}, value = "" }: FormField) {
  const offered = choices.filter((choice) => choice.trim() !== "");
  if (offered.length === 0 || offered.length > most.choices) return [];
  // What was chosen once stays, though it is offered no more: to leave a form as it is changes nothing.
  const all = [...new Set([...offered, ...(value.trim() === "" ? [] : [value])])];
  if (!all.every(isChoice)) return [];
  const called = (choice: string) => own(choiceLabels, choice) ?? choice;
  return all.map((choice) => ({
    title: brief(called(choice), most.choice) || choice,
    value: choice,
  }));
}

/** An id may be a word that every object knows. */
function own<Value>(record: Readonly<Record<string, Value>>, id: string): Value | undefined {
  return Object.hasOwn(record, id) ? record[id] : undefined;
}

const isChoice = (choice: string): boolean =>
  choice.length <= most.choice && choice !== nothing && literal(choice) === choice;

function sayProblem(words: string | undefined): readonly Element[] {
  if (!words) return [];
  return [paragraph({ text: `⚠️ ${literal(words)}`, color: "Attention", weight: "Bolder" })];
}

function sayHint(hint: string): readonly Element[] {
  const words = brief(hint, most.hint);
  return words === "" ? [] : [paragraph({ text: words, size: "Small", isSubtle: true })];
}

const paragraph = (look: { text: string; [property: string]: unknown }): Element => ({
  type: "RichTextBlock",
  spacing: "Small",
  inlines: [{ type: "TextRun", ...look }],
});

/** On one line, and no longer than is read. */
export const brief = (words: string, limit: number): string =>
  literal(clip(words.replace(/\s+/gu, " ").trim(), limit));

/** The answers, by field, as a line writes them; and what is wrong before anybody looks at what they mean, by input. */
export function readAnswers(
  { fields }: Form,
  data: Readonly<Record<string, unknown>>,
): {
  readonly answers: Readonly<Record<string, string>>;
  readonly typed: Readonly<Record<string, string>>;
  readonly problems: Readonly<Record<string, string>>;
} {
  const typed = Object.fromEntries(
    fields.flatMap((field) =>
      idsOf(field).map((id): [string, string] => [id, writtenIn(field, own(data, id))]),
    ),
  );
  const answers: Record<string, string> = {};
  const problems: Record<string, string> = {};
  for (const field of fields) {
    const [first = "", second] = idsOf(field).map((id) => typed[id] ?? "");
    if (second === undefined) {
      answers[field.name] = answerOf(field, first);
      continue;
    }
    const { answer = "", lacking } = joinHours(first, second);
    answers[field.name] = answer;
    if (lacking) problems[`${field.name}_${lacking.part}`] = lacking.words;
  }
  return { answers, typed, problems };
}

/** What was chosen is as it was offered; what was typed may have spaces around it. */
function writtenIn(field: FormField, given: unknown): string {
  if (typeof given !== "string") return "";
  return kindOf(field) === "choices" ? given : given.trim();
}

function answerOf(field: FormField, written: string): string {
  const kind = kindOf(field);
  if (kind === "choices" && written === nothing) return "";
  return kind === "person" && written !== ""
    ? addressOf("teams", "user", written.toLowerCase())
    : written;
}
