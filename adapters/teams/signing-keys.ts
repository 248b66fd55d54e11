import { importJWK } from "jose";
import { z } from "zod";
import { type Clock, DAY, HOUR, MINUTE, SECOND } from "../../src/core/clock.ts";
import type { Outgoing } from "../../src/core/outgoing.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import { barrierOf } from "../../src/core/way-out.ts";

/** For each of two requests, while Teams waits for its own. */
const usualPatienceMs = 3 * SECOND;
const freshMs = DAY;
/** While nobody can be asked, keys are trusted for so long: Microsoft announces new ones well before it drops old ones. */
const trustedMs = 5 * DAY;
/** Without any, each message would be a reason to ask: whoever invents them must not make us ask without end. */
const againMs = SECOND;
/** Without any, nobody is believed: they are asked for although nothing comes in. */
const soughtEveryMs = 30 * SECOND;

interface Unreached {
  readonly words: string;
  readonly fix?: string | undefined;
}

/** Nobody could be asked which keys there are. */
export class KeysUnreachable extends Error {
  override readonly name = "KeysUnreachable";
  /** A sentence: at which address, and what came. */
  readonly detail: string;
  readonly fix: string;

  constructor({ words, fix = reach }: Unreached, cause?: unknown) {
    super(`the keys that prove a token could not be had: ${words}`, { cause });
    this.detail = `${words}.`;
    this.fix = fix;
  }
}

const reach = "Let this machine reach that address over HTTPS.";

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
  let failed: { readonly error: unknown; readonly until: number } | undefined;
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
      failed = undefined;
      connected?.(true);
    } catch (error) {
      failed = { error, until: time() + againMs };
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

  /** Asks, unless nobody answered just now. */
  async function seek(): Promise<void> {
    if (failed && time() < failed.until) throw failed.error;
    await refresh();
  }

  async function keyFor(id: string): Promise<Published | undefined> {
    if (age() >= trustedMs) {
      await seek();
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
      return found?.kty === "RSA" ? imported(found, algorithm) : undefined;
    },
  };
}

const imported = async (
  { endorsements = [], kty, n, e }: Published,
  algorithm: string,
): Promise<SigningKey> => ({
  key: await importJWK({ kty, n: String(n), e: String(e) }, algorithm),
  endorsements,
});

/** What is published at an OpenID metadata address. @throws KeysUnreachable */
export async function publishedKeys(
  url: string,
  outgoing: Pick<Outgoing, "fetch">,
  patienceMs = usualPatienceMs,
): Promise<readonly Published[]> {
  const given = { fetch: outgoing.fetch, patienceMs };
  const { jwks_uri: where } = await jsonAt(url, metadata, given);
  // It is nobody else's to say who is believed, nor whom the bot asks.
  if (new URL(where).origin !== new URL(url).origin) {
    throw new KeysUnreachable({ words: `${url} names another host for them`, fix: elsewhere });
  }
  return (await jsonAt(where, published, given)).keys;
}

const elsewhere = "See that teams.endpoints.openIdMetadata is the address that Microsoft names.";

async function jsonAt<Shape>(
  url: string,
  shape: z.ZodType<Shape>,
  { fetch, patienceMs }: Pick<Outgoing, "fetch"> & { readonly patienceMs: number },
): Promise<Shape> {
  const response = await fetch(url, {
    redirect: "error",
    signal: AbortSignal.timeout(patienceMs),
  }).catch((cause: unknown) => {
    const { words, fix } = barrierOf(cause) ?? {};
    const why = words === undefined ? "" : `: ${words}`;
    throw new KeysUnreachable({ words: `${url} could not be reached${why}`, fix }, cause);
  });
  if (!response.ok) throw new KeysUnreachable({ words: `${url} answered ${response.status}` });
  const told = shape.safeParse(await response.json().catch(() => undefined));
  if (told.success) return told.data;
  throw new KeysUnreachable({ words: `${url} answered with something else` }, told.error);
}
