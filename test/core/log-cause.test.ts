import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sayKind } from "../../src/core/failure-words.ts";
import { causeOf } from "../../src/core/log-cause.ts";
import {
  certain,
  exactCodes,
  usual,
  vagueCodes,
  wordingsOf,
} from "../../src/core/log-cause-rules.ts";
import { logCauses, sayCause } from "../../src/core/log-causes/index.ts";
import { logTypes } from "../../src/core/log-types/index.ts";
import { logEvent } from "../fakes/log-event.ts";
import { anyWords } from "../properties/words.ts";

const at = new Date("2026-11-22T12:00:00Z");
const cause = (type: string, description?: string, details?: unknown) =>
  causeOf(
    logEvent(at, {
      type,
      ...(description && { description }),
      ...(details !== undefined && { details }),
    }),
  );
const error = (more: object) => ({ error: more });

/** What Auth0 writes, and why that is. */
const known: readonly (readonly [string, string, string | undefined, unknown?])[] = [
  ["wrong-password", "fp", "Wrong email or password.", error({ reason: "invalid password" })],
  ["wrong-password", "fp", undefined],
  ["wrong-code", "fp", "Wrong email or verification code."],
  ["unknown-user", "fu", "Wrong email or password."],
  [
    "blocked-by-attempts",
    "limit_wc",
    "User (ada@acme.example) attempted 10 consecutive logins unsuccessfully.",
  ],
  [
    "blocked-by-attempts",
    "fepft",
    "Your account has been blocked after multiple consecutive login attempts.",
    error({ oauthError: "too_many_attempts" }),
  ],
  [
    "blocked-by-admin",
    "f",
    "user is blocked",
    error({ message: "user is blocked", type: "unauthorized", oauthError: "unauthorized" }),
  ],
  [
    "credentials-refused",
    "f",
    "Invalid user credentials or user is blocked.",
    error({ oauthError: "access_denied" }),
  ],
  [
    "credentials-refused",
    "fepft",
    "Wrong email or password.",
    error({ oauthError: "invalid_grant" }),
  ],
  [
    "email-unverified",
    "f",
    "Please verify your email before logging in.",
    error({ type: "unauthorized" }),
  ],
  [
    "denied-by-action",
    "f",
    "Access denied by action: country not allowed",
    error({ oauthError: "access_denied" }),
  ],
  ["access-denied", "f", "Come back tomorrow", error({ oauthError: "access_denied" })],
  [
    "connection-missing",
    "f",
    "The connection was not found",
    error({ type: "invalid_connection" }),
  ],
  [
    "connection-failed",
    "f",
    "failed to obtain access token",
    error({ oauthError: "server_error" }),
  ],
  [
    "idp-initiated-off",
    "f",
    "IdP-Initiated login is not enabled for connection",
    error({ oauthError: "access_denied" }),
  ],
  [
    "provider-certificate",
    "f",
    "The SAML response assertion signature is not valid",
    error({ oauthError: "access_denied" }),
  ],
  [
    "assertion-refused",
    "f",
    "Audience is invalid. Configured: urn:a",
    error({ oauthError: "access_denied" }),
  ],
  ["callback-mismatch", "f", "Callback URL mismatch.", error({ type: "callback-url-mismatch" })],
  [
    "invalid-request",
    "f",
    "Missing required parameter: code_challenge",
    error({ oauthError: "invalid_request" }),
  ],
  ["not-a-member", "f", "user auth0|1 is not part of the org_abc organization"],
  ["organization-missing", "f", "parameter organization is required for this client"],
  [
    "breached-password",
    "pwd_leak",
    "Someone behind the IP address attempted to login with a leaked password",
  ],
  [
    "breached-password",
    "fepft",
    "This login has been blocked because your password has been leaked in another website.",
    error({ oauthError: "password_leaked" }),
  ],
  [
    "mfa-required",
    "fepft",
    "Multifactor authentication required",
    error({ oauthError: "mfa_required" }),
  ],
  [
    "mfa-required",
    "fsa",
    "Multifactor authentication required",
    error({ oauthError: "mfa_required" }),
  ],
  ["mfa-failed", "gd_auth_failed", "Guardian - Second factor authentication failed (fail)"],
  ["mfa-failed", "feotpft", "Invalid otp_code.", error({ oauthError: "invalid_grant" })],
  ["mfa-rejected", "gd_auth_rejected", undefined],
  ["too-many-codes", "gd_otp_rate_limit_exceed", undefined],
  [
    "login-required",
    "fsa",
    "Login required",
    error({ message: "Login required", oauthError: "login_required", type: "oauth-authorization" }),
  ],
  ["consent-required", "fsa", "Consent required", error({ oauthError: "consent_required" })],
  [
    "expired-or-used-code",
    "feacft",
    "Invalid authorization code",
    error({ type: "invalid_grant" }),
  ],
  ["bad-verifier", "feacft", "Failed to verify code verifier"],
  ["bad-client-credentials", "feacft", "Unauthorized", error({ type: "access_denied" })],
  ["bad-client-credentials", "feccft", "Client authentication failed"],
  ["bad-client-credentials", "feccft", undefined, { client_authentoication_error: "wrong" }],
  ["api-not-allowed", "feccft", 'Client is not authorized to access "https://api.acme.example".'],
  ["api-not-allowed", "feccft", "Service not enabled within domain"],
  [
    "grant-not-allowed",
    "fepft",
    "Grant type 'password' not allowed for the client.",
    error({ oauthError: "unauthorized_client" }),
  ],
  ["refresh-reused", "ferrt", "Unsuccessful Refresh Token exchange, reused refresh token detected"],
  ["refresh-expired", "fertft", "Refresh token is expired due to inactivity"],
  ["refresh-unknown", "fertft", "Unknown or invalid refresh token."],
  ["already-exists", "fs", "The user already exists."],
  ["weak-password", "fs", "Password is too weak"],
  ["weak-password", "fcp", "Password failed", error({ name: "PasswordStrengthError" })],
  ["reused-password", "fcp", "Password has previously been used"],
  ["signup-disabled", "fs", "Sign ups are disabled for this connection"],
  ["expired-link", "fcp", "The password change link has expired"],
  ["expired-link", "fv", undefined, { title: "Access expired." }],
  [
    "mail-refused",
    "fn",
    "To: ada@acme.example",
    { error: "the domain is blacklisted", to: "ada@acme.example" },
  ],
  ["mail-timeout", "fn", "To: ada@acme.example", { error: "connect ETIMEDOUT 203.0.113.9:587" }],
  [
    "mail-credentials",
    "fn",
    "To: ada@acme.example",
    { error: "Invalid login: 535 Authentication failed" },
  ],
  ["mail-address", "fn", "To: bounce@acme.example", { error: "550 No such mailbox" }],
  ["mail-failed", "fn", "To: bounce@acme.example", { error: "Hm" }],
  ["sms-number", "gd_send_sms_failure", "The 'To' number is not a valid phone number"],
  ["sms-refused", "gd_send_sms_failure", undefined],
  [
    "action-error",
    "actions_execution_failed",
    undefined,
    { error_class: "action_error", action_name: "Enrich" },
  ],
  ["action-timeout", "actions_execution_failed", undefined, { error_class: "action_timeout" }],
  ["auth0-error", "actions_execution_failed", undefined, { error_class: "platform_error" }],
  ["rate-limited", "api_limit", "Global limit has been reached"],
  [
    "development-keys",
    "w",
    "You are using Auth0 development keys which are only intended for use in development",
  ],
  ["logout-mismatch", "flo", 'The "returnTo" querystring parameter is not defined as a valid URL'],
  ["cookies-blocked", "fcoa", "Unable to verify cross-origin login"],
  ["no-reason", "f", undefined],
];

describe("causeOf", () => {
  const cases = known.map(([expected, type, description, details]) => ({
    expected,
    type,
    description,
    details,
  }));
  it.each(cases)("says $expected of $type: $description", (given) => {
    const { expected, type, description, details } = given;
    expect(cause(type, description, details)).toBe(expected);
    expect(logCauses.has(expected)).toBe(true);
  });

  it("gives words without a name eight digits, the same whoever they speak of", () => {
    const one = cause("f", "Ticket 123 of ada@acme.example was lost at sea");
    expect(one).toMatch(/^~[0-9a-f]{8}$/u);
    expect(cause("f", "Ticket 77 of grace@acme.example was lost at sea")).toBe(one);
    expect(sayCause(one)).toContain(one);
  });

  it("takes new words of an exchange for something new, and none for what it mostly is", () => {
    expect(cause("feacft", "The key to sign with is stale")).toMatch(/^~/u);
    expect(cause("feacft")).toBe("expired-or-used-code");
    expect(cause("fp", "The key to sign with is stale")).toBe("wrong-password");
  });

  it("has a cause for every type that failed, whatever its words, and none for one that did not", () => {
    const said = known.map(([, , words]) => words ?? "");
    const words: fc.Arbitrary<string> = fc.oneof(anyWords(), fc.constantFrom(...said));
    const anything = fc.oneof(fc.anything(), fc.record({ error: fc.anything() }));
    fc.assert(
      fc.property(fc.constantFrom(...logTypes.values()), words, anything, (type, said, details) => {
        const given = cause(type.code, said, details);
        if (type.kind === "success" || type.kind === "notice") expect(given).toBe("");
        else expect(logCauses.has(given) || /^~[0-9a-f]{8}$/u.test(given)).toBe(true);
      }),
    );
    for (const { code, kind } of logTypes.values()) {
      expect(logCauses.has(cause(code))).toBe(kind === "failure" || kind === "warning");
    }
  });

  it.each(["constructor", "toString", "__proto__"])(
    "gives a type that is called %s a word, as any that it does not know",
    (type) => {
      expect(cause(type)).toBe("unknown-kind");
    },
  );

  it("says of a type that it does not know that it does not, whatever stands in it", () => {
    const kind = { type: "fapi", cause: cause("fapi", "Failed API operation of ada") };
    expect(sayCause(kind.cause)).toBe("unknown kind of event");
    expect(sayKind(kind)).toBe("Unknown kind of event: fapi");
    expect(sayKind({ type: "gd_send_push", cause: "~1234abcd" })).toBe(
      "Unknown kind of event: gd_send_push",
    );
    expect(sayKind({ type: "mail ada@acme.example", cause: "" })).toBe("Unknown kind of event");
  });

  it("speaks of causes that are in the table alone, each with words for the help desk", () => {
    const named = [
      ...[certain, usual, exactCodes, vagueCodes].flatMap((table) => Object.values(table)),
      ...[...logTypes.keys()].flatMap(wordingsOf).flatMap((all) => all.map(([, code]) => code)),
      "no-reason",
      "unknown-kind",
    ];
    expect([...logCauses.keys()].sort()).toEqual([...new Set(named)].sort());
    for (const { code, phrase, means, advice } of logCauses.values()) {
      expect(code).toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u);
      expect(phrase).not.toMatch(/[.:]$/u);
      expect(`${means} ${advice}`).toMatch(/^[A-Z].*\.$/u);
    }
  });
});
