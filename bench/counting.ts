import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { issuer, publishedKeys } from "../test/fakes/teams/keys.ts";

/** Every line said in the bench has an id, which stands in the address or in the words of its answer. */
const idForm = /line\d{6}/g;
/** What tells that an answer is under way is none. Slack's methods take forms, in which a space is a %20. */
const progressForm = /Working(?: |%20)on(?: |%20)|"type":"typing"/;

/** A server that can stop answering: what it is asked meanwhile is never answered, nor carried out. */
export interface Dependency {
  readonly url: string;
  hang(): void;
  recover(): void;
  /** Requests that were left hanging. */
  readonly hung: number;
  close(): Promise<void>;
}

/** Slack's and Teams' own sides at once. They render nothing: they count which line's answer was shown, and how often. */
export interface CountingPlatforms extends Dependency {
  readonly shown: ReadonlyMap<string, number>;
}

export async function serveDependency(
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Dependency> {
  let hanging = false;
  let hung = 0;
  const server = createServer((request, response) => {
    if (hanging) {
      hung += 1;
      request.resume();
      return;
    }
    answer(request, response).catch((error: unknown) => {
      // Who hangs up in the middle of a request hears no answer.
      if (!request.errored) throw error;
    });
  });
  server.requestTimeout = 0;
  return {
    url: await listen(server),
    hang: () => {
      hanging = true;
    },
    recover: () => {
      hanging = false;
    },
    get hung() {
      return hung;
    },
    close: () => close(server),
  };
}

/** Slack is asked about people and channels too; only what is shown is an answer. */
const isQuestion = (path: string): boolean =>
  path.startsWith("/api/") && !path.startsWith("/api/chat.");

async function listen(server: Server): Promise<string> {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
}

export async function startPlatforms(): Promise<CountingPlatforms> {
  const shown = new Map<string, number>();
  let posts = 0;
  let url = "";
  const dependency = await serveDependency(async (request, response) => {
    const { url: path = "/" } = request;
    const body = await text(request);
    if (request.method !== "GET" && !isQuestion(path) && !progressForm.test(body)) {
      const ids = new Set(`${path} ${body}`.match(idForm));
      for (const id of ids) shown.set(id, (shown.get(id) ?? 0) + 1);
    }
    posts += 1;
    const form = new URLSearchParams(body);
    const answer = answerOf(new URL(path, url), posts, form);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  url = dependency.url;
  return Object.assign(dependency, { shown });
}

/** What each of the platforms' calls is answered with, as far as the bot reads it. */
function answerOf({ pathname, origin }: URL, count: number, form: URLSearchParams): object {
  const [channel, user] = [form.get("channel"), form.get("user")];
  const ts = `1700000000.${String(count).padStart(6, "0")}`;
  if (pathname === "/openid") return { issuer, jwks_uri: `${origin}/openid/keys` };
  if (pathname === "/openid/keys") return { keys: publishedKeys() };
  if (pathname.startsWith("/login/")) {
    return { token_type: "Bearer", expires_in: 3599, access_token: "bench-token" };
  }
  if (pathname.includes("/members/")) return { userRole: "user" };
  if (pathname.startsWith("/amer/")) return { id: String(count) };
  if (pathname === "/api/users.info") {
    return {
      ok: true,
      user: { id: user, team_id: "T1", tz: "Europe/Berlin", is_restricted: false },
    };
  }
  return {
    ok: true,
    team_id: "T1",
    user_id: "UBOT",
    bot_id: "B1",
    channel: channel ?? "C1",
    ts,
    message_ts: ts,
  };
}
