import { createHmac } from "node:crypto";
import { Secret } from "../core/secret.ts";

/** By setting, a digest of its value. */
export type SettingsDigest = Readonly<Record<string, string>>;

/**
 * Enough to see that a value has changed, and too little to find out which it was: one of 65,536 values is taken for the same.
 * So not even a weak password can be told from it.
 */
const digits = 4;

/** Of every setting that has a value; those of lists with names under these: `tenants.prod.logs.keep`. */
export function digestOf(settings: object, key: string): SettingsDigest {
  return Object.fromEntries(
    valuesIn(settings, []).map(([path, value]) => [
      path,
      shortDigest(`${path}\n${written(value)}`, key),
    ]),
  );
}

function valuesIn(
  value: unknown,
  path: readonly string[],
): readonly (readonly [string, unknown])[] {
  if (value === undefined) return [];
  const parts = partsOf(value);
  if (!parts) return [[path.join("."), value]];
  return parts.flatMap(([name, part]) => valuesIn(part, [...path, name]));
}

/** The settings whose values are not what they were. */
export function changedIn(before: SettingsDigest, after: SettingsDigest): readonly string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].filter((path) => before[path] !== after[path]).sort();
}

/** What can be told apart by name; undefined for what is one value. */
function partsOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (typeof value !== "object" || value === null || value instanceof Secret) return undefined;
  if (!Array.isArray(value)) {
    const plain = Object.getPrototypeOf(value) === Object.prototype;
    return plain ? Object.entries(value) : undefined;
  }
  const named = value.map((one: unknown): [string, unknown] | undefined => {
    const isNamed = typeof one === "object" && one !== null && "name" in one;
    return isNamed ? [String(one.name), one] : undefined;
  });
  return named.length > 0 && named.every((one) => one !== undefined) ? named : undefined;
}

const written = (value: unknown): string =>
  value instanceof Secret ? value.reveal() : (JSON.stringify(value, revealed) ?? "");

/** Secrets in lists. */
function revealed(this: unknown, key: string, value: unknown): unknown {
  const held = (this as Record<string, unknown>)[key];
  return held instanceof Secret ? held.reveal() : value;
}

const shortDigest = (words: string, key: string): string =>
  createHmac("sha256", key).update(words).digest("hex").slice(0, digits);
