import { z } from "zod";
import { DAY, HOUR, MINUTE, SECOND } from "../src/core/clock.ts";
import type { Source } from "../src/core/source.ts";
import { type Registered, settingsSchema } from "../src/settings.ts";
import { code, literal, markdownTable } from "./sync-tables.ts";

/** As much of a JSON Schema as ours use. */
export interface JsonSchema {
  type?: string | readonly string[];
  description?: string;
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  items?: JsonSchema;
  enum?: readonly unknown[];
  anyOf?: readonly JsonSchema[];
  writeOnly?: boolean;
  [more: string]: unknown;
}

/** The settings file, for editors: `# yaml-language-server: $schema=watchpost.schema.json`. */
export function settingsJsonSchema(registered: Registered): JsonSchema {
  const schema = z.toJSONSchema(settingsSchema(registered), {
    io: "input",
    unrepresentable: "any",
    target: "draft-7",
  }) as JsonSchema;
  markSecrets(schema);
  for (const source of registered.sources) {
    const every = schema.properties?.sources?.properties?.[source.id]?.properties?.every;
    if (every) every.default = everyOf(source);
  }
  return { title: "Watchpost settings", ...schema };
}

/** What says nothing of its type is a secret: those cannot be described by their values. */
function markSecrets(schema: JsonSchema): void {
  for (const property of Object.values(schema.properties ?? {})) {
    const optional = property.anyOf?.length === 2 && property.anyOf.some(isBare);
    if (isBare(property) || optional) {
      const type = optional ? ["string", "null"] : "string";
      Object.assign(property, { type, writeOnly: true });
      delete property.anyOf;
    }
    markSecrets(property);
  }
  if (schema.items) markSecrets(schema.items);
}

const isBare = ({ type, anyOf, enum: choices }: JsonSchema): boolean => !(type || anyOf || choices);

/** How often a source is read when its settings say nothing: `1m`. */
export function everyOf({ settings }: Source): string {
  const { every } = settings.parse({});
  const units = [
    ["d", DAY],
    ["h", HOUR],
    ["m", MINUTE],
    ["s", SECOND],
  ] as const;
  const [unit, size] = units.find(([, ms]) => every % ms === 0) ?? ["s", SECOND];
  return `${every / size}${unit}`;
}

export interface Setting {
  /** Like `tenants[].name`. */
  readonly path: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** Every setting that holds a value of its own, in the order of the schema. */
export function settingsOf(schema: JsonSchema, path = "", required = false): readonly Setting[] {
  const children = Object.entries(schema.properties ?? {});
  const own = path ? [{ path, schema, required }] : [];
  if (children.length > 0) {
    const below = children.flatMap(([name, child]) =>
      settingsOf(child, path ? `${path}.${name}` : name, schema.required?.includes(name) ?? false),
    );
    return schema.description ? [...own, ...below] : below;
  }
  const items = schema.items?.properties ? settingsOf(schema.items, `${path}[]`) : [];
  return [...own, ...items.filter((item) => item.path !== `${path}[]`)];
}

export function settingsTable(schema: JsonSchema): string {
  const rows = settingsOf(schema).map(({ path, schema: { description, ...one }, required }) => [
    code(path),
    [literal(description ?? ""), ...(one.writeOnly ? ["(secret)"] : [])].filter(Boolean).join(" "),
    valuesOf(one),
    required ? "required" : defaultOf(one),
  ]);
  return markdownTable(["Setting", "What it is", "Values", "Default"], rows);
}

function valuesOf({ enum: choices, type, properties, anyOf }: JsonSchema): string {
  if (choices) return choices.map((choice) => code(String(choice))).join(", ");
  if (properties) return "a section";
  const types = [type ?? anyOf?.map((one) => one.type) ?? "any"].flat(2);
  const names: Record<string, string> = {
    string: "text",
    integer: "a whole number",
    number: "a number",
    boolean: "`true`, `false`",
    array: "a list",
    object: "a section",
  };
  return types.flatMap((one) => names[String(one)] ?? []).join(", ");
}

function defaultOf({ default: given, properties }: JsonSchema): string {
  const empty = given === undefined || given === "" || (Array.isArray(given) && given.length === 0);
  if (empty || properties) return "–";
  return code(typeof given === "string" ? given : JSON.stringify(given));
}
