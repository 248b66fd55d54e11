import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";

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
  | "public-key-as-secret"
  | "not-yet"
  | "endless"
  | "no-service"
  | "no-key-id"
  | "own-key-inside"
  | "next-key"
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
let made:
  | { readonly real: Key; readonly next: Key; readonly unendorsed: Key; readonly strange: Key }
  | undefined;
function keys() {
  made ??= {
    real: newKey("real", ["msteams"]),
    next: newKey("next", ["msteams"]),
    unendorsed: newKey("unendorsed", ["webchat"]),
    strange: newKey("real", []),
  };
  return made;
}

/** As the OpenID server publishes them: who may speak for which channel is said with the key. */
export function publishedKeys(rolledOver = false): readonly object[] {
  const { real, next, unendorsed } = keys();
  return [rolledOver ? next : real, unendorsed].map(({ kid, secret, endorsements }) => ({
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
  const { real, next, unendorsed, strange } = keys();
  const signers: Partial<Record<TokenKind, Key>> = {
    forged: strange,
    "own-key-inside": strange,
    "next-key": next,
    unendorsed,
  };
  const { kid, secret } = signers[kind] ?? real;
  const claims = { ...claimsOf(given), ...(lies[kind]?.(given) ?? {}) };
  return `Bearer ${jwt({ typ: "JWT", alg: "RS256", kid, ...heads(kind, secret) }, claims, secret)}`;
}

/** What is untrue in a token's head. */
function heads(kind: TokenKind, secret: KeyObject): Partial<Head> {
  if (kind === "unsigned") return { alg: "none" };
  if (kind === "public-key-as-secret") return { alg: "HS256" };
  if (kind === "unknown-key") return { kid: "unknown" };
  if (kind === "no-key-id") return { kid: undefined };
  if (kind !== "own-key-inside") return {};
  return { jwk: createPublicKey(secret).export({ format: "jwk" }) };
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
  "not-yet": ({ now }) => ({ nbf: Math.floor(now / 1000) + 900 }),
  endless: () => ({ exp: undefined }),
  "no-service": () => ({ serviceurl: undefined }),
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

interface Head {
  readonly typ: string;
  readonly alg: string;
  readonly kid: string | undefined;
  readonly jwk?: object;
}

function jwt(head: Head, claims: object, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part(head)}.${part(claims)}`;
  return `${signed}.${signatureOf(signed, head.alg, key)}`;
}

function signatureOf(signed: string, alg: string, key: KeyObject): string {
  if (alg === "none") return "";
  if (alg !== "HS256") return sign("sha256", Buffer.from(signed), key).toString("base64url");
  const known = createPublicKey(key).export({ type: "spki", format: "pem" });
  return createHmac("sha256", known).update(signed).digest("base64url");
}
