import { createHash, generateKeyPair, type KeyObject, sign, verify } from "node:crypto";
import { promisify } from "node:util";

export type Claims = Readonly<Record<string, unknown>>;

/** The tenant's signing key. It lives as long as the sandbox's process. */
export interface Signer {
  /** What `/.well-known/jwks.json` shows. */
  readonly jwks: { readonly keys: readonly object[] };
  /** A JWT, signed with RS256. */
  issue(claims: Claims): string;
  /** The claims of a token that this key signed; whether it is still good is not asked. */
  read(token: string): Claims | undefined;
}

export async function createSigner(): Promise<Signer> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
  });
  const jwk = publicKey.export({ format: "jwk" });
  // A new key has a new id, so that whoever kept the old ones asks again.
  const kid = createHash("sha256").update(String(jwk.n)).digest("base64url").slice(0, 21);
  return {
    jwks: { keys: [{ ...jwk, use: "sig", alg: "RS256", kid }] },
    issue(claims) {
      const content = `${encode({ alg: "RS256", typ: "JWT", kid })}.${encode(claims)}`;
      const signature = sign("RSA-SHA256", Buffer.from(content), privateKey);
      return `${content}.${signature.toString("base64url")}`;
    },
    read: (token) => readToken(token, publicKey),
  };
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function readToken(token: string, key: KeyObject): Claims | undefined {
  const [header = "", payload = "", signature = "", ...more] = token.split(".");
  if (more.length > 0) return undefined;
  const content = Buffer.from(`${header}.${payload}`);
  if (!verify("RSA-SHA256", content, key, Buffer.from(signature, "base64url"))) return undefined;
  // Only this key's owner can have written it, so it is JSON.
  return JSON.parse(Buffer.from(payload, "base64url").toString()) as Claims;
}
