import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setInterval as every } from "node:timers";

/**
 * What a request meets instead of the server behind the proxy:
 * - answer: this answer; an object as JSON, words as a page of HTML
 * - echo: an error that gives back everything it was sent, secrets too
 * - hang: nothing, ever
 * - drip: the beginning of a good answer, then a space now and then, for ever
 * - reset: the connection breaks before anything is answered
 * - cut: the connection breaks in the middle of the answer
 */
export type Fault =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "echo"; readonly status: number }
  | { readonly kind: "hang" | "drip" | "reset" | "cut" };

/** One request as it came by. */
export interface Passed {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

interface Armed {
  readonly prefix: string;
  readonly fault: Fault;
  left: number;
}

/** Stands before any HTTP server on loopback, hands everything on, and does wrong what it is armed with. */
export async function startFaultyProxy(origin: string) {
  const passed: Passed[] = [];
  let armed: Armed[] = [];

  const server = createServer((incoming, outgoing) => {
    void read(incoming).then((body) => {
      const path = incoming.url ?? "/";
      passed.push({ method: incoming.method ?? "GET", path, headers: incoming.headers, body });
      const meets = armed.find(({ prefix, left }) => left > 0 && path.startsWith(prefix));
      if (!meets) return handOn(origin, incoming, body, outgoing);
      meets.left -= 1;
      spoil(meets.fault, incoming, body, outgoing);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Everything that was asked, in order, whatever it met. */
    passed: passed as readonly Passed[],
    /** Whatever is asked at a path that begins so meets this: always, or so many times. The newest counts. */
    arm(prefix: string, fault: Fault, times = Number.POSITIVE_INFINITY): void {
      armed = [{ prefix, fault, left: times }, ...armed];
    },
    disarm(): void {
      armed = [];
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
export type FaultyProxy = Awaited<ReturnType<typeof startFaultyProxy>>;

async function read(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function handOn(origin: string, incoming: IncomingMessage, body: string, outgoing: ServerResponse) {
  const { host: _, connection: __, ...headers } = incoming.headers;
  const onward = request(
    new URL(incoming.url ?? "/", origin),
    { method: incoming.method ?? "GET", headers },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  onward.on("error", () => outgoing.destroy());
  onward.end(body);
}

function spoil(fault: Fault, incoming: IncomingMessage, body: string, outgoing: ServerResponse) {
  switch (fault.kind) {
    case "answer":
      return answer(outgoing, fault);
    case "echo": {
      const everything = JSON.stringify({ headers: incoming.headers, body, url: incoming.url });
      const says = { statusCode: fault.status, error: everything, message: everything };
      const told = { ...says, errorCode: everything, error_description: everything };
      return answer(outgoing, { status: fault.status, body: told });
    }
    case "hang":
      return;
    case "reset":
      incoming.socket.resetAndDestroy();
      return;
    case "cut":
      outgoing.writeHead(200, { "content-type": "application/json", "content-length": "10000" });
      outgoing.write("[", () => incoming.socket.resetAndDestroy());
      return;
    case "drip":
      return drip(outgoing);
  }
}

function answer(
  outgoing: ServerResponse,
  given: { status: number; body?: unknown; headers?: Readonly<Record<string, string>> },
): void {
  const { status, body, headers = {} } = given;
  const page = typeof body === "string";
  const type = page ? "text/html; charset=utf-8" : "application/json; charset=utf-8";
  outgoing.writeHead(status, { "content-type": type, ...headers });
  outgoing.end(page ? body : body === undefined ? "" : JSON.stringify(body));
}

function drip(outgoing: ServerResponse): void {
  outgoing.writeHead(200, { "content-type": "application/json" });
  outgoing.write("[");
  const dripping = every(() => outgoing.write(" "), 20);
  outgoing.on("close", () => clearInterval(dripping));
}
