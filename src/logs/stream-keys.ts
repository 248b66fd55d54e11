import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Secret } from "../core/secret.ts";

/** Whether a delivery for this tenant may come in. Takes as long whether the tenant is known or not, and whatever differs. */
export type Admits = (tenant: string, authorization: string | undefined) => boolean;

/** The token as it stands in the settings, and the header, each with or without `Bearer` before it. */
export function createStreamKeys(
  tenants: readonly { readonly name: string; readonly token: Secret }[],
): Admits {
  const known = new Map(
    tenants.map(({ name, token }) => [name, digestOf(bare(token.reveal()), "utf8")]),
  );
  // Nothing has this digest.
  const nobody = randomBytes(32);
  return (tenant, authorization = "") => {
    const expected = known.get(tenant) ?? nobody;
    // Node reads headers byte by byte.
    return timingSafeEqual(digestOf(bare(authorization), "latin1"), expected);
  };
}

const bare = (given: string): string => given.trim().replace(/^bearer\s+/i, "");

/** Of one length, whatever the length of what is compared. */
const digestOf = (words: string, encoding: BufferEncoding): Buffer =>
  createHash("sha256").update(Buffer.from(words, encoding)).digest();
