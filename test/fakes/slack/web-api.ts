import { app } from "./methods/app.ts";
import { chat } from "./methods/chat.ts";
import { conversations } from "./methods/conversations.ts";
import { files } from "./methods/files.ts";
import type { Answer, Identity, Method, Methods, Surroundings } from "./methods/method.ts";
import { people } from "./methods/people.ts";
import { views } from "./methods/views.ts";
import { Refusal } from "./world.ts";

/** A call as Slack reads it: a method and a form. */
export interface Call {
  readonly method: string;
  readonly token: string | undefined;
  readonly form: URLSearchParams;
}

const methods: Methods = { ...app, ...chat, ...conversations, ...files, ...people, ...views };

/** Carries out one Web API call. `scopes`: what the bot's token was granted. @throws Refusal */
export function carryOut(
  { method: name, token, form }: Call,
  around: Surroundings & { readonly scopes: readonly string[]; readonly revoked: boolean },
): Answer {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  checkToken(token, method, around.identity);
  if (around.revoked && method?.token !== "app") throw new Refusal("token_revoked");
  if (!method) throw new Refusal("unknown_method");
  if (method.scope && !around.scopes.includes(method.scope)) throw new Refusal("missing_scope");
  return method.run(form, around);
}

function checkToken(
  token: string | undefined,
  method: Method | undefined,
  { botToken, appToken }: Identity,
): void {
  if (token === undefined) throw new Refusal("not_authed");
  const right = method?.token === "app" ? appToken : botToken;
  if (token === right) return;
  throw new Refusal(
    token === botToken || token === appToken ? "not_allowed_token_type" : "invalid_auth",
  );
}
