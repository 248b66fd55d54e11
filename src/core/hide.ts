import type { Block, Message } from "./message.ts";
import type { Secret } from "./secret.ts";
import { formsOf, type SecretForm } from "./secret-forms.ts";

/**
 * The last net beneath everything that leaves the bot in words: whatever went wrong before it, no secret that it knows comes
 * through. What it knows it keeps as bytes, outside the heap.
 */
export interface Hide {
  /** These are secrets, and so is every value that they have later. */
  know(secrets: readonly Secret[]): void;
  text(words: string): string;
  /** One line of JSON, which stays one. */
  line(json: string): string;
  /** For people: a secret that is a plain word stays where words are. */
  message(message: Message): Message;
}

/** A form of a secret as bytes. */
interface Known {
  readonly bytes: Buffer;
  readonly within: boolean;
  /** The secret is a word or a number like any other: where it is missing in a sentence, everybody knows what it is. */
  readonly plain: boolean;
}

const hidden = "[secret]";
/** Nobody writes a longer one by chance. */
const longestPlain = 16;

export function createHide(): Hide {
  const secrets = new Set<Secret>();
  let known: readonly Known[] = [];

  /** What a secret was before stays known: it may count for a while. */
  function note(those: readonly Secret[]): void {
    // Longest first, or a part would be taken out of the middle of a whole.
    known = [...known, ...those.flatMap(knownOf)].sort((a, b) => b.bytes.length - a.bytes.length);
  }

  function foundIn(words: string): readonly Known[] {
    if (known.length === 0) return [];
    const bytes = Buffer.from(words);
    return known.filter((one) => bytes.includes(one.bytes));
  }

  const text = (words: string): string => foundIn(words).reduce(withoutForm, words);
  const toldIn = (words: string) => foundIn(words).filter(({ plain }) => !plain);
  const forAll = (words: string): string => toldIn(words).reduce(withoutForm, words);

  return {
    know(given) {
      const fresh = [...new Set(given)].filter((secret) => !secrets.has(secret));
      note(fresh);
      for (const secret of fresh) {
        secrets.add(secret);
        secret.watch(() => note([secret]));
      }
    },
    text,
    line(json) {
      if (foundIn(json).length === 0) return json;
      try {
        return JSON.stringify(changed(JSON.parse(json), { change: text, keys: text }));
      } catch {
        return text(json);
      }
    },
    message(message) {
      if (toldIn(JSON.stringify(message, withoutFiles)).length === 0) return message;
      return changed(message, { change: forAll, keep: shaping }) as Message;
    },
  };
}

function knownOf(secret: Secret): readonly Known[] {
  const value = secret.reveal();
  const plain = /^(?:\p{L}+|\d+)$/u.test(value) && value.length < longestPlain;
  return formsOf(value).map((form) => formOf(form, plain));
}

function formOf({ text, within }: SecretForm, plain: boolean): Known {
  const bytes = Buffer.from(new ArrayBuffer(Buffer.byteLength(text)));
  bytes.write(text);
  return { bytes, within, plain };
}

function withoutForm(words: string, { bytes, within }: Known): string {
  const form = bytes.toString();
  if (!within) return words.replaceAll(form, hidden);
  const escaped = form.replace(/[+/]/gu, String.raw`\$&`);
  return words.replace(new RegExp(`[\\w+/=-]*${escaped}[\\w+/=-]*`, "gu"), hidden);
}

/** A file may be large, and what is in it comes from the tenant. */
const isFile = (value: object): boolean => (value as Partial<Block>).kind === "file";

function withoutFiles(_key: string, value: unknown): unknown {
  return typeof value === "object" && value !== null && isFile(value) ? null : value;
}

type Change = (words: string) => string;

/** Words of the bot's own, by which a platform knows what it is given. */
const shaping: readonly string[] = ["kind", "shape", "tone"];

interface Changing {
  readonly change: Change;
  readonly keys?: Change;
  /** Properties that stay as they are. */
  readonly keep?: readonly string[];
}

/** The same with its texts changed, and numbers that are secrets; what is no plain data stays. */
function changed(value: unknown, how: Changing): unknown {
  if (typeof value === "string") return how.change(value);
  if (typeof value === "number") return changedNumber(value, how.change);
  if (Array.isArray(value)) return value.map((one) => changed(one, how));
  if (typeof value !== "object" || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype || isFile(value)) return value;
  const { keys = (key: string) => key, keep = [] } = how;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      keys(key),
      keep.includes(key) ? one : changed(one, how),
    ]),
  );
}

function changedNumber(value: number, change: Change): unknown {
  const words = String(value);
  const clean = change(words);
  return clean === words ? value : clean;
}
