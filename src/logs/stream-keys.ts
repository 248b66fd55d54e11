import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { type Secret, valuesOf } from "../core/secret.ts";

/** Whether a delivery for this tenant may come in. Takes as long whether the tenant is known or not, and whatever differs. */
export type Admits = (tenant: string, authorization: string | undefined) => boolean;

/**
 * The token as it stands in the settings, and the header, each with or without `Bearer` before it. While a token is changed for
 * another, both count; another one counts as soon as it is read.
 */
export function createStreamKeys(
  tenants: readonly { readonly name: string; readonly token: Secret }[],
): Admits {
  // Nothing has these digests.
  const nobody = [randomBytes(32), randomBytes(32)];
  const known = new Map<string, readonly Buffer[]>();
  for (const { name, token } of tenants) {
    const note = () => void known.set(name, [...digestsOf(token), ...nobody].slice(0, 2));
    note();
    token.watch(note);
  }
  return (tenant, authorization = "") => {
    // Node reads headers byte by byte.
    const given = digestOf(bare(authorization), "latin1");
    const fits = (known.get(tenant) ?? nobody).map((digest) => timingSafeEqual(given, digest));
    return fits.includes(true);
  };
}

const digestsOf = (token: Secret): readonly Buffer[] =>
  valuesOf(token).map((value) => digestOf(bare(value), "utf8"));

const bare = (given: string): string => given.trim().replace(/^bearer\s+/i, "");

/** Of one length, whatever the length of what is compared. */
const digestOf = (words: string, encoding: BufferEncoding): Buffer =>
  createHash("sha256").update(Buffer.from(words, encoding)).digest();
