import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { type MadeCertificate, sequence, set, tagged, time } from "./certificate.ts";

/** A company's own authority, made anew: nobody trusts it who is not told to. */
export interface Authority {
  /** In PEM form. */
  readonly certificate: string;
  /** A certificate for these hosts, and its key. */
  issue(hosts: readonly string[]): MadeCertificate;
}

export function createAuthority(): Authority {
  const name = nameOf("A company's own authority");
  const { privateKey: key } = newKey();
  const authority = { name, key };
  return {
    certificate: certify({ name, key }, authority, extension("551d13", true, sequence(yes))),
    issue(hosts) {
      const { privateKey } = newKey();
      const named = hosts.map((host) => tagged(0x82, host));
      const certificate = certify(
        { name: nameOf(hosts[0] ?? ""), key: privateKey },
        authority,
        extension("551d11", false, sequence(...named)),
      );
      return {
        certificate,
        privateKey: String(privateKey.export({ type: "pkcs8", format: "pem" })),
      };
    },
  };
}

interface Party {
  readonly name: Buffer;
  readonly key: KeyObject;
}

const newKey = () => generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const nameOf = (words: string) =>
  sequence(set(sequence(Buffer.from("0603550403", "hex"), tagged(0x0c, words))));
const yes = Buffer.from("0101ff", "hex");
const ecdsaWithSha256 = Buffer.from("300a06082a8648ce3d040302", "hex");
const day = 86_400_000;
let serial = 1;

const extension = (id: string, critical: boolean, value: Buffer) =>
  sequence(tagged(0x06, Buffer.from(id, "hex")), ...(critical ? [yes] : []), tagged(0x04, value));

function certify(subject: Party, issuer: Party, extended: Buffer): string {
  serial += 1;
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))), // Version 3.
    tagged(0x02, Buffer.from([serial])),
    ecdsaWithSha256,
    issuer.name,
    sequence(time(new Date(Date.now() - day)), time(new Date(Date.now() + day))),
    subject.name,
    createPublicKey(subject.key).export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(extended)),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign("sha256", body, issuer.key)]);
  const der = sequence(body, ecdsaWithSha256, tagged(0x03, signature));
  const lines = der.toString("base64").replace(/.{64}(?=.)/gu, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
