import {
  address,
  anything,
  figure,
  flag,
  isObject,
  type Json,
  lines,
  list,
  oneOf,
  type Rule,
  read,
  shape,
  words,
} from "./card-rules.ts";

/** What a row of buttons shows; clients hide or drop what is beyond. */
export const mostActions = 6;

/** The newest version of the format that the phone apps promise to draw. */
const phones = 1.2;

/** A part of a card: the version of the format that brought it, and what it must look like. */
interface Kind {
  readonly since: number;
  readonly rule: Rule;
}

export const element: Rule = (value) => kindOf(elements, value, "element");
export const action: Rule = (value) => kindOf(actions, value, "action");

function kindOf(kinds: Readonly<Record<string, Kind>>, value: unknown, what: string) {
  if (!isObject(value)) return ["is no object"];
  const type = String(value.type);
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (!kind) return [`is no ${what} that Teams draws (${type.slice(0, 40)})`];
  return [...kind.rule(value), ...onPhones(kind, value)];
}

/** What phones do not know needs something in its place that they do. */
function onPhones({ since }: Kind, { fallback }: Json): readonly string[] {
  if (since <= phones) return [];
  if (fallback === undefined) return ["has no fallback"];
  const newer = typesIn(fallback).filter((type) => sinceOf(type) > phones);
  return newer.length > 0 ? [`has a fallback of what is new itself (${newer[0]})`] : [];
}

function typesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(typesIn);
  if (!isObject(value)) return [];
  const { type, data: _, ...inner } = value;
  return [...(typeof type === "string" ? [type] : []), ...Object.values(inner).flatMap(typesIn)];
}

const sinceOf = (type: string): number => (elements[type] ?? actions[type])?.since ?? 0;

const spacing = oneOf("None", "Small", "Default", "Medium", "Large", "ExtraLarge", "Padding");
const size = oneOf("Small", "Default", "Medium", "Large", "ExtraLarge");
const weight = oneOf("Lighter", "Default", "Bolder");
const font = oneOf("Default", "Monospace");

const part = (takes: Readonly<Record<string, Rule>>, ...needs: readonly string[]): Rule =>
  shape(
    {
      type: anything,
      id: words(200),
      spacing,
      separator: flag,
      isVisible: flag,
      fallback: element,
      ...takes,
    },
    ["type", ...needs],
  );

const opening = shape({ type: oneOf("Action.OpenUrl"), url: address }, ["type", "url"]);

const run = shape(
  {
    type: oneOf("TextRun"),
    text: words(),
    weight,
    size,
    fontType: font,
    isSubtle: flag,
    color: oneOf("Default", "Accent", "Good", "Warning", "Attention"),
    selectAction: opening,
  },
  ["type", "text"],
);

const column = part(
  { type: oneOf("Column"), width: figure, items: list(element) },
  "width",
  "items",
);

const cell = shape({ type: oneOf("TableCell"), items: list(element) }, ["type", "items"]);
const row = shape({ type: oneOf("TableRow"), cells: list(cell) }, ["type", "cells"]);

const table: Rule = (value) => [
  ...part(
    {
      firstRowAsHeaders: flag,
      columns: list(shape({ width: figure }, ["width"])),
      rows: list(row),
    },
    "columns",
    "rows",
    "firstRowAsHeaders",
  )(value),
  ...(isEven(value as Json) ? [] : ["has rows that are longer or shorter than it is wide"]),
];

function isEven({ columns, rows }: Json): boolean {
  if (!Array.isArray(columns) || !Array.isArray(rows)) return true;
  return rows.every(
    (one) => isObject(one) && Array.isArray(one.cells) && one.cells.length === columns.length,
  );
}

const label: Rule = (value) => (typeof value === "number" ? figure(value) : words(320)(value));
const point = shape({ x: label, y: figure }, ["x", "y"]);
const chart = (data: Rule): Rule =>
  part(
    {
      title: words(300),
      xAxisTitle: words(300),
      yAxisTitle: words(300),
      color: words(40),
      showBarValues: flag,
      data: list(data),
    },
    "data",
  );

/** What asks for something; each is known by its id, and screen readers by its label. */
const input = (takes: Readonly<Record<string, Rule>>): Rule =>
  part(
    {
      label: words(300),
      isRequired: flag,
      errorMessage: words(500),
      placeholder: words(500),
      value: lines(),
      ...takes,
    },
    "id",
    "label",
  );

const choice = shape({ title: words(300), value: words(2000) }, ["title", "value"]);

const elements: Readonly<Record<string, Kind>> = {
  TextBlock: {
    since: 1,
    rule: part(
      {
        text: read,
        style: oneOf("default", "heading"),
        size,
        weight,
        fontType: font,
        isSubtle: flag,
        wrap: oneOf(true),
      },
      "text",
      "wrap",
    ),
  },
  RichTextBlock: { since: 1.2, rule: part({ inlines: list(run) }, "inlines") },
  Image: {
    since: 1,
    rule: part({ url: address, altText: words(), size: anything }, "url", "altText"),
  },
  Container: {
    since: 1,
    rule: part(
      {
        items: list(element),
        style: oneOf("default", "emphasis", "good", "warning", "attention", "accent"),
        bleed: flag,
      },
      "items",
    ),
  },
  ColumnSet: { since: 1, rule: part({ columns: list(column) }, "columns") },
  ActionSet: { since: 1.2, rule: part({ actions: list(action, 1, mostActions) }, "actions") },
  Table: { since: 1.5, rule: table },
  CodeBlock: {
    since: 9,
    rule: part({ codeSnippet: lines(), language: words(40) }, "codeSnippet", "language"),
  },
  "Chart.VerticalBar": { since: 9, rule: chart(point) },
  "Chart.Line": {
    since: 9,
    rule: chart(shape({ legend: words(300), values: list(point) }, ["legend", "values"])),
  },
  "Input.Text": {
    since: 1,
    rule: input({ isMultiline: flag, maxLength: figure, regex: anything, style: anything }),
  },
  "Input.ChoiceSet": {
    since: 1,
    rule: input({
      choices: list(choice, 0),
      "choices.data": anything,
      isMultiSelect: flag,
      style: oneOf("compact", "expanded", "filtered"),
      wrap: flag,
    }),
  },
  "Input.Toggle": {
    since: 1,
    rule: input({ title: words(300), valueOn: words(), valueOff: words() }),
  },
  "Input.Date": { since: 1, rule: input({ min: words(), max: words() }) },
  "Input.Time": { since: 1, rule: input({ min: words(), max: words() }) },
  "Input.Number": { since: 1, rule: input({ min: figure, max: figure }) },
};

/** A button without a title cannot be told from another; Teams draws none as good, bad or out of use. */
const button = (takes: Readonly<Record<string, Rule>>, ...needs: readonly string[]): Rule =>
  shape({ type: anything, id: words(200), title: words(300), tooltip: words(300), ...takes }, [
    "type",
    "title",
    ...needs,
  ]);

const data: Rule = (value) => (isObject(value) ? [] : ["is no object"]);

/** The same line, for clients that know no more than submitting. */
const submitting: Rule = (value) =>
  isObject(value) && value.type === "Action.Submit" ? action(value) : ["is no Action.Submit"];

const actions: Readonly<Record<string, Kind>> = {
  "Action.OpenUrl": { since: 1, rule: button({ url: address }, "url") },
  "Action.Submit": { since: 1, rule: button({ data }, "data") },
  "Action.Execute": {
    since: 1.4,
    rule: button({ verb: words(100), data, fallback: submitting }, "verb", "data"),
  },
};
