import type { Outcome } from "./outcomes.ts";

/** Auth0's words for what went wrong, as its answers carry them in `error`. */
const byError: ReadonlyMap<string, Outcome> = new Map([
  ["invalid_grant", "wrong-password"],
  ["invalid_user_password", "wrong-password"],
  ["too_many_attempts", "too-many-attempts"],
  ["too_many_logins", "too-many-logins"],
  ["too_many_requests", "rate-limited"],
  ["rate_limit_exceeded", "rate-limited"],
  ["password_leaked", "password-leaked"],
  ["mfa_required", "mfa-required"],
  ["mfa_enrollment_required", "mfa-required"],
  ["unsupported_challenge_type", "mfa-required"],
  ["access_denied", "denied"],
  ["unauthorized", "user-blocked"],
  ["blocked_user", "user-blocked"],
  ["unauthorized_client", "grant-not-enabled"],
  ["invalid_client", "unknown-client"],
  ["requires_verification", "verification-required"],
  ["requires_validation", "verification-required"],
  ["invalid_request", "connection-off"],
  ["invalid_connection", "connection-off"],
  ["invalid_scope", "scope-refused"],
  ["invalid_target", "scope-refused"],
  ["unsupported_grant_type", "unsupported-grant"],
  ["unsupported_response_type", "unsupported-grant"],
  ["endpoint_disabled", "no-endpoint"],
  ["temporarily_unavailable", "auth0-error"],
  ["server_error", "auth0-error"],
]);

/** How a refused login is to be understood: by the answer's own word where it has one, else by its status. */
export function outcomeOf(status: number, error: string | undefined, isPage: boolean): Outcome {
  // What an Action or a policy denies comes with 403; with 401 it is mostly the application that is not believed.
  if (error === "access_denied" && status === 401) return "client-refused";
  const known = error === undefined ? undefined : byError.get(error);
  if (known) return known;
  if (status >= 500) return "auth0-error";
  if (status === 429) return "rate-limited";
  if (error !== undefined && status >= 400) return byNewWord(status);
  return isPage ? "not-understood" : (byStatus.get(status) ?? "not-understood");
}

/** A database of one's own says with a word of its own that a password is wrong. */
const byNewWord = (status: number): Outcome =>
  status === 401 || status === 403 ? "unknown-refusal" : "unknown-error";

/** What is neither JSON nor a web page. */
const byStatus: ReadonlyMap<number, Outcome> = new Map([
  [401, "refused"],
  [403, "refused"],
  [404, "no-endpoint"],
]);
