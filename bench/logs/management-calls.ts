import { mix, ownWord } from "./dice.ts";
import type { Particulars, Scene } from "./scene.ts";
import { type User, userOf } from "./world.ts";

type Kind = "read" | "write" | "refused";

interface Call {
  readonly method: string;
  readonly path: string;
  readonly words: string;
}
const reads: readonly Call[] = [
  { method: "get", path: "/api/v2/users/{user}", words: "Get a User" },
  { method: "get", path: "/api/v2/users", words: "List or Search Users" },
  { method: "get", path: "/api/v2/users/{user}/roles", words: "Get a user's roles" },
  { method: "get", path: "/api/v2/logs", words: "Search log events" },
  { method: "get", path: "/api/v2/clients", words: "Get clients" },
];
const writes: readonly Call[] = [
  { method: "patch", path: "/api/v2/users/{user}", words: "Update a User" },
  { method: "post", path: "/api/v2/users", words: "Create a User" },
  { method: "post", path: "/api/v2/users/{user}/roles", words: "Assign roles to a user" },
  {
    method: "post",
    path: "/api/v2/tickets/password-change",
    words: "Create a password change ticket",
  },
  { method: "delete", path: "/api/v2/users/{user}", words: "Delete a User" },
];
const refusals = [
  {
    statusCode: 403,
    error: "Forbidden",
    message: "Insufficient scope, expected any of: read:roles",
    errorCode: "insufficient_scope",
  },
  {
    statusCode: 404,
    error: "Not Found",
    message: "The user does not exist.",
    errorCode: "inexistent_user",
  },
  {
    statusCode: 400,
    error: "Bad Request",
    message: "Payload validation error: Missing required property: email.",
    errorCode: "invalid_body",
  },
  {
    statusCode: 429,
    error: "Too Many Requests",
    message: "Global limit has been reached",
    errorCode: "too_many_requests",
  },
];
const scopes =
  "read:users update:users create:users read:clients update:clients read:connections read:logs read:roles update:roles read:organizations create:user_tickets read:actions".split(
    " ",
  );

/** A call of the Management API, with all that was asked and answered in it. */
export function managementCall(kind: Kind): (scene: Scene) => Particulars {
  return (scene) => {
    const { dice } = scene;
    const call = dice.pick(kind === "read" ? reads : writes);
    const about = userOf(dice.rank(100_000, 0.85));
    const request = requestOf(call, about, scene);
    const who = { nobody: true, direct: true };
    if (kind !== "refused") {
      const response = { statusCode: 200, body: shown(about, scene) };
      return { description: call.words, details: { request, response }, ...who };
    }
    const refusal = dice.pick(refusals);
    const response = { statusCode: refusal.statusCode, body: refusal };
    const description = dice.chance(0.6) ? refusal.message : call.words;
    return { description, details: { request, response }, ...who };
  };
}

function requestOf(call: Call, about: User, scene: Scene): object {
  const { dice, app, ip } = scene;
  const credentials = {
    jti: dice.hex(32),
    scopes: scopes.slice(0, 3 + (mix(app.id.charCodeAt(0), 3) % 9)),
  };
  return {
    method: call.method,
    path: call.path.replace("{user}", encodeURIComponent(about.id)),
    query: call.words.startsWith("List") ? { q: `email:"${about.name}"`, per_page: "50" } : {},
    userAgent: "node-fetch 1.0.0 / Other 0.0.0",
    body: call.method === "get" ? {} : bodyOf(call, about, scene),
    channel: "api",
    ip,
    auth: { user: {}, strategy: "jwt", credentials },
  };
}

function bodyOf({ words }: Call, about: User, { dice, at }: Scene): object {
  if (words.startsWith("Assign")) return { roles: [`rol_${ownWord(dice.below(12), 81, 16)}`] };
  if (words.startsWith("Create a pass")) return { user_id: about.id, ttl_sec: 432_000 };
  if (words.startsWith("Create")) return { email: about.name, password: "*****" };
  if (words.startsWith("Delete")) return {};
  const last_sync = new Date(at).toISOString();
  return { app_metadata: { plan: dice.pick(["free", "pro"]), last_sync, crm_id: dice.hex(18) } };
}

const shown = ({ id, name, connection }: User, { dice, at }: Scene) => ({
  user_id: id,
  email: name,
  email_verified: true,
  created_at: new Date(at - dice.below(30_000) * 1_000_000).toISOString(),
  updated_at: new Date(at).toISOString(),
  identities: [
    {
      connection: connection.name,
      provider: connection.strategy,
      user_id: id.split("|").at(-1),
      isSocial: connection.kind === "social",
    },
  ],
  app_metadata: {},
  logins_count: dice.below(400),
});
