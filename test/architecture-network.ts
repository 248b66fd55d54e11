import type { SourceFile } from "./architecture-rules.ts";

/**
 * The files of the product that ask somebody over the network, and whence each has its addresses. Whatever people, feeds or
 * redirects name is asked by the first one alone, which looks at every address before it connects.
 */
export const mayAsk: Readonly<Record<string, string>> = {
  "src/feeds/request.ts": "people, feeds, redirects and the settings: the guard stands here",
  "src/feeds/guard.ts": "looks up the names that request.ts is about to ask",
  "src/login/exchange.ts": "the settings: the tenant",
  "src/outgoing/connector.ts": "whoever asks by it: the proxy, and request.ts with its guard",
  "src/outgoing/outgoing.ts": "the settings, and services that they name",
  "src/outgoing/tunnel.ts": "the settings: the proxy",
  "src/outgoing/undici.ts": "whoever asks by it: the connection is made by a connector of theirs",
  "src/core/outgoing.ts": "whoever asks by it, where no proxy is set",
  "src/http/front-thread.ts": "the bot's own socket behind its front",
  "src/sandbox/tenant/log-stream.ts": "the bot on this machine",
  "adapters/auth0/sender.ts": "the settings: the tenant, by the SDK over transport.ts",
  "adapters/auth0/transport.ts": "the settings: the tenant",
  "adapters/slack/web-client.ts": "the settings: Slack's Web API",
  "adapters/slack/answers.ts": "Slack, and only hosts of Slack's: hosts.ts",
  "adapters/slack/upload.ts": "Slack, and only hosts of Slack's: hosts.ts",
  "adapters/teams/http.ts": "Teams, and only hosts of the settings or of SharePoint: hosts.ts",
  "adapters/teams/token-request.ts": "the settings",
  "adapters/teams/signing-keys.ts": "the settings, and the keys that they lead to",
  "adapters/local/probes.ts": "this machine",
  "adapters/local/page/live.ts": "the page's own server",
  "adapters/local/page/send.ts": "the page's own server",
};

const asks =
  /\bfetch\(|\bfetchWhole\(|from "(?:undici|[^"]*\/undici\.ts)"|from "node:(?:https|http2|tls|dgram|dns)|new (?:WebSocket|EventSource|XMLHttpRequest|Socket)\b|sendBeacon|\b(?:request|get|connect|createConnection)\b[^;]*from "node:(?:http|net)"/u;

const comments = /^\s*(?:\/\/|\/?\*).*$/gmu;

/** The product's files that ask over the network. */
export const askingIn = (files: readonly SourceFile[]): readonly string[] =>
  files
    .filter(({ path }) => /^(?:src|adapters)\/.*\.ts$/u.test(path))
    .filter(({ text }) => asks.test(text.replace(comments, "")))
    .map(({ path }) => path)
    .sort();
