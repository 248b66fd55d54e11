import { importJWK } from "jose";
import { z } from "zod";
import { type Clock, DAY, HOUR, MINUTE, SECOND } from "../../src/core/clock.ts";
import type { Outgoing } from "../../src/core/outgoing.ts";
import type { PlatformContext } from "../../src/core/platform.ts";

const patienceMs = 3 * SECOND;
const freshMs = DAY;
/** While nobody can be asked, keys are trusted for so long: Microsoft announces new ones well before it drops old ones. */
const trustedMs = 5 * DAY;
/** Without any, nobody is believed: they are asked for although nothing comes in. */
const soughtEveryMs = 30 * SECOND;

/** Nobody could be asked which keys there are. */
export class KeysUnreachable extends Error {
  override readonly name = "KeysUnreachable";
}

export interface SigningKey {
  readonly key: Awaited<ReturnType<typeof importJWK>>;
  /** Channels that the key may sign for; empty where nothing is said. */
  readonly endorsements: readonly string[];
}

/** The public keys of those who sign what Teams sends. */
export interface SigningKeys {
  /** Undefined where there is no such key. @throws KeysUnreachable */
  find(id: string, algorithm: string): Promise<SigningKey | undefined>;
}

const metadata = z.object({ jwks_uri: z.url() });
const published = z.object({
  keys: z.array(
    z.looseObject({
      kid: z.string(),
      kty: z.string(),
      endorsements: z.array(z.string()).optional(),
    }),
  ),
});
export type Published = z.infer<typeof published>["keys"][number];

export interface KeysFrom {
  readonly clock: Clock;
  readonly outgoing: Pick<Outgoing, "fetch">;
  /** Is told when nobody can be believed for want of keys, and when there are some again. */
  readonly connected?: PlatformContext["connected"];
  /** Ends the looking for them. */
  readonly stopped?: AbortSignal;
}

/** Asks for them daily, and for one that is not known yet once an hour at most: whoever invents ids must not make us ask. */
export function createSigningKeys(
  url: string,
  { clock, outgoing, connected, stopped }: KeysFrom,
): SigningKeys {
  let known: { readonly keys: readonly Published[]; readonly at: number } | undefined;
  let asking: Promise<void> | undefined;
  let notBefore = 0;
  let seeking = false;
  const time = () => clock.now().getTime();
  const age = () => time() - (known?.at ?? Number.NEGATIVE_INFINITY);

  async function renew(): Promise<void> {
    notBefore = time() + MINUTE;
    const keys = await publishedKeys(url, outgoing);
    known = { keys, at: time() };
    notBefore = time() + HOUR;
  }

  function refresh(): Promise<void> {
    asking ??= tell(renew()).finally(() => {
      asking = undefined;
    });
    return asking;
  }

  async function tell(renewing: Promise<void>): Promise<void> {
    try {
      await renewing;
      connected?.(true);
    } catch (error) {
      if (connected && age() >= trustedMs) lose(connected);
      throw error;
    }
  }

  function lose(tellOf: (is: boolean) => void): void {
    tellOf(false);
    if (seeking) return;
    seeking = true;
    void clock.after(soughtEveryMs, stopped).then(() => {
      seeking = false;
      if (!stopped?.aborted) refresh().catch(() => undefined);
    });
  }

  const keyOf = (id: string) => known?.keys.find(({ kid }) => kid === id);

  async function keyFor(id: string): Promise<Published | undefined> {
    if (age() >= trustedMs) {
      await refresh();
      return keyOf(id);
    }
    const found = keyOf(id);
    const due = !found || age() >= freshMs;
    if (!due || time() < notBefore) return found;
    const asked = refresh();
    if (!found) await asked;
    else asked.catch(() => undefined); // What is known counts on; it is tried again in a minute.
    return keyOf(id);
  }

  return {
    async find(id, algorithm) {
      const found = await keyFor(id);
      if (found?.kty !== "RSA") return undefined;
      const { endorsements = [], kty, n, e } = found;
      return { key: await importJWK({ kty, n: String(n), e: String(e) }, algorithm), endorsements };
    },
  };
}

/** What is published at an OpenID metadata address. @throws KeysUnreachable */
export async function publishedKeys(
  url: string,
  outgoing: Pick<Outgoing, "fetch">,
): Promise<readonly Published[]> {
  const json = (at: string) => jsonAt(at, outgoing);
  try {
    const { jwks_uri: where } = metadata.parse(await json(url));
    if (new URL(where).protocol !== new URL(url).protocol) throw new TypeError("keys elsewhere");
    return published.parse(await json(where)).keys;
  } catch (cause) {
    throw new KeysUnreachable("the keys that prove a token could not be had", { cause });
  }
}

async function jsonAt(url: string, { fetch }: Pick<Outgoing, "fetch">): Promise<unknown> {
  const signal = AbortSignal.timeout(patienceMs);
  const response = await fetch(url, { redirect: "error", signal });
  if (!response.ok) throw new TypeError(`answered ${response.status}`);
  return response.json();
}
