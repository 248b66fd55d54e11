import { inspect } from "node:util";

/** Shorter ones stand in every other word: that such a secret comes out is kept from happening at its source alone. */
const shortest = 4;
/** Of a part of a secret, like one line of a key, or a token in an address. */
const shortestPart = 8;

/** Of a step in an address's path: what is shorter is a word. */
const shortestStep = 16;

/** A form in which a secret may stand in a text. */
export interface SecretForm {
  readonly text: string;
  /** It is the middle of something longer that holds it: all of that goes with it. */
  readonly within: boolean;
}

/** Every form in which a secret is written by what is usual: escaped, encoded, as a part of something else. */
export function formsOf(secret: string): readonly SecretForm[] {
  const parts = partsOf(secret).filter(({ length }) => length >= shortestPart);
  const values = [...new Set([secret, secret.trim(), ...parts])].filter(
    ({ length }) => length >= shortest,
  );
  const plain = values.flatMap(writings).filter(({ length }) => length >= shortest);
  const encoded = values.flatMap(encodings).filter(({ length }) => length >= shortest);
  return [
    ...[...new Set(plain)].map((text) => ({ text, within: false })),
    ...[...new Set(encoded)].map((text) => ({ text, within: true })),
  ].sort((a, b) => b.text.length - a.text.length);
}

/** The lines of a key, and what an address holds that opens doors. */
function partsOf(secret: string): readonly string[] {
  const lines = secret.includes("\n") ? secret.split(/\r?\n|\\n/u) : [];
  const secretLines = lines.map((line) => line.trim()).filter((line) => !line.startsWith("-----"));
  if (!/^https?:/iu.test(secret) || !URL.canParse(secret)) return secretLines;
  const { password, pathname, search, searchParams, href } = new URL(secret);
  const steps = pathname.split("/").filter(({ length }) => length >= shortestStep);
  const words = [password, ...steps, ...searchParams.values()];
  const whole = search === "" ? [] : [`${pathname}${search}`];
  return [...secretLines, href, ...whole, ...words, ...words.map(decoded)];
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

/** As it stands in JSON, also in JSON within JSON, in addresses, in what JavaScript shows, and in markup. */
function writings(value: string): readonly string[] {
  const json = (text: string) => JSON.stringify(text).slice(1, -1);
  const percent = [inAddress(value), encodeURI(wellFormed(value)), inForm(value)];
  const markup = value.replace(/&/gu, "&amp;").replace(/</gu, "&lt;").replace(/>/gu, "&gt;");
  return [
    value,
    json(value),
    json(json(value)),
    ...percent,
    ...percent.map((text) => text.replace(/%[0-9A-F]{2}/gu, (code) => code.toLowerCase())),
    inAddress(inAddress(value)),
    inspect(value).slice(1, -1),
    markup,
  ];
}

const inAddress = (value: string): string => encodeURIComponent(wellFormed(value));
/** Half a character has no place in an address. */
const wellFormed = (value: string): string => Buffer.from(value).toString();
const inForm = (value: string): string => new URLSearchParams({ v: value }).toString().slice(2);

/** In Base64, wherever it begins in what was encoded, and in hexadecimal digits. */
function encodings(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]);
    // The signs at both ends also tell of what stands beside it.
    const first = Math.ceil((before * 8) / 6);
    return whole.toString("base64").slice(first, Math.floor((whole.length * 8) / 6));
  });
  const address = base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"));
  const hex = bytes.toString("hex");
  return [...base64, ...address, hex, hex.toUpperCase()];
}
