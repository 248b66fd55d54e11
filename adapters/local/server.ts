import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { SettingsError } from "../../src/core/errors.ts";
import type { Log } from "../../src/core/log.ts";
import { inRequest, newRequestId } from "../../src/core/request-id.ts";
import { answerApi, type House, isApi, sendJson, wrongMethod } from "./api.ts";
import type { Assets } from "./assets.ts";
import { refusalOf, safety } from "./doors.ts";
import { HttpProblem } from "./http-problem.ts";

const loopback = "127.0.0.1";
/** Of pages and programs on this machine; beyond it nobody new is let in. */
const mostConnections = 500;

/** The local chat's own listener, on this machine's loopback and nowhere else. */
export interface LocalServer {
  readonly port: number;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** @throws SettingsError when the port is taken. */
export async function openServer(
  port: number,
  given: { house: House; assets: Assets; log: Log },
): Promise<LocalServer> {
  const server = createServer({ requestTimeout: 30_000 });
  server.maxConnections = mostConnections;
  await listen(server, port);
  const bound = (server.address() as AddressInfo).port;
  server.on("request", respond(bound, given));
  return {
    port: bound,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((listening, failed) => {
    server.once("error", (error: NodeJS.ErrnoException) => failed(explain(error, port)));
    server.listen(port, loopback, listening);
  });
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  const why: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} is taken by another program`,
    EACCES: `port ${port} may not be opened by this user`,
  };
  const reason = why[error.code ?? ""];
  if (!reason) return error;
  return new SettingsError("The local chat", [
    `local.port: ${reason}; choose another one, or 0 for any that is free`,
  ]);
}

function respond(
  port: number,
  { house, assets, log }: { house: House; assets: Assets; log: Log },
): RequestListener {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refusal = refusalOf(request.headers, port);
    if (refusal) throw new HttpProblem(403, refusal);
    const url = urlOf(request);
    if (isApi(url.pathname)) await answerApi({ house, request, response, url });
    else sendAsset(assets, { request, response, path: url.pathname });
  };
  const attempt = (request: IncomingMessage, response: ServerResponse) =>
    answer(request, response).catch((error: unknown) => {
      if (!(error instanceof HttpProblem)) log.error({ err: error }, "a local request failed");
      if (response.headersSent) response.destroy();
      else sendProblem(request, response, problemOf(error));
    });
  return (request, response) => {
    const id = newRequestId();
    response.setHeader("x-request-id", id);
    void inRequest(id, () => attempt(request, response));
  };
}

function urlOf({ url = "" }: IncomingMessage): URL {
  const base = `http://${loopback}`;
  if (url.startsWith("/") && URL.canParse(url, base)) {
    const parsed = new URL(url, base);
    if (parsed.origin === base) return parsed;
  }
  throw new HttpProblem(400, "This is not the address of anything here.");
}

function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  return new HttpProblem(500, "Something went wrong on Watchpost's side; its log says what.");
}

function sendProblem(
  request: IncomingMessage,
  response: ServerResponse,
  { status, message, headers }: HttpProblem,
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (isApi(request.url ?? "")) sendJson(response, status, { error: message });
  else sendText(response, status, message);
}

function sendText(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { ...safety, "content-type": "text/plain; charset=utf-8" });
  response.end(`${words}\n`);
}

function sendAsset(
  assets: Assets,
  { request, response, path }: { request: IncomingMessage; response: ServerResponse; path: string },
): void {
  const asset = assets.get(path);
  if (!asset && path !== "/") throw new HttpProblem(404, `There is nothing at ${path}.`);
  if (request.method !== "GET" && request.method !== "HEAD") throw wrongMethod(path, "GET");
  if (!asset) throw new HttpProblem(503, notBuilt);
  response.writeHead(200, { ...safety, "content-type": asset.type }).end(asset.body);
}

export const notBuilt =
  "The page of the local chat has not been built. Run `npm run build`, then start Watchpost again.";
