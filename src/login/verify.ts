import { decodeProtectedHeader, errors, jwtVerify } from "jose";
import { MINUTE } from "../core/clock.ts";
import { sayDuration } from "../core/duration.ts";
import type { Tokens, Verdict } from "./answer.ts";
import type { Keys } from "./keys.ts";

/** What tokens of a tenant must say. */
export interface Expected {
  readonly issuers: readonly string[];
  /** Whom the ID token is for. */
  readonly clientId: string;
  /** Whom the access token is for; without one it may be any string. */
  readonly audience: string | undefined;
}

export interface Verification extends Expected {
  readonly keys: Keys;
  readonly signal: AbortSignal;
  /** This machine's time. */
  readonly now: Date;
  /** The answer's Date header. */
  readonly dated: string | undefined;
}

/** Clocks may be off by so much without a word. */
const toleranceMs = MINUTE;

/** What Auth0 signs with. A token signed with a shared secret cannot be held against the tenant's keys. */
const algorithms = ["RS256", "PS256"];

/** Holds every token that can be checked against the tenant's keys. @throws KeysUnreachable or NoAnswer. */
export async function verify(tokens: Tokens, given: Verification): Promise<Verdict> {
  const theirs = given.dated ? Date.parse(given.dated) : Number.NaN;
  const skewMs = Number.isNaN(theirs) ? 0 : given.now.getTime() - theirs;
  const off = Math.abs(skewMs) > toleranceMs;
  // A token is as good as its issuer's clock says; that ours is off is said beside it, and is no failed login.
  const at = off ? new Date(theirs) : given.now;
  const tried = checkable(tokens, given);
  for (const { token, audience, name } of tried) {
    const flaw = await flawOf(token, audience, { ...given, at });
    if (flaw)
      return { outcome: "token-invalid", given: { ...flaw, detail: `the ${name} ${flaw.detail}` } };
  }
  if (tried.length === 0) return uncheckable;
  if (!off) return { outcome: "succeeded", given: {} };
  const detail = `${sayDuration(skewMs)} ${skewMs > 0 ? "ahead of" : "behind"}`;
  return { outcome: "clock-off", given: { detail } };
}

const uncheckable: Verdict = {
  outcome: "token-invalid",
  given: {
    detail: "it came without an ID token, and its access token is of no form that can be checked",
    fix: "Set syntheticLogin.audience to the identifier of one of the tenant's APIs.",
  },
};

interface Checkable {
  readonly token: string;
  /** Undefined: any. */
  readonly audience: string | undefined;
  readonly name: string;
}

/** Without an audience the access token is Auth0's own business, usually opaque, and looked at only for want of another. */
function checkable(
  { access = "", id }: Tokens,
  { audience, clientId }: Expected,
): readonly Checkable[] {
  const alone = !id && algorithmOf(access) !== undefined;
  return [
    ...(id ? [{ token: id, audience: clientId, name: "ID token" }] : []),
    ...(audience || alone ? [{ token: access, audience, name: "access token" }] : []),
  ];
}

interface Flaw {
  readonly detail: string;
  readonly fix: string;
}

async function flawOf(
  token: string,
  audience: string | undefined,
  given: Verification & { at: Date },
): Promise<Flaw | undefined> {
  const algorithm = algorithmOf(token);
  if (algorithm === undefined) return { detail: "is no signed token", fix: checkAudience };
  if (!algorithms.includes(algorithm)) {
    return {
      detail: `is signed with ${algorithm}, not with the tenant's keys`,
      fix: "Set the signing algorithm of the application (and of the API) to RS256.",
    };
  }
  try {
    await check(token, audience, given);
    return undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError) return flawIn(error);
    // What a key that is none makes of itself when it is read.
    if (error instanceof TypeError || error instanceof DOMException) return unreadable;
    throw error;
  }
}

/** With the keys at hand; and, should the token name one that is not among them, once more with new ones. */
async function check(
  token: string,
  audience: string | undefined,
  { keys, signal, issuers, at }: Verification & { at: Date },
): Promise<void> {
  const options = {
    issuer: [...issuers],
    ...(audience ? { audience } : {}),
    algorithms,
    currentDate: at,
    clockTolerance: toleranceMs / 1000,
    requiredClaims: ["exp", "iat"],
  };
  const known = await keys.get({ signal });
  const { payload } = await jwtVerify(token, known, options).catch(async (error: unknown) => {
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    return jwtVerify(token, await keys.get({ signal, anew: true }), options);
  });
  const issuedAt = (payload.iat ?? 0) * 1000;
  if (issuedAt > at.getTime() + toleranceMs) {
    throw new errors.JWTClaimValidationFailed("from the future", payload, "iat", "check_failed");
  }
}

function algorithmOf(token: string): string | undefined {
  try {
    const { alg } = decodeProtectedHeader(token);
    return typeof alg === "string" && /^[A-Za-z0-9+-]{1,30}$/.test(alg) ? alg : undefined;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

const checkAudience =
  "Compare syntheticLogin.audience with the identifiers of the tenant's APIs: each must sign its tokens with RS256.";
const checkClock =
  "Let this machine keep its time by NTP, and look at the token's times in the tenant's logs.";
const checkDomain =
  "Compare the tenant's domain and customDomain in the settings with the dashboard.";
const checkKeys =
  "Look at the tenant's signing keys, and whether anything stands between that answers in Auth0's place.";

const claims: Readonly<Record<string, Flaw>> = {
  iss: { detail: "names another issuer than this tenant", fix: checkDomain },
  aud: {
    detail: "is for another audience",
    fix: "Compare syntheticLogin.clientId and audience with the application and the API in the dashboard.",
  },
  iat: { detail: "says it was issued in the future", fix: checkClock },
  nbf: { detail: "is not valid yet", fix: checkClock },
};

const unreadable: Flaw = {
  detail: "cannot be checked: the tenant's keys are of no form that can be read",
  fix: checkKeys,
};

function flawIn(error: errors.JOSEError): Flaw {
  if (error instanceof errors.JWTExpired) return { detail: "had expired already", fix: checkClock };
  if (error instanceof errors.JWTClaimValidationFailed) {
    return claims[error.claim] ?? { detail: "lacks what every token says", fix: checkKeys };
  }
  if (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys
  ) {
    return { detail: "is signed with a key that is not among the tenant's", fix: checkKeys };
  }
  return { detail: "is not signed as it should be", fix: checkKeys };
}
