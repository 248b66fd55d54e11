import { allows } from "./access.ts";
import type { Arg } from "./args.ts";
import { type Command, type CommandContext, sayLine } from "./command.ts";
import { unquoted } from "./line.ts";
import type { Action, Form, FormField } from "./message.ts";

/** What a form needs to know of the context. */
export type CommandOffer = Pick<CommandContext, "commands" | "role" | "sources" | "tenants">;

/** What can be chosen for an argument that only the settings know, and what it is called. */
export interface Choices {
  readonly choices: readonly string[];
  readonly choiceLabels?: Readonly<Record<string, string>>;
  /** Not what is set up here, but what this one form offers. */
  readonly own?: true;
}

type Values = Readonly<Record<string, string>>;

/** The form that asks for a command's arguments. `offered`: for arguments whose choices only the settings know. */
export function formOf(
  { name, summary, verb, args }: Pick<Command, "name" | "summary" | "verb" | "args">,
  values: Values = {},
  offered: Readonly<Record<string, Choices>> = {},
): Form {
  return {
    command: name,
    title: summary,
    verb: verb ?? capital(name),
    fields: Object.entries(args)
      .filter(([, { asks }]) => asks !== "nothing")
      .map(([key, declared]) => fieldOf(key, declared, values[key], offered[key])),
  };
}

function fieldOf(
  name: string,
  declared: Arg<unknown>,
  value: string | undefined,
  offered: Choices | undefined,
): FormField {
  const { about, hint, required, label, formHint, asks, ending } = declared;
  return {
    name,
    label: label ?? capital(name),
    hint: formHint ?? capital(about),
    ...(choicesOf(declared, offered) ?? exampleOf(hint)),
    required,
    ...(asks === "person" || asks === "hours" ? { asks } : {}),
    ...(value === undefined ? {} : { value }),
    ...(value && ending ? { ending } : {}),
  };
}

/** A line needs quotes around several words; a form does not. */
function exampleOf(hint: string): Pick<FormField, "example"> {
  const example = unquoted(hint).replaceAll("|", " or ");
  return /^(words?|…)$/.test(example) ? {} : { example };
}

function choicesOf(
  { choices, choiceLabels }: Arg<unknown>,
  offered: Choices | undefined,
): Choices | undefined {
  if (choices) return { choices, ...(choiceLabels ? { choiceLabels } : {}) };
  return offered && offered.choices.length > 0 ? offered : undefined;
}

const capital = (words: string): string =>
  words.replace(/^\p{Ll}/u, (first) => first.toUpperCase());

/** What can be chosen by what is set up here: sources, tenants, labels. `chosen`: other words than those. */
export function choicesFor(
  { args }: Pick<Command, "args">,
  { sources, tenants }: Pick<CommandOffer, "sources" | "tenants">,
  chosen: Readonly<Record<string, readonly string[]>> = {},
): Readonly<Record<string, Choices>> {
  const titles = Object.fromEntries(sources.map(({ id, title }) => [id, title]));
  const labels = Object.entries(args).filter(([, { asks }]) => asks === "label");
  const usual: Readonly<Record<string, Choices>> = {
    source: { choices: sources.map(({ id }) => id), choiceLabels: titles },
    tenant: { choices: tenants.map(({ name }) => name) },
    ...Object.fromEntries(labels.map(([name]) => [name, labelChoices(sources)])),
  };
  const others = Object.entries(chosen).map(([name, choices]): [string, Choices] => [
    name,
    { ...usual[name], choices, own: true },
  ]);
  return { ...usual, ...Object.fromEntries(others) };
}

/** Each label with the sources that carry it. */
function labelChoices(sources: CommandOffer["sources"]): Choices {
  const choices = [...new Set(sources.flatMap(({ labels }) => labels))];
  const carriers = (label: string) =>
    sources.filter(({ labels }) => labels.includes(label)).map(({ title }) => title);
  return {
    choices,
    choiceLabels: Object.fromEntries(
      choices.map((label) => [label, `${label} (${carriers(label).join(", ")})`]),
    ),
  };
}

/**
 * A button that opens a command's form; none where the asker may not say the command, or it asks nothing.
 * `choices`: beside those of sources and tenants.
 */
export function formAction(
  { commands, role, sources, tenants }: CommandOffer,
  wanted: {
    name: string;
    label: string;
    values?: Values;
    choices?: Readonly<Record<string, readonly string[]>>;
  },
): readonly Action[] {
  const command = commands.find(({ name }) => name === wanted.name);
  if (!(command && allows(role, command.access))) return [];
  const form = formOf(
    command,
    wanted.values,
    choicesFor(command, { sources, tenants }, wanted.choices),
  );
  if (form.fields.length === 0) return [];
  return [{ label: wanted.label, form, line: `help ${wanted.name}` }];
}

/** What makes a form anew of a command that is known: what its button carries. */
export interface FormSeed {
  readonly command: string;
  readonly values?: Values;
  /** What this one form offers, by field. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
}

export function seedOf({ command, fields }: Form): FormSeed {
  const values = partsOf(fields, ({ value }) => value || undefined);
  const choices = partsOf(fields, ({ choices: offered, own }) => (own ? offered : undefined));
  return { command, ...(values ? { values } : {}), ...(choices ? { choices } : {}) };
}

/** One part of each field that has it; undefined where none has. */
function partsOf<Part>(
  fields: readonly FormField[],
  read: (field: FormField) => Part | undefined,
): Readonly<Record<string, Part>> | undefined {
  const parts = fields.flatMap((field): [string, Part][] => {
    const part = read(field);
    return part === undefined ? [] : [[field.name, part]];
  });
  return parts.length > 0 ? Object.fromEntries(parts) : undefined;
}

/** The line that a filled form says. Empty answers are left out, unless there was one before, which then ends. */
export function lineOf(form: Pick<Form, "command" | "fields">, answers: Values): string {
  return sayLine(
    form.command,
    Object.fromEntries(
      form.fields.map(({ name, ending }) => [name, orEnding(answers[name], ending)]),
    ),
  );
}

/** An answer, or what ends an earlier one where it is empty. */
export const orEnding = (answer = "", ending = ""): string =>
  unquoted(answer).trim() === "" ? ending : answer;
