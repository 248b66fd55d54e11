import {
  accountWordings,
  clientWordings,
  commonWordings,
  factorWordings,
  loginWordings,
  mailWordings,
  phoneWordings,
  tokenWordings,
  type Wordings,
} from "./log-cause-words.ts";
import { logTypeOf } from "./log-types/index.ts";

type Table = Readonly<Record<string, string>>;

const each = (types: string, cause: string): Table =>
  Object.fromEntries(types.split(" ").map((type) => [type, cause]));

/** The type alone says why. */
export const certain: Table = {
  fu: "unknown-user",
  fco: "origin-not-allowed",
  fdecc: "cancelled",
  limit_wc: "blocked-by-attempts",
  limit_mu: "address-blocked",
  limit_sul: "too-many-logins",
  gd_auth_rejected: "mfa-rejected",
  too_many_records: "mfa-setup-failed",
  depnote: "deprecated",
  api_limit_warning: "rate-limit-near",
  ...each("pwd_leak signup_pwd_leak reset_pwd_leak", "breached-password"),
  ...each("api_limit limit_delegation limit_phone", "rate-limited"),
  ...each("gd_otp_rate_limit_exceed gd_recovery_rate_limit_exceed", "too-many-codes"),
  ...each(
    "oidc_backchannel_logout_failed universal_logout_failed federated_logout_failed",
    "logout-not-passed-on",
  ),
};

/** What it mostly is, where neither a code nor words say. */
export const usual: Table = {
  fp: "wrong-password",
  fens: "token-refused",
  fepotpft: "wrong-code",
  feccft: "bad-client-credentials",
  ferrt: "refresh-reused",
  fertft: "refresh-unknown",
  fv: "mail-failed",
  feacft: "expired-or-used-code",
  fdeac: "wrong-code",
  flo: "logout-mismatch",
  fpar: "invalid-request",
  fi: "expired-link",
  rich_consents_access_error: "lost-state",
  fd: "token-refused",
  fui: "import-failed",
  ss_sso_failure: "self-service-failed",
  kms_key_management_failure: "keys-failed",
  custom_domain_verification_failed: "domain-unverified",
  fn: "mail-failed",
  fvr: "mail-failed",
  wn: "message-warning",
  gd_send_pn_failure: "push-refused",
  gd_send_email_verification_failure: "mail-failed",
  gd_start_enroll_failed: "mfa-setup-failed",
  ...each(
    "passkey_challenge_failed gd_webauthn_challenge_failed gd_webauthn_enrollment_failed",
    "passkey-failed",
  ),
  ...each(
    "feotpft feoobft fercft gd_auth_failed gd_recovery_failed gd_auth_fail_email_verification",
    "mfa-failed",
  ),
  ...each("fede ciba_exchange_failed", "not-confirmed-yet"),
  ...each("fecte idjag_exchange_failed jwt_bearer_exchange_failed feta", "token-refused"),
  ...each("failed_on_behalf_of_token_exchange", "token-refused"),
  ...each("fscim directory_sync_failed", "directory-refused"),
  ...each("coff fc fcpro", "connector-offline"),
  ...each("actions_execution_failed fcph fpurh", "action-error"),
  ...each("flows_execution_failed forms_submission_failed", "flow-error"),
  ...each("gd_send_sms_failure gd_send_voice_failure", "sms-refused"),
};

/** Of these, words that say something new count more than what it mostly is: a provider that fails would look like the person's slip. */
export const manifold: ReadonlySet<string> = new Set(
  "feacft fertft feccft ferrt fecte fens fd feta idjag_exchange_failed jwt_bearer_exchange_failed".split(
    " ",
  ),
);

/** Codes that leave no doubt, wherever in the details they stand. */
export const exactCodes: Table = {
  login_required: "login-required",
  consent_required: "consent-required",
  interaction_required: "interaction-needed",
  mfa_required: "mfa-required",
  mfa_registration_required: "mfa-required",
  mfa_invalid_code: "mfa-failed",
  too_many_attempts: "blocked-by-attempts",
  too_many_logins: "too-many-logins",
  too_many_requests: "rate-limited",
  rate_limited: "rate-limited",
  slow_down: "rate-limited",
  password_leaked: "breached-password",
  requires_verification: "bot-suspected",
  requires_validation: "bot-suspected",
  unauthorized_client: "grant-not-allowed",
  unsupported_grant_type: "grant-not-allowed",
  invalid_client: "bad-client-credentials",
  invalid_scope: "insufficient-scope",
  insufficient_scope: "insufficient-scope",
  endpoint_disabled: "legacy-off",
  temporarily_unavailable: "auth0-error",
  platform_error: "auth0-error",
  action_error: "action-error",
  action_timeout: "action-timeout",
  authorization_pending: "not-confirmed-yet",
  expired_token: "wrong-code",
  "callback-url-mismatch": "callback-mismatch",
  invalid_connection: "connection-missing",
  user_exists: "already-exists",
  username_exists: "already-exists",
  email_not_verified: "email-unverified",
  PasswordStrengthError: "weak-password",
  PasswordDictionaryError: "weak-password",
  PasswordNoUserInfoError: "weak-password",
  PasswordHistoryError: "reused-password",
  password_strength_error: "weak-password",
  password_dictionary_error: "weak-password",
  password_no_user_info_error: "weak-password",
};

/** Codes that stand for many things: heard once the words have said nothing. */
export const vagueCodes: Table = {
  invalid_user_password: "credentials-refused",
  access_denied: "access-denied",
  unauthorized: "access-denied",
  invalid_request: "invalid-request",
  server_error: "auth0-error",
  internal_error: "auth0-error",
};

const mail: readonly Wordings[] = [mailWordings, commonWordings];
const phone: readonly Wordings[] = [phoneWordings, commonWordings];
const token: readonly Wordings[] = [tokenWordings, clientWordings, loginWordings, commonWordings];
const factor: readonly Wordings[] = [factorWordings, commonWordings];
const login: readonly Wordings[] = [loginWordings, tokenWordings, accountWordings, commonWordings];
const account: readonly Wordings[] = [accountWordings, loginWordings, commonWordings];
const password: readonly Wordings[] = [loginWordings.slice(0, 2)];

/** Whose words are to be held against an event's, by what it is about: "signature" is nothing that a mail fails by. */
export function wordingsOf(type: string): readonly Wordings[] {
  const known = logTypeOf(type);
  if (!known) return [];
  return byType[type] ?? byTopic[known.topic] ?? [commonWordings];
}

const byType: Readonly<Partial<Record<string, readonly Wordings[]>>> = {
  fp: password,
  fv: [accountWordings, ...mail],
  gd_send_sms_failure: phone,
  gd_send_voice_failure: phone,
  feotpft: factor,
  feoobft: factor,
  fercft: factor,
};

const byTopic: Readonly<Partial<Record<string, readonly Wordings[]>>> = {
  login,
  silent: login,
  signup: account,
  user: account,
  organization: account,
  logout: account,
  token,
  mfa: factor,
  mail,
};
