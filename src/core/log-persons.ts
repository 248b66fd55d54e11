import type { LogEvent } from "./log-event.ts";
import { isPerson, namesPerson } from "./log-names.ts";
import { namesInText } from "./log-persons-text.ts";

/**
 * Everything in an event that names a person, wherever it stands: whoever did it, and whom it was done to. Fields are known
 * by their names; ids, e-mail addresses and phone numbers are found in any text too, encoded or not.
 */
export function personsIn({ raw }: Pick<LogEvent, "raw">): ReadonlySet<string> {
  const found = new Set<string>();
  // Not by calling itself: how deep an event goes is not ours to say.
  const open: Held[] = [{ key: "", value: raw, unpacked: 0 }];
  for (let held = open.pop(); held; held = open.pop()) lookInside(held, found, open);
  return found;
}

/** What holds others, under which key it stands, and how often it was taken out of a text. */
interface Held {
  readonly key: string;
  readonly value: object;
  readonly unpacked: number;
}

/** JSON in a text in JSON in a text; nobody packs deeper. */
const mostUnpacked = 3;

function lookInside(held: Held, found: Set<string>, open: Held[]): void {
  const { key, value, unpacked } = held;
  if (Array.isArray(value)) {
    for (const one of value as readonly unknown[]) look(key, one, unpacked, found, open);
  } else lookAtFields(held, found, open);
}

/** Dozens of values stand in an event: only what holds others is put aside for later. */
function look(
  key: string,
  value: unknown,
  unpacked: number,
  found: Set<string>,
  open: Held[],
): void {
  if (typeof value === "string") {
    const packed = unpacked < mostUnpacked ? unpack(value) : undefined;
    // Of fields with the same name only the last is a value; the others stand in the text all the same.
    namesInText(value, packed === undefined && namesPerson(key), found);
    if (packed !== undefined) look(key, packed, unpacked + 1, found, open);
  } else if (isHolder(value)) open.push({ key, value, unpacked });
  else if (typeof value === "number" && namesPerson(key)) found.add(String(value));
}

const isHolder = (value: unknown): value is object => typeof value === "object" && value !== null;

function lookAtFields({ key, value, unpacked }: Held, found: Set<string>, open: Held[]): void {
  const fields = value as Readonly<Record<string, unknown>>;
  for (const field of Object.keys(fields)) {
    look(knownAs(field, key, value), fields[field], unpacked, found, open);
    if (field.length > 6) namesInText(field, false, found);
  }
}

/** The name of a field, told by what it stands in. */
function knownAs(field: string, key: string, holder: object): string {
  if (field === "value") return key;
  return field === "name" && isPerson(key, holder) ? "nickname" : field;
}

/** What a text holds that is itself a JSON document; undefined for any other text. */
function unpack(text: string): unknown {
  const first = text.charCodeAt(0);
  if (first !== 0x7b && first !== 0x5b) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
