import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** How a token differs from one that Teams would send. */
export type TokenKind =
  | "good"
  | "none"
  | "forged"
  | "garbage"
  | "expired"
  | "just-expired"
  | "wrong-audience"
  | "wrong-issuer"
  | "emulator"
  | "other-service"
  | "unendorsed"
  | "unsigned"
  | "unknown-key";

export const issuer = "https://api.botframework.com";

interface Key {
  readonly kid: string;
  readonly secret: KeyObject;
  readonly endorsements: readonly string[];
}

function newKey(kid: string, endorsements: readonly string[]): Key {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { kid, secret: privateKey, endorsements };
}

/** Keys take a while to make: one set serves every fake of a process. */
let made: { readonly real: Key; readonly unendorsed: Key; readonly strange: Key } | undefined;
function keys() {
  made ??= {
    real: newKey("real", ["msteams"]),
    unendorsed: newKey("unendorsed", ["webchat"]),
    strange: newKey("real", []),
  };
  return made;
}

/** As the OpenID server publishes them: who may speak for which channel is said with the key. */
export function publishedKeys(): readonly object[] {
  const { real, unendorsed } = keys();
  return [real, unendorsed].map(({ kid, secret, endorsements }) => ({
    ...createPublicKey(secret).export({ format: "jwk" }),
    kid,
    use: "sig",
    endorsements,
  }));
}

interface Claims {
  readonly audience: string;
  readonly serviceUrl: string;
  readonly now: number;
}

/** The `Authorization` of an inbound activity. */
export function mint(kind: TokenKind, given: Claims): string | undefined {
  if (kind === "none") return undefined;
  if (kind === "garbage") return "Bearer not.a.token";
  const { real, unendorsed, strange } = keys();
  const key = { forged: strange, unendorsed }[kind as string] ?? real;
  const alg = kind === "unsigned" ? "none" : "RS256";
  const kid = kind === "unknown-key" ? "unknown" : key.kid;
  const claims = { ...claimsOf(given), ...(lies[kind]?.(given) ?? {}) };
  return `Bearer ${jwt({ typ: "JWT", alg, kid }, claims, key.secret)}`;
}

function claimsOf({ audience, serviceUrl, now }: Claims): object {
  const seconds = Math.floor(now / 1000);
  return {
    iss: issuer,
    aud: audience,
    serviceurl: serviceUrl,
    nbf: seconds - 60,
    exp: seconds + 3600,
  };
}

const expiredBy = (seconds: number) => (given: Claims) => {
  const exp = Math.floor(given.now / 1000) - seconds;
  return { nbf: exp - 3600, exp };
};
const microsoft = "72f988bf-86f1-41af-91ab-2d7cd011db47";

/** What is untrue in a token of each kind. */
const lies: Partial<Record<TokenKind, (given: Claims) => object>> = {
  expired: expiredBy(3600),
  "just-expired": expiredBy(120),
  "wrong-audience": () => ({ aud: "somebody-else" }),
  "wrong-issuer": () => ({ iss: "https://evil.example" }),
  "other-service": () => ({ serviceurl: "https://smba.trafficmanager.net/other/" }),
  emulator: ({ audience }) => ({
    iss: `https://sts.windows.net/${microsoft}/`,
    tid: microsoft,
    ver: "1.0",
    appid: audience,
  }),
};

function jwt(header: { alg: string; kid: string; typ: string }, claims: object, key: KeyObject) {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part(header)}.${part(claims)}`;
  const signature =
    header.alg === "none" ? "" : sign("sha256", Buffer.from(signed), key).toString("base64url");
  return `${signed}.${signature}`;
}
