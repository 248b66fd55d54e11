import { decodeProtectedHeader, errors, jwtVerify } from "jose";
import type { TeamsSettings } from "./settings.ts";
import {
  createSigningKeys,
  type KeysFrom,
  KeysUnreachable,
  type SigningKey,
  type SigningKeys,
} from "./signing-keys.ts";
import type { Turned } from "./turned-away.ts";

/** Who sends, as far as the token alone tells. */
export interface Caller {
  /** The service that the token speaks for. */
  readonly serviceUrl: string;
}

/** Clocks may be off by so much. */
const toleranceSeconds = 300;
const algorithms = ["RS256", "RS384", "RS512"];
const channel = "msteams";

/**
 * Checks the token that came with a request, before its body is read. The SDK checks it once more, with the activity;
 * but it writes to the console about each that is wrong, and asks for keys as often as somebody invents ids.
 */
export function createTokenCheck(
  { appId, endpoints }: TeamsSettings,
  given: KeysFrom,
): (authorization: string) => Promise<Caller | Turned> {
  const keys = createSigningKeys(endpoints.openIdMetadata, given);
  const expected = {
    algorithms,
    issuer: endpoints.issuer,
    audience: appId,
    clockTolerance: toleranceSeconds,
    requiredClaims: ["exp"],
  };

  async function check(token: string): Promise<Caller | Turned> {
    const signer = await signerOf(token, keys);
    if ("status" in signer) return signer;
    const { serviceurl: serviceUrl } = (await jwtVerify(token, signer.key, expected)).payload;
    if (typeof serviceUrl === "string") return { serviceUrl };
    return refused("the token names no service");
  }

  return async (authorization) => {
    const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/u.exec(authorization) ?? [];
    if (!token) return refused("there is no signed token");
    return check(token).catch(turnedBy);
  };
}

/** @throws what says nothing about the token. */
function turnedBy(error: unknown): Turned {
  if (error instanceof KeysUnreachable) return { status: 503, reason: error.message };
  if (error instanceof errors.JOSEError) return refused(reasonOf(error));
  throw error;
}

async function signerOf(token: string, keys: SigningKeys): Promise<SigningKey | Turned> {
  const { alg, kid } = headOf(token);
  if (!(alg && algorithms.includes(alg))) return refused(notSigned);
  if (!kid) return refused("the token does not say which key signed it");
  const signer = await keys.find(kid, alg);
  if (!signer) return refused("the token is signed with a key that Microsoft does not publish");
  const { endorsements } = signer;
  if (endorsements.length === 0 || endorsements.includes(channel)) return signer;
  return refused("the token's key may not speak for Teams");
}

function headOf(token: string): ReturnType<typeof decodeProtectedHeader> {
  try {
    return decodeProtectedHeader(token);
  } catch {
    return {}; // No JSON, or none that is a head.
  }
}

const refused = (reason: string): Turned => ({ status: 401, reason });

const notSigned = "the token is not signed as Microsoft signs";

const claims: Readonly<Record<string, string>> = {
  aud: "the token is for another app than teams.appId",
  iss: "the token was not issued for Teams",
  nbf: "the token is not valid yet; compare this machine's clock",
  exp: "the token says no time at which it ends",
};

function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired)
    return "the token has expired; compare this machine's clock";
  if (error instanceof errors.JWTClaimValidationFailed) {
    return claims[error.claim] ?? "the token says something that cannot be";
  }
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return "the token's signature is forged";
  return notSigned;
}
