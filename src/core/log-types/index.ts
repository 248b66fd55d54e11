import { factorTypes } from "./factors.ts";
import type { LogKind, LogTopic, LogType } from "./log-type.ts";
import { loginTypes } from "./logins.ts";
import { peopleTypes } from "./people.ts";
import { protectionTypes } from "./protection.ts";
import { provisioningTypes } from "./provisioning.ts";
import { sessionTypes } from "./sessions.ts";
import { tenantTypes } from "./tenant.ts";
import { tokenTypes } from "./tokens.ts";

export { type LogKind, type LogTopic, type LogType, logKinds, logTopics } from "./log-type.ts";

const all: readonly LogType[] = [
  ...loginTypes,
  ...sessionTypes,
  ...tokenTypes,
  ...factorTypes,
  ...protectionTypes,
  ...peopleTypes,
  ...provisioningTypes,
  ...tenantTypes,
];

/** Every code that Auth0 has told of, by code. Its own files do not name all; a tenant may send one that is not here. */
export const logTypes: ReadonlyMap<string, LogType> = new Map(all.map((type) => [type.code, type]));

/** Undefined for a code that is not in our table: nothing is known of it, not even whether it is a failure. */
export const logTypeOf = (code: string): LogType | undefined => logTypes.get(code);

/**
 * What stands in an archive's counts for types that are not in our table, beyond so many of them that a tenant has: whoever may
 * send events could make up millions. The events themselves are kept and found as any other.
 */
export const otherTypes = "other unknown";

/** Codes of this topic, or kind, or both. */
export function codesOf(wanted: { topic?: LogTopic; kind?: LogKind }): readonly string[] {
  return all
    .filter(({ topic }) => !wanted.topic || topic === wanted.topic)
    .filter(({ kind }) => !wanted.kind || kind === wanted.kind)
    .map(({ code }) => code);
}

/**
 * A person came in: on a login page, or by a grant in which an application hands over what the person gave.
 * The exchange of a code is left out: it is the same login's last step and would count it twice.
 */
export const loginSuccessTypes: readonly string[] = [
  ...["s", "scoa", "sens", "sdel"],
  ...["sepft", "seotpft", "seoobft", "sercft", "sepkoobft", "sepkotpft", "sepkrcft"],
];

/** A person wanted to come in and did not. What protection refused is in `protectionTypes`' own topic. */
export const loginFailureTypes: readonly string[] = [
  ...["f", "fp", "fu", "fc", "fcoa", "fens"],
  ...["fepft", "feotpft", "feoobft", "fercft", "fepotpft"],
];

const loginFailures = new Set(loginFailureTypes);
export const isLoginFailure = (code: string): boolean => loginFailures.has(code);

/** Somebody was held back, or soon will be, for asking too much. */
export const rateLimitTypes: readonly string[] = codesOf({ topic: "limit" });

/** A message that should have gone to a person did not. */
export const mailFailureTypes: readonly string[] = codesOf({ topic: "mail", kind: "failure" });
