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
  for (let held = open.pop(); held; held = open.pop()) look(held, found, open);
  return found;
}

/** A value, under which key it stands, and how often it was taken out of a text. */
interface Held {
  readonly key: string;
  readonly value: unknown;
  readonly unpacked: number;
}

/** JSON in a text in JSON in a text; nobody packs deeper. */
const mostUnpacked = 3;

function look({ key, value, unpacked }: Held, found: Set<string>, open: Held[]): void {
  if (typeof value === "string") lookAtText({ key, value, unpacked }, found, open);
  else if (typeof value === "number") {
    if (namesPerson(key)) found.add(String(value));
  } else if (Array.isArray(value)) {
    for (const one of value as readonly unknown[]) open.push({ key, value: one, unpacked });
  } else if (value !== null && typeof value === "object") {
    lookAtFields({ key, value, unpacked }, found, open);
  }
}

function lookAtText(
  { key, value, unpacked }: Held & { readonly value: string },
  found: Set<string>,
  open: Held[],
): void {
  if (value === "") return;
  const packed = unpacked < mostUnpacked ? unpack(value) : undefined;
  if (packed !== undefined) open.push({ key, value: packed, unpacked: unpacked + 1 });
  else namesInText(value, namesPerson(key), found);
}

function lookAtFields(
  { key, value, unpacked }: Held & { readonly value: object },
  found: Set<string>,
  open: Held[],
): void {
  const person = isPerson(key, value);
  for (const [field, held] of Object.entries(value)) {
    const known = field === "name" && person ? "nickname" : field === "value" ? key : field;
    open.push({ key: known, value: held, unpacked });
    if (field.length > 6) namesInText(field, false, found);
  }
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
