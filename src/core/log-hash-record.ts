import type { Hash } from "./log-hash.ts";
import { isFreeField, mayKeepNumber, treatmentOf, verbatim } from "./log-hash-fields.ts";
import { createTextHasher, hideIds } from "./log-hash-text.ts";
import { fold } from "./log-match.ts";
import { isHash } from "./log-name-forms.ts";
import { isPerson, namesPerson } from "./log-names.ts";
import { personsIn } from "./log-persons.ts";

type Raw = Readonly<Record<string, unknown>>;

interface Place {
  readonly key: string;
  /** Somebody else decides what stands here. */
  readonly free: boolean;
  readonly depth: number;
}

/** Stands for what may be anything. */
const leftOut = "[left out]";
/** Deeper than any event goes; what is there is left out. */
const deepest = 40;

/**
 * A record with keyed hashes in the place of whatever names a person or an address, wherever it stands. What is not known to
 * be harmless is left out.
 */
export function hashedRecord(raw: Raw, hash: Hash): Raw {
  const names = personsIn({ raw });
  const folded = new Set([...names].map(fold));
  const text = createTextHasher(names, hash);

  function hashText(value: string, { key, free }: Place): string {
    if (value.trim() === "") return value;
    if (namesPerson(key)) return hash(value);
    switch (treatmentOf(key, free)) {
      case "address":
        return hash(value);
      case "thing":
        return hideIds(value, hash);
      case "prose":
        return text.hide(value);
      case "agent":
        return hideIds(value, hash, { agent: true });
      default:
        return isHash(value) ? value : leftOut;
    }
  }

  /** Undefined for what is left out. */
  function hashValue(value: unknown, place: Place): unknown {
    switch (typeof value) {
      case "string":
        return hashText(value, place);
      case "number":
        return hashNumber(value, place);
      case "object":
        return value === null || place.depth <= deepest ? hashHeld(value, place) : undefined;
      default:
        return value;
    }
  }

  function hashNumber(value: number, { key, free }: Place): unknown {
    if (namesPerson(key)) return hash(String(value));
    return mayKeepNumber(key, free) ? value : undefined;
  }

  function hashHeld(value: object | null, place: Place): unknown {
    const below = { ...place, depth: place.depth + 1 };
    if (Array.isArray(value)) return value.map((one: unknown) => hashValue(one, below) ?? null);
    return value && hashFields(value as Raw, below);
  }

  function hashFields(held: Raw, { key: holder, free, depth }: Place): Raw {
    const person = isPerson(holder, held);
    const entries = Object.entries(held).map(([field, value]) => {
      const key = keyFor(field, holder, person);
      const below = { key, free: free || isFreeField(field), depth };
      return [hashKey(field), hashValue(value, below)] as const;
    });
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }

  /** Some keep things by whose they are. */
  const hashKey = (key: string): string =>
    /^[$_a-z][\w$-]{0,40}$/iu.test(key) && !folded.has(fold(key)) ? key : hash(key);

  const root = { key: "", free: false, depth: 0 };
  const kept = Object.entries(raw).filter(([key]) => verbatim.has(key));
  return { ...hashFields(raw, root), ...Object.fromEntries(kept) };
}

/** What a field stands for: some names say only together with where they stand what they are about. */
function keyFor(field: string, holder: string, person: boolean): string {
  if (field === "name" && person) return "nickname";
  if (field === "name" && holder === "feature") return "title";
  return field === "value" ? holder : field;
}
