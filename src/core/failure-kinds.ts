import { codesOf, isLoginFailure, type LogTopic, logTypeOf } from "./log-types/index.ts";

/** Every code that tells of a failure. */
export const failureTypes: readonly string[] = codesOf({ kind: "failure" });

/** A type with a cause, as the archive counts them. */
export interface FailureKind {
  readonly type: string;
  readonly cause: string;
}

/** Failures that are one matter for whoever is on call, in the plural. What matters most first. */
const families = {
  logins: "Failed logins",
  beginnings: "Logins that could not begin",
  mfa: "Failed second factors",
  token: "Refused tokens",
  limit: "Rate limits hit",
  extension: "Failed Actions and hooks",
  mail: "Mails not sent",
  protection: "Blocks by attack protection",
  signup: "Failed sign-ups",
  system: "Failures of the tenant itself",
  provisioning: "Failures of provisioning",
  user: "Failed account changes",
  logout: "Failed logouts",
  others: "Other failures",
  silent: "Failed silent logins",
} as const;
export type Family = keyof typeof families;

/** In the order of how much they matter. */
export const familyNames = Object.keys(families) as readonly Family[];

export const sayFamily = (family: Family): string => families[family];

const familyOfTopic: Readonly<Partial<Record<LogTopic, Family>>> = {
  login: "beginnings",
  mfa: "mfa",
  token: "token",
  limit: "limit",
  extension: "extension",
  mail: "mail",
  protection: "protection",
  signup: "signup",
  system: "system",
  keys: "system",
  provisioning: "provisioning",
  user: "user",
  organization: "user",
  logout: "logout",
  silent: "silent",
};

export function familyOf(type: string): Family {
  if (isLoginFailure(type)) return "logins";
  const topic = logTypeOf(type)?.topic;
  return (topic && familyOfTopic[topic]) ?? "others";
}
