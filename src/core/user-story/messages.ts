import { sayCause } from "../log-causes/index.ts";
import type { LogEvent } from "../log-event.ts";
import { logTypeOf } from "../log-types/index.ts";
import { at } from "./about.ts";
import type { Moment } from "./moments.ts";
import { lastOf, type Story } from "./story.ts";
import type { Teller } from "./verdict.ts";

/** What Auth0 calls its messages, in plain words. */
const kinds: Readonly<Record<string, string>> = {
  verify_email: "the mail to verify the address",
  verify_email_by_code: "the code to verify the address",
  reset_email: "the mail to reset the password",
  reset_email_by_code: "the code to reset the password",
  change_password: "the mail to reset the password",
  welcome_email: "the welcome mail",
  blocked_account: "the mail that the account is blocked",
  stolen_credentials: "the warning of a stolen password",
  enrollment_email: "the mail to set up a second factor",
  mfa_oob_code: "the code for the second factor",
  user_invitation: "the invitation",
  organization_invitation: "the invitation to an organization",
  passwordless_email: "the code to log in",
};

/** "the mail to reset the password" */
export function messageName(moment: Moment): string {
  const { event } = moment;
  const told = [at(event.details, "email_type"), at(event.details, "notification_type")];
  const kind = told.find(
    (one): one is string => typeof one === "string" && Object.hasOwn(kinds, one),
  );
  if (kind) return kinds[kind] ?? "a message";
  if (isWayIn(moment)) return "the code or link to log in";
  return byType[event.type] ?? logTypeOf(event.type)?.name.toLowerCase() ?? "a message";
}

/** Whether it is what somebody without a password comes in by. */
export function isWayIn({ event }: Moment): boolean {
  const kind = at(event.details, "email_type");
  if (kind === "passwordless_email") return true;
  const isOther = typeof kind === "string" && Object.hasOwn(kinds, kind);
  return event.type === "fn" && isByCode(event) && !isOther;
}

/** Auth0's own connections for logins without a password; they can have no other name. */
const isByCode = ({ connection }: LogEvent): boolean =>
  connection === "email" || connection === "sms";

const byType: Readonly<Record<string, string>> = {
  fv: "the mail to verify the address",
  fvr: "the mail to verify the address",
  svr: "the mail to verify the address",
  cs: "a code to log in",
  cls: "a code or link to log in",
  gd_send_sms: "a text message with a code",
  gd_send_sms_failure: "a text message with a code",
  gd_send_voice: "a call with a code",
  gd_send_voice_failure: "a call with a code",
  gd_send_pn: "a push message",
  gd_send_pn_failure: "a push message",
  gd_send_email: "a code for the second factor by mail",
  fn: "a message",
  wn: "a message",
};

/** What Auth0 calls second factors. */
const factors: Readonly<Record<string, string>> = {
  otp: "code of an app",
  totp: "code of an app",
  push: "push message",
  "push-notification": "push message",
  sms: "text message",
  phone: "phone",
  voice: "call",
  email: "mail",
  "webauthn-roaming": "security key",
  "webauthn-platform": "device's own unlock",
  "recovery-code": "recovery code",
};

/** "push message"; undefined where the event does not say, or says something new. */
export function factorName({ event: { details } }: Moment): string | undefined {
  const told = [at(details, "authenticator", "type"), at(details, "factor"), at(details, "method")];
  return told.flatMap((one) => (typeof one === "string" ? (factors[one] ?? []) : []))[0];
}

/** What stands in the way of a new password: how far it has come, and mail that did not go out. */
export function mindOf(
  story: Pick<Story, "moments">,
  tell: Teller,
  about: "password" | "mail",
): { readonly mind?: string } {
  const reset = about === "password" ? sayReset(story, tell) : "";
  const mind = [reset, sayMailTrouble(story, tell)].filter(Boolean).join(" ");
  return mind === "" ? {} : { mind };
}

/** How far a new password has come, where none was set since it was asked for. */
function sayReset(story: Pick<Story, "moments">, tell: Teller): string {
  const last = lastOf(story, ["reset", "password"]);
  if (last?.part !== "reset") return "";
  if (last.cause === "") {
    return `A new password was asked for ${tell.ago(last.at)}, and none has been set yet.`;
  }
  return `Their try to set a new password failed ${tell.ago(last.at)}: ${sayCause(last.cause)}.`;
}

/** The newest message that did not go out, if none has gone out since: it is why Forgot password does not help. */
function sayMailTrouble(story: Pick<Story, "moments">, tell: Teller): string {
  const failed = lastOf(story, ["unsent"]);
  if (!failed || lastOf(story, ["sent"], ({ at: sent }) => sent > failed.at)) return "";
  const name = messageName(failed);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} did not reach them ${tell.ago(failed.at)}: ${sayCause(failed.cause) || "for no reason given"}.`;
}
