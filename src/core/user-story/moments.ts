import { HOUR, SECOND } from "../clock.ts";
import { causeOf } from "../log-cause.ts";
import type { LogEvent } from "../log-event.ts";
import { loginFailureTypes, loginSuccessTypes } from "../log-types/index.ts";
import { callOf, isCall, setsOf } from "./about.ts";

/** What an event is in a person's story. Machines' business and silent renewals are nothing in it. */
export type Part =
  | "login"
  | "failure"
  | "block"
  | "released"
  | "barred"
  | "unbarred"
  | "deleted"
  | "made"
  | "factor"
  | "password"
  | "reset"
  | "email"
  | "sent"
  | "unsent"
  | "change"
  | "session"
  | "other";

/** One event with its part in the story. */
export interface Moment {
  readonly event: LogEvent;
  readonly at: Date;
  readonly part: Part;
  /** Why it failed; empty for what did not. */
  readonly cause: string;
}

const parts: Readonly<Record<string, Part>> = {
  ...each(loginSuccessTypes, "login"),
  ...each(loginFailureTypes, "failure"),
  ...each(
    words("pwd_leak limit_mu limit_sul gd_auth_failed gd_auth_rejected gd_recovery_failed"),
    "failure",
  ),
  ...each(
    words("gd_otp_rate_limit_exceed gd_recovery_rate_limit_exceed feacft fdeac fdeaz"),
    "failure",
  ),
  ...each(
    words("gd_webauthn_challenge_failed passkey_challenge_failed ciba_exchange_failed"),
    "failure",
  ),
  limit_wc: "block",
  ublkdu: "released",
  sdu: "deleted",
  ss: "made",
  fs: "failure",
  ...each(
    words("gd_auth_succeed gd_enrollment_complete gd_unenroll gd_recovery_succeed"),
    "factor",
  ),
  ...each(
    words("gd_start_enroll_failed gd_webauthn_enrollment_failed gd_update_device_account"),
    "factor",
  ),
  scp: "password",
  ...each(words("scpr fcp fcpr reset_pwd_leak"), "reset"),
  ...each(words("sv sce fce"), "email"),
  ...each(words("cs cls svr gd_send_email gd_send_sms gd_send_voice gd_send_pn"), "sent"),
  ...each(
    words("fn wn fv fvr gd_send_sms_failure gd_send_voice_failure gd_send_pn_failure"),
    "unsent",
  ),
  gd_send_email_verification_failure: "unsent",
  ...each(words("fertft ferrt slo srrt universal_logout_succeeded"), "session"),
  ...each(words("scu scpn organization_member_added si fi"), "change"),
};

function each(types: readonly string[], part: Part): Readonly<Record<string, Part>> {
  return Object.fromEntries(types.map((type) => [type, part]));
}

function words(written: string): readonly string[] {
  return written.split(" ");
}

/** Types that say nothing of how a person fares: renewals in the background, and the last step of a login told already. */
export const noise: readonly string[] = [
  ...["ssa", "fsa", "sdelsa", "fdelsa", "seacft", "sertft", "pla", "scv", "mgmt_api_read"],
  ...["seccft", "feccft", "depnote", "fco"],
];

const noisy = new Set(noise);

const partOf = (event: LogEvent): Part =>
  isCall(event) ? partOfCall(event) : (partOfType.get(event.type) ?? "other");

const partOfType: ReadonlyMap<string, Part> = new Map(Object.entries(parts));

/** What a call of the Management API does to a user; the first that fits. */
const calls: readonly (readonly [
  method: string,
  path: RegExp,
  Part,
  sets?: string,
  to?: boolean,
])[] = [
  ["delete", /\/user-blocks/u, "released"],
  ["delete", /\/users\/[^/]+\/?$/u, "deleted"],
  ["post", /\/users\/?$/u, "made"],
  ["patch", /\/users\/[^/]+\/?$/u, "barred", "blocked", true],
  ["patch", /\/users\/[^/]+\/?$/u, "password", "password"],
  ["patch", /\/users\/[^/]+\/?$/u, "unbarred", "blocked", false],
];

function partOfCall({ type, details }: LogEvent): Part {
  if (type !== "sapi") return "other";
  const asked = callOf(details);
  const found = calls.find(([method, path, , field, to]) => {
    if (method !== asked.method || !path.test(asked.path)) return false;
    const value = field === undefined ? to : setsOf(details, field);
    return to === undefined ? field === undefined || value !== undefined : value === to;
  });
  return found?.[2] ?? "change";
}

/** A failure is told twice by some flows: by the login page, and by the token endpoint a moment later. */
const twiceWithin = 5 * SECOND;
const secondTold = new Set(["fepft", "f", "fcoa", "feacft"]);
const vague = new Set(["credentials-refused", "access-denied", "no-reason"]);

/** A person's events, oldest first, each with its part; noise and what is told twice are left out. */
export function momentsOf(events: readonly LogEvent[]): readonly Moment[] {
  const moments: Moment[] = [];
  for (const event of events) {
    if (noisy.has(event.type)) continue;
    const moment = momentOf(event);
    const last = moments.at(-1);
    if (!(last && isEcho(moment, last))) moments.push(moment);
  }
  return moments;
}

function momentOf(event: LogEvent): Moment {
  const cause = causeOf(event);
  // One type tells of mail that did not go out, and of a link in it that did not work.
  const part = event.type === "fv" && cause === "expired-link" ? "email" : partOf(event);
  return { event, at: event.at, part, cause };
}

function isEcho({ event, at, cause }: Moment, last: Moment): boolean {
  return (
    secondTold.has(event.type) &&
    (last.part === "failure" || last.part === "block") &&
    last.event.type !== event.type &&
    at.getTime() - last.at.getTime() <= twiceWithin &&
    (vague.has(cause) || cause === last.cause)
  );
}

/** So long before a block its failures are looked for. */
export const beforeBlock = 24 * HOUR;
