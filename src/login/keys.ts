import { createLocalJWKSet, type JSONWebKeySet } from "jose";
import { MINUTE, SECOND } from "../core/clock.ts";
import { type Exchange, NoAnswer } from "./exchange.ts";

/** The tenant's keys could not be had: why, as words that follow "could not be had". */
export class KeysUnreachable extends Error {
  override readonly name = "KeysUnreachable";
}

export type KeySet = ReturnType<typeof createLocalJWKSet>;

/** The keys that a tenant signs with. */
export interface Keys {
  /** From memory while they are young. `anew`: a key is missing in what is remembered. @throws KeysUnreachable or NoAnswer. */
  get(given: { signal: AbortSignal; anew?: boolean }): Promise<KeySet>;
}

/** Tenants roll their keys a few times a year; a new one is noticed by its id at once. */
const freshForMs = 10 * MINUTE;
/** Ids that no key ever had must not make Watchpost fetch the keys at every login. */
const anewAfterMs = 30 * SECOND;

export function createKeys({
  origin,
  exchange,
  now,
}: {
  origin: string;
  exchange: Exchange;
  now: () => Date;
}): Keys {
  let held: { readonly keys: KeySet; readonly at: number } | undefined;
  return {
    async get({ signal, anew = false }) {
      const age = held ? now().getTime() - held.at : Number.POSITIVE_INFINITY;
      if (held && age >= 0 && age < (anew ? anewAfterMs : freshForMs)) return held.keys;
      const keys = createLocalJWKSet(await fetchKeys(origin, exchange, signal));
      held = { keys, at: now().getTime() };
      return keys;
    },
  };
}

async function fetchKeys(
  origin: string,
  exchange: Exchange,
  signal: AbortSignal,
): Promise<JSONWebKeySet> {
  const url = new URL("/.well-known/jwks.json", origin);
  const { status, body } = await exchange({ url, method: "GET", headers: {}, signal }).catch(
    (error: unknown) => {
      if (error instanceof NoAnswer && error.cut !== "hung") {
        throw new KeysUnreachable(wordsFor(error), { cause: error });
      }
      throw error;
    },
  );
  const redirect = status >= 300 && status < 400 ? ", a redirect, which is not followed" : "";
  if (status !== 200) throw new KeysUnreachable(`status ${status}${redirect}`);
  const keys = keysIn(body);
  if (!keys) throw new KeysUnreachable("what came are no keys");
  return keys;
}

const wordsFor = ({ cut, code }: NoAnswer): string =>
  cut === "too-large" ? "far more came than keys are long" : code || "the connection failed";

function keysIn(body: string): JSONWebKeySet | undefined {
  try {
    const parsed = JSON.parse(body) as { keys?: unknown } | null;
    const keys = parsed?.keys;
    return Array.isArray(keys) && keys.every((key) => typeof key === "object" && key !== null)
      ? { keys }
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
