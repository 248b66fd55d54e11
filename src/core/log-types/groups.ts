import { codesOf, loginFailureTypes, logTypes, rateLimitTypes } from "./index.ts";
import { type LogKind, type LogTopic, logKinds, logTopics } from "./log-type.ts";

/** A word for many types at once. */
export interface LogGroup {
  readonly word: string;
  /** Other spellings of it. */
  readonly also: readonly string[];
  readonly about: string;
  readonly codes: readonly string[];
}

const plurals: Readonly<Record<LogKind, string>> = {
  success: "successes",
  failure: "failures",
  warning: "warnings",
  notice: "notices",
};

/** Those that a name of their own stands for, because that is how people ask. */
export const namedGroups: readonly LogGroup[] = [
  group("failures", "everything that failed", codesOf({ kind: "failure" }), "errors", "error"),
  group("warnings", "it went on, but somebody should look", codesOf({ kind: "warning" })),
  group("successes", "what went well", codesOf({ kind: "success" })),
  group("notices", "what is only told", codesOf({ kind: "notice" })),
  group(
    "failed-logins",
    "somebody wanted to come in and did not",
    loginFailureTypes,
    "login-failures",
  ),
  group("ratelimits", "somebody asked too much, or soon will", rateLimitTypes, "rate-limits"),
  group("mail", "mails and codes that were sent or failed", codesOf({ topic: "mail" })),
  group("mfa", "second factors", codesOf({ topic: "mfa" })),
  group(
    "admin",
    "what administrators and programs did through the Management API",
    [
      ...codesOf({ topic: "management" }),
      ...["kms_key_management_success", "kms_key_management_failure"],
      ...["gd_tenant_update", "admin_update_launch"],
    ],
    "admins",
  ),
  group(
    "attack",
    "what attack protection stopped or noticed",
    [
      ...["limit_wc", "limit_mu", "limit_sul", "pwd_leak", "signup_pwd_leak", "reset_pwd_leak"],
      ...["gd_otp_rate_limit_exceed", "gd_recovery_rate_limit_exceed", "acls_summary", "pla"],
    ],
    "attacks",
  ),
  group(
    "blocks",
    "people and addresses that were blocked or let in again",
    ["limit_wc", "limit_mu", "limit_sul", "ublkdu"],
    "blocked",
  ),
  group(
    "deprecations",
    "features in use that are going away",
    codesOf({ topic: "deprecation" }),
    "deprecated",
  ),
];

function group(
  word: string,
  about: string,
  codes: readonly string[],
  ...also: readonly string[]
): LogGroup {
  return { word, also: [singular(word), ...also].filter((one) => one !== word), about, codes };
}

function singular(word: string): string {
  return word.endsWith("sses") ? word.slice(0, -2) : word.replace(/(?<=[a-z]{3})s$/u, "");
}

/** All words for many types: names of their own, topics, and a topic's kinds, like `login-failures`. */
export const typeGroups: ReadonlyMap<string, readonly string[]> = new Map([
  ...namedGroups.flatMap(({ word, also, codes }) =>
    [word, ...also].map((name): [string, readonly string[]] => [name, codes]),
  ),
  ...logTopics.flatMap((topic) => spelled(topic, codesOf({ topic }))),
  ...logTopics.flatMap((topic) => logKinds.flatMap((kind) => together(topic, kind))),
]);

function spelled(topic: string, codes: readonly string[]): [string, readonly string[]][] {
  return [
    [topic, codes],
    [topic.replace(/s?$/u, "s"), codes],
  ];
}

function together(topic: LogTopic, kind: LogKind): [string, readonly string[]][] {
  const codes = codesOf({ topic, kind });
  return codes.length > 0 ? [kind, plurals[kind]].map((word) => [`${topic}-${word}`, codes]) : [];
}

/** Every code of our table: what is none of them is of an unknown type. */
export const knownCodes: readonly string[] = [...logTypes.keys()];
