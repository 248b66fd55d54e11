import {
  createHash,
  createPrivateKey,
  type KeyObject,
  randomUUID,
  X509Certificate,
} from "node:crypto";
import { SignJWT } from "jose";
import { SettingsError } from "../../src/core/errors.ts";
import { readPlainFile } from "../../src/core/plain-file.ts";
import type { Secret } from "../../src/core/secret.ts";

/** The certificate that the app proves itself with, and its key. */
export interface AppCertificate {
  /** As Entra ID knows it: computed, so that nobody can name the wrong one. */
  readonly thumbprint: string;
  readonly expires: Date;
  readonly key: KeyObject;
}

/** Reads it anew each time: whoever renews certificates replaces the file. @throws SettingsError that repeats nothing of what was given. */
export function readCertificate(given: {
  readonly certificate?: Secret | undefined;
  readonly privateKey?: Secret | undefined;
}): AppCertificate {
  const certificate = parsed(
    "certificate",
    given.certificate?.reveal(),
    (pem) => new X509Certificate(pem),
  );
  const key = parsed("privateKey", given.privateKey?.reveal(), createPrivateKey);
  if (key.asymmetricKeyType !== "rsa" || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
    throw wrong("privateKey: is no RSA key of 2048 bits or more; Entra ID takes no other");
  }
  if (!certificate.checkPrivateKey(key)) {
    throw wrong(
      "privateKey: does not belong to teams.certificate; give the two that were made together",
    );
  }
  const thumbprint = createHash("sha256").update(certificate.raw).digest("base64url");
  return { thumbprint, expires: new Date(certificate.validTo), key };
}

type Setting = "certificate" | "privateKey";

const forms: Readonly<Record<Setting, string>> = {
  certificate: "a certificate in PEM form (-----BEGIN CERTIFICATE-----)",
  privateKey: "a private key in PEM form without a passphrase (-----BEGIN PRIVATE KEY-----)",
};

function parsed<Value>(
  setting: Setting,
  given: string | undefined,
  parse: (pem: string) => Value,
): Value {
  const pem = pemOf(setting, given ?? "");
  try {
    return parse(pem);
  } catch {
    // What the parser says might quote the key.
    throw wrong(`${setting}: is not ${forms[setting]}`);
  }
}

/** Far more than a key and its certificates take. */
const mostBytes = 64 * 1024;

function pemOf(setting: Setting, given: string): string {
  // In a variable the lines of a PEM are often written with \n between them.
  if (given.includes("-----BEGIN")) return given.replaceAll("\\n", "\n");
  const text = readPlainFile(given.trim(), mostBytes);
  if (typeof text === "string") return text;
  throw wrong(`${setting}: is neither ${forms[setting]} nor a file that can be read`);
}

const wrong = (problem: string): SettingsError =>
  new SettingsError("The Teams section", [`teams.${problem}`]);

const lifeSeconds = 300;

/** The app's word for itself, good for one request of a token. */
export function assertionOf(
  { key, thumbprint }: AppCertificate,
  {
    appId,
    audience,
    now,
  }: { readonly appId: string; readonly audience: string; readonly now: Date },
): Promise<string> {
  const at = Math.floor(now.getTime() / 1000);
  return new SignJWT({})
    .setProtectedHeader({ alg: "PS256", typ: "JWT", "x5t#S256": thumbprint })
    .setIssuer(appId)
    .setSubject(appId)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt(at)
    .setNotBefore(at)
    .setExpirationTime(at + lifeSeconds)
    .sign(key);
}
