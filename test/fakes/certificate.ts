import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A self-signed certificate and its key, in PEM form: made anew, so that no key lies about. */
export interface MadeCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

export function makeCertificate({
  from = new Date(Date.now() - 86_400_000),
  until = new Date(Date.now() + 365 * 86_400_000),
  bits = 2048,
}: {
  readonly from?: Date;
  readonly until?: Date;
  readonly bits?: number;
} = {}): MadeCertificate {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: bits });
  const der = certificateOf(privateKey, from, until);
  const lines = der.toString("base64").replace(/.{64}/gu, "$&\n");
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    privateKey: String(privateKey.export({ type: "pkcs8", format: "pem" })),
  };
}

/** X.509 as far as it goes here: a name, a time, a key, signed by itself. */
function certificateOf(key: KeyObject, from: Date, until: Date): Buffer {
  const name = sequence(set(sequence(Buffer.from("0603550403", "hex"), tagged(0x0c, "watchpost"))));
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))), // Version 3.
    tagged(0x02, Buffer.from([1])),
    sha256WithRsa,
    name,
    sequence(time(from), time(until)),
    name,
    createPublicKey(key).export({ type: "spki", format: "der" }),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign("sha256", body, key)]);
  return sequence(body, sha256WithRsa, tagged(0x03, signature));
}

const sha256WithRsa = Buffer.from("300d06092a864886f70d01010b0500", "hex");
export const sequence = (...parts: readonly Buffer[]) => tagged(0x30, Buffer.concat(parts));
export const set = (...parts: readonly Buffer[]) => tagged(0x31, Buffer.concat(parts));
export const time = (at: Date) =>
  tagged(0x17, `${at.toISOString().slice(2, 19).replace(/[-:T]/gu, "")}Z`);

export function tagged(tag: number, content: Buffer | string): Buffer {
  const inside = Buffer.from(content);
  return Buffer.concat([Buffer.from([tag]), lengthOf(inside.length), inside]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = Buffer.from(length.toString(16).padStart(length > 0xff ? 4 : 2, "0"), "hex");
  return Buffer.concat([Buffer.from([0x80 + bytes.length]), bytes]);
}
