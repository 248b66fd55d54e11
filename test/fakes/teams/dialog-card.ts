import { problemsOfCard } from "../../../adapters/teams/card-kit.ts";

type Json = Readonly<Record<string, unknown>>;

/** Someone's answers in a dialog, by the words beside each input. */
export type Wanted = Readonly<Record<string, string>>;

/** What Teams takes of an invoke's answer is written nowhere; a message of so much is safe. */
const largest = 80 * 1024;

/** What Teams would not show of a dialog, or show so that nobody can fill it in. Empty: it shows it. */
export function problemsOfDialog(task: unknown): readonly string[] {
  if (!isObject(task)) return ["no task"];
  if (task.type === "message") return words(task.value, "the message");
  if (task.type !== "continue") return [`no task of type ${String(task.type)}`];
  if (!isObject(task.value)) return ["the task has no value"];
  const { title, width, height, card } = task.value;
  if (!isObject(card)) return ["the task has no card"];
  return [
    ...words(title, "the title"),
    ...[width, height].filter((size) => !isSize(size)).map((size) => `no size ${String(size)}`),
    ...(card.contentType === "application/vnd.microsoft.card.adaptive" ? [] : ["no card's type"]),
    ...problemsOfCard(card.content),
    ...problemsOfForm(card.content),
  ];
}

const isSize = (size: unknown): boolean =>
  ["small", "medium", "large"].includes(String(size)) || (Number(size) > 0 && Number(size) < 2000);

/** What is shown, but cannot be filled in or submitted. */
function problemsOfForm(card: unknown): readonly string[] {
  if (!isObject(card)) return [];
  const inputs = inputsOf(card);
  const ids = inputs.map(({ id }) => id);
  return [
    ...(JSON.stringify(card).length * 2 <= largest ? [] : ["the card is too large"]),
    ...(new Set(ids).size === ids.length ? [] : ["two inputs have one id"]),
    ...inputs.flatMap((input) =>
      problemsOfInput(input).map((problem) => `${String(input.id)}: ${problem}`),
    ),
    ...actionsOf(card).flatMap(problemsOfAction),
    ...(inputs.length === 0 || submitOf(card) ? [] : ["it asks, and has nothing to submit"]),
  ];
}

/** In a dialog Action.Execute does nothing. */
function problemsOfAction({ type }: Json): readonly string[] {
  const known = ["Action.Submit", "Action.OpenUrl"];
  return known.includes(String(type)) ? [] : [`a dialog takes no ${String(type)}`];
}

function problemsOfInput(input: Json): readonly string[] {
  const { type, isRequired, errorMessage } = input;
  return [
    ...(isRequired ? words(errorMessage, "what it says when it is empty") : []),
    ...(Object.hasOwn(kinds, String(type)) ? (kinds[String(type)]?.(input) ?? []) : ["unknown"]),
  ];
}

const kinds: Readonly<Record<string, (input: Json) => readonly string[]>> = {
  "Input.Text": () => [],
  "Input.Time": ({ value }) =>
    value === undefined || isTime(String(value)) ? [] : ["its value is no time"],
  "Input.ChoiceSet": (input) => {
    const offered = choicesOf(input);
    const values = offered.map(({ value }) => value);
    const { value } = input;
    return [
      ...(new Set(values).size === values.length ? [] : ["a choice twice"]),
      ...(offered.length > 0 || isPicker(input) ? [] : ["nothing to choose"]),
      ...(value === undefined || values.includes(value) || isPicker(input)
        ? []
        : ["its value is none of its choices"]),
    ];
  },
};

export const isTime = (written: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/u.test(written);

/** Teams itself looks for people, and answers with their Entra id. */
export function isPicker(input: Json): boolean {
  const query = input["choices.data"];
  return isObject(query) && query.dataset === "graph.microsoft.com/users";
}

export function choicesOf({ choices }: Json): readonly Json[] {
  return Array.isArray(choices) ? choices.filter(isObject) : [];
}

export function inputsOf(element: Json): readonly Json[] {
  const own = String(element.type).startsWith("Input.") ? [element] : [];
  return [...own, ...childrenOf(element).flatMap(inputsOf)];
}

export function submitOf(card: Json): Json | undefined {
  return actionsOf(card).find(({ type }) => type === "Action.Submit");
}

function actionsOf(element: Json): readonly Json[] {
  const own = Array.isArray(element.actions) ? element.actions.filter(isObject) : [];
  return [...own, ...childrenOf(element).flatMap(actionsOf)];
}

function childrenOf({ body, items, columns, rows, cells }: Json): readonly Json[] {
  return [body, items, columns, rows, cells].flatMap((given) =>
    Array.isArray(given) ? given.filter(isObject) : [],
  );
}

function words(given: unknown, name: string): readonly string[] {
  if (typeof given !== "string" || given.trim() === "") return [`${name} is empty`];
  return /\p{Surrogate}/u.test(given) ? [`${name} has half a character`] : [];
}

export function isObject(given: unknown): given is Json {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}
