import { type Draft, Refusal, type World } from "./world.ts";

export interface Identity {
  readonly botToken: string;
  readonly appToken: string;
  readonly team: string;
  readonly botUser: string;
}

/** A call as Slack reads it: a method and a form. */
export interface Call {
  readonly method: string;
  readonly token: string | undefined;
  readonly form: URLSearchParams;
}

type Answer = Readonly<Record<string, unknown>>;

/** Carries out one Web API call. @throws Refusal */
export function carryOut(
  call: Call,
  { world, identity, socketUrl }: { world: World; identity: Identity; socketUrl: string },
): Answer {
  checkToken(call, identity);
  switch (call.method) {
    case "auth.test":
      return {
        team: "Acme",
        team_id: identity.team,
        user: "watchpost",
        user_id: identity.botUser,
        bot_id: "B1",
        url: "https://acme.slack.example/",
      };
    case "apps.connections.open":
      return { url: socketUrl };
    case "chat.postMessage":
      return post(call.form, world);
    case "chat.postEphemeral":
      return postEphemeral(call.form, world);
    case "chat.update":
      return update(call.form, world);
    default:
      throw new Refusal("unknown_method");
  }
}

function checkToken({ method, token }: Call, { botToken, appToken }: Identity): void {
  if (token === undefined) throw new Refusal("not_authed");
  const right = method === "apps.connections.open" ? appToken : botToken;
  if (token === right) return;
  throw new Refusal(
    token === botToken || token === appToken ? "not_allowed_token_type" : "invalid_auth",
  );
}

function draftOf(form: URLSearchParams): Draft {
  const blocks = form.get("blocks");
  const text = form.get("text") ?? undefined;
  if (blocks === null) return { text };
  try {
    return { text, blocks: JSON.parse(blocks) };
  } catch {
    throw new Refusal("invalid_blocks_format");
  }
}

function post(form: URLSearchParams, world: World): Answer {
  const channel = world.resolve(form.get("channel") ?? undefined);
  const draft = draftOf(form);
  world.checkDraft(draft);
  const thread = world.threadOf(channel, form.get("thread_ts") ?? undefined);
  const message = world.commit(draft, {
    channel,
    by: "chat.postMessage",
    broadcast: form.get("reply_broadcast") === "true",
    ...(thread ? { thread } : {}),
  });
  return { channel, ts: message.ts, message: { text: message.text } };
}

function postEphemeral(form: URLSearchParams, world: World): Answer {
  const channel = world.resolve(form.get("channel") ?? undefined);
  const user = form.get("user");
  if (!user) throw new Refusal("user_not_in_channel");
  const draft = draftOf(form);
  world.checkDraft(draft);
  const thread = world.threadOf(channel, form.get("thread_ts") ?? undefined);
  const where = { channel, user, by: "chat.postEphemeral", ...(thread ? { thread } : {}) };
  return { message_ts: world.commit(draft, where).ts };
}

function update(form: URLSearchParams, world: World): Answer {
  const named = form.get("channel") ?? "";
  // Edits take a conversation's own id only, never a person's.
  if (/^U/.test(named)) throw new Refusal("channel_not_found");
  const channel = world.resolve(named);
  const message = world.find(channel, form.get("ts") ?? undefined);
  if (!message || message.user) throw new Refusal("message_not_found");
  if (message.from !== "bot") throw new Refusal("cant_update_message");
  const draft = draftOf(form);
  world.checkDraft(draft);
  world.edit(message, draft, "chat.update");
  return { channel, ts: message.ts, text: message.text };
}
