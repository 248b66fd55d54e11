import type { Dice } from "./dice.ts";
import {
  actionFailed,
  blocked,
  factor,
  leaked,
  limited,
  logout,
  mailFailed,
  outdated,
  signup,
  ticket,
  warning,
} from "./lesser-happenings.ts";
import { managementCall } from "./management-calls.ts";
import type { Make, Particulars, Scene } from "./scene.ts";

/** Each type with how many of a hundred events are of it, roughly. */
export const happenings: readonly (readonly [string, number, Make])[] = [
  ["s", 13.5, login],
  ["seacft", 15, exchange("Authorization Code for Access Token", "code")],
  ["ssa", 8.5, silent],
  ["fsa", 5, silentRefused],
  ["sertft", 11.5, exchange("Refresh Token for Access Token", "refresh_token")],
  ["seccft", 8, machineToken],
  ["fp", 4.6, wrongPassword("invalid password")],
  ["fu", 2, wrongPassword("user does not exist")],
  ["f", 2, refused],
  ["ss", 1.2, signup],
  ["fs", 0.25, signup],
  ["slo", 4.6, logout],
  ["sapi", 6.5, managementCall("write")],
  ["mgmt_api_read", 5.5, managementCall("read")],
  ["fapi", 0.7, managementCall("refused")],
  ["api_limit", 0.16, limited("Global limit has been reached for Management API")],
  ["api_limit_warning", 0.08, limited("80% of the limit has been reached for Management API")],
  ["limit_wc", 0.22, blocked],
  ["limit_mu", 0.03, blocked],
  ["pwd_leak", 0.06, leaked],
  ["fn", 0.05, mailFailed],
  ["depnote", 0.3, outdated],
  ["gd_start_auth", 1.1, factor("Second factor started")],
  ["gd_send_push", 0.5, factor("Push notification sent")],
  ["gd_auth_succeed", 1.3, factor("Second factor authentication succeeded")],
  ["gd_auth_failed", 0.2, factor("Second factor authentication failed: invalid code")],
  ["gd_enrollment_complete", 0.2, factor("Guardian - Enrollment complete")],
  ["gd_otp_rate_limit_exceed", 0.02, factor("Too many OTP failures")],
  ["scp", 0.5, ticket("Successful change password")],
  ["scpr", 0.6, ticket("Change password request sent")],
  ["fcp", 0.1, ticket("Failed change password")],
  ["sv", 0.8, ticket("Your email was verified. You can continue using the application.")],
  ["fv", 0.1, ticket("This URL can be used only once")],
  ["cls", 0.3, ticket("Passwordless link sent")],
  ["feacft", 0.5, exchangeRefused],
  ["fertft", 0.7, exchangeRefused],
  ["feccft", 0.25, exchangeRefused],
  ["w", 0.5, warning],
  ["scoa", 0.9, login],
  ["fcoa", 0.5, refused],
  ["actions_execution_failed", 0.25, actionFailed],
  ["sdu", 0.06, ticket("User successfully deleted")],
  ["resource_cleanup", 0.01, ticket("Refresh tokens were removed for exceeding the limit")],
];

function login({ dice, user, at }: Scene): Particulars {
  const { connection, id, name } = user;
  const tookMs = 1500 + dice.below(30_000);
  const stats = { loginsCount: 1 + dice.below(400) };
  const prompts = [
    {
      name: "prompt-authenticate",
      completedAt: at - 120,
      connection: connection.name,
      connection_id: connection.id,
      strategy: connection.strategy,
      identity: id.split("|").at(-1),
      stats,
      elapsedTime: null,
    },
    {
      name: "login",
      flow: "universal-login",
      initiatedAt: at - tookMs,
      completedAt: at - 60,
      user_id: id,
      user_name: name,
      timers: { rules: dice.below(300) },
      elapsedTime: tookMs - 60,
    },
  ];
  const device_id = `v0:${[8, 4, 4, 12].map((length) => dice.hex(length)).join("-")}`;
  return {
    details: {
      prompts,
      initiatedAt: at - tookMs - 30,
      completedAt: at,
      elapsedTime: tookMs + 30,
      session_id: dice.token(32),
      device_id,
      stats,
      ...(dice.chance(0.5) ? { actions: executions(dice) } : {}),
      ...(dice.chance(0.35) ? { riskAssessment: risk(dice, false) } : {}),
    },
  };
}

const executions = (dice: Dice) => ({
  executions: Array.from({ length: 1 + dice.below(2) }, () => dice.token(22)),
});

function risk(dice: Dice, attack: boolean) {
  const known = dice.chance(0.7);
  return {
    confidence: dice.pick(["low", "medium", "high"]),
    version: "1",
    assessments: {
      UntrustedIP: attack
        ? { confidence: "low", code: "found_on_deny_list" }
        : { confidence: "high", code: "not_found_on_deny_list" },
      NewDevice: {
        confidence: known ? "high" : "low",
        code: known ? "match" : "no_match",
        details: { device: known ? "known" : "unknown", useragent: "known" },
      },
      ImpossibleTravel: { confidence: "high", code: "minimal_travel_from_last_login" },
    },
  };
}

const question = ({ dice, app }: Scene) => ({
  client_id: app.id,
  response_type: "code",
  redirect_uri: app.callback,
  scope: app.scope,
  audience: app.audience,
  state: dice.token(32),
  nonce: dice.token(32),
  code_challenge: dice.token(43),
  code_challenge_method: "S256",
  ...(dice.chance(0.4) ? { prompt: "none", response_mode: "web_message" } : {}),
});

const target = ({ app }: Scene) => ({ audience: app.audience, scope: app.scope });

function exchange(description: string, what: string): Make {
  return (scene) => ({
    description,
    details: {
      [what]: `${"*".repeat(42)}${scene.dice.token(3)}`,
      familyId: scene.dice.token(20),
      ...(scene.dice.chance(0.5) ? { actions: executions(scene.dice) } : {}),
    },
    direct: true,
    ...target(scene),
  });
}

function silent(scene: Scene): Particulars {
  const { dice } = scene;
  const stats = { elapsed: dice.below(400) };
  const details = { qs: question(scene), session_id: dice.token(32), stats };
  return { description: "Successful silent authentication", details, ...target(scene) };
}

function silentRefused(scene: Scene): Particulars {
  const [message, oauthError] = scene.dice.chance(0.9)
    ? ["Login required", "login_required"]
    : ["Consent required", "consent_required"];
  const error = { message, oauthError, type: "oauth-authorization" };
  const details = { body: {}, qs: question(scene), connection: null, error };
  const nobody = scene.dice.chance(0.8);
  return { description: message, details, direct: true, nobody, ...target(scene) };
}

const managementAudience = "https://bench-prod.us.auth0.com/api/v2/";

function machineToken({ dice }: Scene): Particulars {
  const managing = dice.chance(0.4);
  return {
    description: "Client Credentials for Access Token",
    details: dice.chance(0.3) ? { actions: executions(dice) } : {},
    nobody: true,
    direct: true,
    audience: managing ? managementAudience : "https://api.bench.example",
    scope: managing
      ? "read:users update:users read:clients read:connections read:logs read:roles read:organizations create:user_tickets"
      : "read:orders write:orders",
  };
}

function wrongPassword(reason: string): Make {
  const message = "Wrong email or password.";
  return ({ dice, app, user, attack }) => ({
    description: message,
    details: {
      error: { message, reason },
      body: {
        client_id: app.id,
        connection: "Username-Password-Authentication",
        username: user.name,
        password: "*****",
      },
      session_id: dice.token(32),
      ...(dice.chance(0.5) ? { riskAssessment: risk(dice, attack) } : {}),
    },
  });
}

const refusals: readonly (readonly [string, string, string])[] = [
  ["Invalid user credentials or user is blocked.", "unauthorized", "access_denied"],
  ["user is blocked", "user is blocked", "unauthorized"],
  ["Access denied by action: country not allowed", "access_denied", "access_denied"],
  ["Please verify your email before logging in.", "unauthorized", "unauthorized"],
  ["failed to obtain access token", "internal_error", "server_error"],
  ["The SAML response assertion signature is not valid", "saml_error", "access_denied"],
  [
    "Callback URL mismatch. The redirect_uri is not in the list of allowed callback URLs",
    "invalid_request",
    "invalid_request",
  ],
];

function refused(scene: Scene): Particulars {
  const { dice, user } = scene;
  const [message, type, oauthError] = refusals[dice.rank(refusals.length, 0.8)] ?? ["", "", ""];
  const connection = user.connection.name;
  const error = { message, oauthError, type };
  const qs = question(scene);
  const details = { body: {}, qs, connection, error, session_id: dice.token(32) };
  return { description: message, details, nobody: dice.chance(0.2), ...target(scene) };
}

const exchangeRefusals = [
  "Invalid authorization code",
  "Unknown or invalid refresh token.",
  "The authorization code has expired",
  "Client authentication failed",
  "Failed to verify code verifier",
  "Rotating refresh token reuse detected",
];

function exchangeRefused({ dice, app }: Scene): Particulars {
  const message = exchangeRefusals[dice.rank(exchangeRefusals.length, 0.7)] ?? "";
  const body = { grant_type: "authorization_code", client_id: app.id, redirect_uri: app.callback };
  const error = { message, type: "invalid_grant" };
  return { description: message, details: { error, body }, direct: true, nobody: dice.chance(0.4) };
}
