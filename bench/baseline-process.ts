import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { App, LogLevel } from "@slack/bolt";
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, type Response } from "botbuilder";
import { signingSecret } from "./shots.ts";

/** The least that could take the same lines: it answers each at once, and does nothing else. */
const kind = process.argv[2];
const port = await portOf(kind);
process.send?.({ port });

function portOf(name: string | undefined): Promise<number> {
  if (name === "bolt") return listenWithBolt();
  if (name === "cloud") return listen(cloud());
  return listen(name === "hmac" ? hmac : bare);
}

/** A Bolt app with one command. */
async function listenWithBolt(): Promise<number> {
  const app = new App({
    signingSecret,
    logLevel: LogLevel.ERROR,
    convoStore: false,
    authorize: async () => ({ botToken: "xoxb-bench", botId: "B1", botUserId: "UBOT" }),
  });
  app.command("/auth0", ({ ack }) => ack());
  const server = await app.start({ port: 0, host: "127.0.0.1" });
  return (server.address() as AddressInfo).port;
}

async function listen(serve: RequestListener): Promise<number> {
  const server = createServer(serve);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return (server.address() as AddressInfo).port;
}

/** node:http that checks Slack's signature. */
function hmac(request: IncomingMessage, response: Parameters<RequestListener>[1]): void {
  withBody(request, (body) => {
    const { "x-slack-request-timestamp": time, "x-slack-signature": given } = request.headers;
    const digest = createHmac("sha256", signingSecret).update(`v0:${time}:`).update(body);
    const right = Buffer.from(`v0=${digest.digest("hex")}`);
    const signed = Buffer.from(String(given));
    const good = signed.length === right.length && timingSafeEqual(signed, right);
    response.writeHead(good ? 200 : 401).end();
  });
}

/** node:http that reads JSON and believes it. */
function bare(request: IncomingMessage, response: Parameters<RequestListener>[1]): void {
  withBody(request, (body) => {
    JSON.parse(body.toString());
    response.writeHead(200).end();
  });
}

/** Botbuilder's adapter with authentication off, and a bot that says nothing. */
function cloud(): RequestListener {
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
  return (request, response) =>
    withBody(request, (body) => {
      const asked = {
        body: JSON.parse(body.toString()) as Record<string, unknown>,
        headers: request.headers,
        method: request.method ?? "",
      };
      const answer = Object.assign(response, {
        status: (code: number) => Object.assign(response, { statusCode: code }),
        header: (name: string, value: string) => response.setHeader(name, value),
        send: (content: unknown) => response.end(content ? JSON.stringify(content) : undefined),
      });
      void adapter.process(asked, answer as unknown as Response, async () => {});
    });
}

function withBody(request: IncomingMessage, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => then(Buffer.concat(chunks)));
}
