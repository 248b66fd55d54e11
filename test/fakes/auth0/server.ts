import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { logReply } from "./log-routes.ts";
import type { LogSource } from "./log-source.ts";
import { lists, resources, users } from "./parts.ts";
import { answers, readQuery } from "./query.ts";
import { logRecords } from "./records.ts";

export const clientId = "watchpost-client";
export const clientSecret = 'secret "of" +the/client & more=';

type FakeRecord = Readonly<Record<string, unknown>> & { readonly log_id?: unknown };

interface Reply {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const error = (status: number, message: string, errorCode?: string): Reply => ({
  status,
  body: { statusCode: status, error: "Error", message, ...(errorCode && { errorCode }) },
});

/** A Management API with a token endpoint: what it is asked it knows by heart, except for the log, which can be searched. */
export async function startFakeAuth0(
  given: {
    records?: readonly FakeRecord[];
    /** In place of the records: a log that goes on. */
    log?: LogSource;
    /** What becomes of a request to the API instead, and how much is left of the quota. */
    meets?: () => { reply?: Reply; headers: Readonly<Record<string, string>> };
  } = {},
) {
  const records = given.records ?? logRecords(1200);
  const tokens: string[] = [];
  let scope: string | undefined;
  /** Its rate-limit headers; none where undefined. */
  let rates: Readonly<Record<string, string>> | undefined = {
    "x-ratelimit-limit": "50",
    "x-ratelimit-remaining": "49",
    "x-ratelimit-reset": String(Math.ceil(Date.now() / 1000) + 1),
  };

  const server = createServer((incoming, outgoing) => {
    void reply(incoming).then(({ status = 200, body, headers = {} }) => {
      outgoing.writeHead(status, { "content-type": "application/json", ...headers });
      outgoing.end(JSON.stringify(body));
    });
  });

  async function reply(incoming: IncomingMessage): Promise<Reply> {
    const url = new URL(incoming.url ?? "/", "http://tenant");
    if (url.pathname === "/oauth/token") return giveToken(await bodyOf(incoming));
    const token = /^Bearer (.+)$/.exec(incoming.headers.authorization ?? "")?.[1] ?? "";
    if (!tokens.includes(token)) return error(401, "Invalid token");
    const met = given.meets?.();
    if (met?.reply) return { ...met.reply, headers: { ...met.headers, ...met.reply.headers } };
    const answer = resource(url.pathname.replace("/api/v2/", ""), url.searchParams);
    return { ...answer, headers: { ...(met?.headers ?? rates), ...answer.headers } };
  }

  function giveToken(form: URLSearchParams): Reply {
    const right = form.get("client_id") === clientId && form.get("client_secret") === clientSecret;
    if (!right) {
      return { status: 401, body: { error: "access_denied", error_description: "Unauthorized" } };
    }
    const access_token = `token-${tokens.length}-${Math.random().toString(36).slice(2)}`;
    tokens.push(access_token);
    return { body: { access_token, expires_in: 86_400, token_type: "Bearer", scope } };
  }

  function resource(path: string, query: URLSearchParams): Reply {
    const list = lists[path];
    if (list) return pageOf(list, query);
    if (/^logs(\/|$)/.test(path)) return logsAt(path.slice("logs/".length), query);
    if (path.startsWith("users")) return finding(query);
    const body = resources[path];
    return body === undefined ? error(404, "Not Found") : { body };
  }

  function logsAt(id: string, query: URLSearchParams): Reply {
    if (given.log) return logReply(given.log, id, query);
    if (id !== "") return oneOf(id);
    return query.has("take") ? following(query) : searching(query);
  }

  function oneOf(id: string): Reply {
    const found = records.find(({ log_id }) => log_id === id);
    return found ? { body: found } : error(404, "This log does not exist.");
  }

  function finding(query: URLSearchParams): Reply {
    const q = query.get("q");
    if (q === null) return { body: users.filter(({ email }) => email === query.get("email")) };
    const question = readQuery(q);
    return { body: users.filter((user) => answers(question, user)) };
  }

  function searching(query: URLSearchParams): Reply {
    const [page, size] = [Number(query.get("page")), Number(query.get("per_page"))];
    if ((page + 1) * size > 1000) return error(400, "Beyond 1000", "invalid_query_string");
    const question = query.has("q") ? readQuery(query.get("q") ?? "") : undefined;
    const matching = question ? records.filter((record) => answers(question, record)) : records;
    const found = query.get("sort") === "date:1" ? matching.toReversed() : matching;
    return { body: found.slice(page * size, (page + 1) * size) };
  }

  function following(query: URLSearchParams): Reply {
    const [from = "", take] = [query.get("from") ?? "", Number(query.get("take"))];
    const after = [...records].reverse().filter(({ log_id }) => String(log_id) > from);
    const taken = after.slice(0, take);
    const next = String(taken.at(-1)?.log_id ?? from);
    const address = `https://elsewhere.example/api/v2/logs?from=${next}&take=${take}`;
    return { body: taken, headers: { link: `<${address}>; rel="next"` } };
  }

  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Every token given out. */
    tokens: tokens as readonly string[],
    /** No token given out so far is accepted any more. */
    revoke: () => {
      tokens.length = 0;
    },
    /** What later tokens are said to be good for. */
    grant(scopes: readonly string[] | undefined): void {
      scope = scopes?.join(" ");
    },
    tell(headers: Readonly<Record<string, string>> | undefined): void {
      rates = headers;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function pageOf(list: { under: string; items: readonly unknown[] }, query: URLSearchParams): Reply {
  const [page, size] = [Number(query.get("page")), Number(query.get("per_page"))];
  const items = list.items.slice(page * size, (page + 1) * size);
  const totals = { start: page * size, limit: size, total: list.items.length };
  return { body: { ...totals, [list.under]: items } };
}

async function bodyOf(incoming: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}
