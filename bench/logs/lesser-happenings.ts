import type { Make, Particulars, Scene } from "./scene.ts";

export function signup({ dice, user, app }: Scene): Particulars {
  const { name, connection } = user;
  const plan = dice.pick(["free", "pro", "team"]);
  const user_metadata = { plan, locale: "en-US", campaign: `autumn-${dice.below(12)}` };
  const body = { email: name, client_id: app.id, connection: connection.name, user_metadata };
  return { details: { body, email_verified: false } };
}

export function logout({ dice, app }: Scene): Particulars {
  const home = app.callback.replace("callback", "");
  return {
    description: "User successfully logged out",
    details: {
      return_to: `https://login.bench.example/v2/logout?returnTo=${encodeURIComponent(app.callback)}`,
      allowed_logout_url: [home, "https://www.bench.example/goodbye", "http://localhost:3000"],
      session_id: dice.token(32),
    },
  };
}

export function limited(description: string): Make {
  return ({ dice, at }) => ({
    description,
    details: {
      request: {
        method: dice.pick(["get", "post", "patch"]),
        path: dice.pick([
          "/api/v2/users",
          "/api/v2/clients",
          "/api/v2/users/{id}/roles",
          "/oauth/token",
        ]),
        headers: {
          "x-ratelimit-limit": "50",
          "x-ratelimit-remaining": "0",
          "x-ratelimit-reset": String(Math.floor(at / 1000) + 1),
        },
      },
      response: {
        statusCode: 429,
        body: {
          error: "Too Many Requests",
          errorCode: "too_many_requests",
          message: "Global limit has been reached",
        },
      },
      bucket: "management_api_sustained",
    },
    nobody: true,
    direct: true,
  });
}

export function blocked({ user, ip }: Scene): Particulars {
  const details = { ip, blocked_for: "brute-force-protection", attempts: 10, email: user.name };
  return { description: `${user.name} blocked: 10 failed login attempts from ${ip}`, details };
}

export function leaked({ dice, user, ip }: Scene): Particulars {
  const breach = { source: `breach-set-${dice.below(40)}`, at: `2025-0${1 + dice.below(9)}-01` };
  const description = "Someone behind the IP address attempted to use a leaked password";
  return { description, details: { email: user.name, ip, breach } };
}

export function mailFailed({ dice, user }: Scene): Particulars {
  const error = dice.pick([
    "SMTP connection timed out",
    "The provider rejected the message (550 mailbox unavailable)",
  ]);
  const details = {
    to: user.name,
    provider: "smtp",
    template: dice.pick(["verify_email", "reset_email"]),
    attempts: 1 + dice.below(3),
  };
  return { description: `Failed sending notification: ${error}`, details };
}

export function outdated({ dice }: Scene): Particulars {
  const feature = dice.pick(["Rules and Hooks", "Node 18 runtime", "Legacy custom claims"]);
  const notice = "This feature reaches its end of life; move what uses it before that";
  const details = { feature, notice, feature_id: feature.toLowerCase().replaceAll(" ", "_") };
  return { description: `${feature}: ${notice}`, details, nobody: true, direct: true };
}

export function factor(description: string): Make {
  return ({ dice, user }) => ({
    description,
    details: {
      authenticator: { type: dice.pick(["push", "otp", "sms"]), id: `totp|dev_${dice.token(16)}` },
      enrollment: { id: `dev_${user.number}`, phone: `+1555*****${10 + dice.below(89)}` },
      transaction: { id: `mfa_${dice.token(24)}`, provider: "guardian" },
      session_id: dice.token(32),
    },
  });
}

export function ticket(description: string): Make {
  return ({ dice, user }) => ({
    description,
    details: { email: user.name, ticket: dice.token(32) },
  });
}

export function warning({ user }: Scene): Particulars {
  const description = "The connection uses development keys; configure keys of your own";
  const details = { connection: user.connection.name, hint: "development keys" };
  return { description, details };
}

export function actionFailed({ dice, at }: Scene): Particulars {
  const action = dice.pick(["enrich-token", "block-countries", "sync-crm", "require-factor"]);
  const msg = dice.pick([
    "Timed out after 20 seconds",
    `connect ECONNREFUSED 10.1.4.${dice.below(255)}:443`,
    "Request failed with status code 503",
  ]);
  const times = {
    started_at: new Date(at).toISOString(),
    ended_at: new Date(at + 20_000).toISOString(),
  };
  const results = [{ action_name: action, error: { id: "ActionExecutionError", msg }, ...times }];
  const details = { trigger: "post-login", results, execution_id: dice.token(24) };
  return { description: `Action execution failed: ${action}`, details };
}
