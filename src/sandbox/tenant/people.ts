import { pretendLogins, pretendTenant } from "../credentials.ts";
import { createDice } from "./dice.ts";

/** Somebody who never was: addresses are from the ranges that are kept for documents. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly ip: string;
  readonly userAgent: string;
  /** How a login with the right password ends. */
  readonly login: "succeeds" | keyof typeof pretendLogins;
}

const givenNames =
  "Ada Alan Barbara Blaise Edsger Grace Hedy John Katherine Margaret Radia Tim".split(" ");
const familyNames = ["Pretend", "Makebelieve", "Notional"] as const;
const networks = ["203.0.113", "198.51.100", "192.0.2"] as const;
const browsers = [
  "Chrome 142.0.0 / Windows 10.0.0",
  "Mobile Safari 18.1.0 / iOS 18.1.0",
  "Firefox 144.0.0 / Ubuntu 0.0.0",
  "Chrome Mobile 142.0.0 / Android 15.0.0",
  "Safari 18.1.0 / Mac OS X 10.15.7",
] as const;

/** Everybody the pretend shop knows. */
export const people: readonly Person[] = [
  personOf(0, pretendTenant.syntheticLogin.username, "Pretend synthetic login"),
  personOf(1, pretendLogins.needsFactor, "Pretend Needs-Factor", "needsFactor"),
  personOf(2, pretendLogins.blocked, "Pretend Blocked", "blocked"),
  personOf(3, pretendLogins.leakedPassword, "Pretend Leaked-Password", "leakedPassword"),
  personOf(4, pretendLogins.deniedByAction, "Pretend Denied-By-Action", "deniedByAction"),
  ...familyNames.flatMap((family, row) =>
    givenNames.map((given, column) =>
      personOf(
        10 + row * givenNames.length + column,
        `${given}.${family}@example.com`.toLowerCase(),
        `${given} ${family}`,
      ),
    ),
  ),
];

/** Those who shop, in the story's logs. */
export const shoppers = people.slice(5) as readonly Person[] as readonly [Person, ...Person[]];

export const findPerson = (email: string): Person | undefined =>
  people.find((person) => person.email === email.toLowerCase());

function personOf(
  number: number,
  email: string,
  name: string,
  login: Person["login"] = "succeeds",
): Person {
  const dice = createDice(number);
  return {
    id: `auth0|${dice.hex(24)}`,
    email,
    name,
    ip: `${dice.pick(networks)}.${number + 20}`,
    userAgent: dice.pick(browsers),
    login,
  };
}

/** As the Management API shows a user. */
export function userOf(
  { id, email, name, ip, login }: Person,
  seenAt: Date,
): Readonly<Record<string, unknown>> {
  const [given = "", family = ""] = name.split(" ");
  return {
    user_id: id,
    email,
    email_verified: true,
    name,
    given_name: given,
    family_name: family,
    nickname: email.split("@")[0],
    picture: "https://example.com/pretend.png",
    created_at: "2025-03-02T10:11:12.000Z",
    updated_at: seenAt.toISOString(),
    last_login: seenAt.toISOString(),
    last_ip: ip,
    logins_count: 42,
    ...(login === "blocked" ? { blocked: true } : {}),
    identities: [
      {
        connection: pretendTenant.syntheticLogin.connection,
        provider: "auth0",
        user_id: id.replace("auth0|", ""),
        isSocial: false,
      },
    ],
    app_metadata: {},
    user_metadata: {},
  };
}
