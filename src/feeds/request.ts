import type { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { SECOND } from "../core/clock.ts";
import { UpstreamError } from "../core/errors.ts";
import { createConnector } from "../outgoing/connector.ts";
import { type Network, proxiesOf } from "../outgoing/network.ts";
import { Agent, request } from "../outgoing/undici.ts";
import { acceptEncoding, readBody } from "./body.ts";
import {
  type Allowed,
  allowedBy,
  checkWritten,
  guardedLookup,
  type ResolveAll,
  systemResolve,
} from "./guard.ts";
import { httpUrl } from "./links.ts";
import { retryAfter, whatFailed } from "./request-errors.ts";

export interface Outgoing extends Network {
  /** Private hosts and networks that addresses named by people or feeds may reach. */
  readonly allow: readonly string[];
}

export interface GetOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Origins that the operator's settings name: they may be private. Every other one must be public. */
  readonly trusted: ReadonlySet<string>;
  /** The address itself is a secret: it is never sent on to where it could be read on the way. */
  readonly secret: boolean;
  readonly signal: AbortSignal;
  /** Sent by POST. A question is never sent on to where an answer points. */
  readonly body?: string;
}

export interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Empty unless the status is 200. */
  readonly bytes: Uint8Array;
  /** Where it was found in the end. */
  readonly url: string;
}

/** Gets documents over HTTP. Never reaches what it must not, and never takes more than it can hold. */
export interface Requester {
  /** Rejects with an UpstreamError that names no more than the host. */
  get(url: string, options: GetOptions): Promise<Got>;
  close(): Promise<void>;
}

export interface RequesterOptions extends Outgoing {
  readonly userAgent: string;
  readonly limitBytes?: number;
  readonly resolveAll?: ResolveAll;
}

/** Whatever one request takes, from the name's look-up to the last byte. */
export const timeoutMs = 10 * SECOND;
const mostRedirects = 5;
const mostBytes = 5 * 1024 * 1024;

export function createRequester(options: RequesterOptions): Requester {
  const resolveAll = options.resolveAll ?? systemResolve;
  const allowed = allowedBy(options.allow);
  const proxyFor = proxiesOf(options);
  const way = { proxyFor, ca: options.ca };
  const trusting = new Agent({ connect: createConnector(way) });
  const lookup = guardedLookup(allowed, resolveAll);
  const guarded = new Agent({ connect: createConnector({ ...way, lookup }) });

  async function step(url: URL, given: GetOptions): Promise<Dispatcher.ResponseData> {
    const trusts = given.trusted.has(url.origin);
    if (!trusts) checkWritten(url, allowed);
    // A proxy connects in our place, so the best that can be done is to look before it does.
    if (!trusts && proxyFor(url.hostname)) await lookFirst(url.hostname, allowed, resolveAll);
    return request(plainUrl(url), {
      ...methodOf(given),
      dispatcher: trusts ? trusting : guarded,
      signal: given.signal,
      headers: {
        "user-agent": options.userAgent,
        "accept-encoding": acceptEncoding,
        ...given.headers,
        ...(trusts ? credentialsOf(url) : {}),
      },
    });
  }

  /** One hop: the answer, or the address that it points to. */
  async function hopTo(url: URL, given: GetOptions): Promise<Got | URL> {
    try {
      const response = await step(url, given);
      const next = redirection(response, url);
      if (!next) return await finish(response, url, options.limitBytes ?? mostBytes);
      discard(response.body);
      if (given.body !== undefined) return refuseToSendOn(url);
      if (!(given.secret && url.protocol === "https:" && next.protocol === "http:")) return next;
    } catch (error) {
      throw whatFailed(error, url.host, given.signal);
    }
    throw new UpstreamError(url.host, `${url.host} redirects a secret address to plain http.`);
  }

  return {
    async get(written, given) {
      let at = httpUrl(written);
      if (!at) throw new UpstreamError("feed", "The address is not one of http or https.");
      for (let hop = 0; hop <= mostRedirects; hop += 1) {
        const outcome: Got | URL = await hopTo(at, given);
        if (!(outcome instanceof URL)) return outcome;
        at = outcome;
      }
      throw new UpstreamError(at.host, `${at.host} redirects more than ${mostRedirects} times.`);
    },
    async close() {
      await Promise.all([trusting.destroy(), guarded.destroy()]);
    },
  };
}

const methodOf = ({ body }: GetOptions) =>
  body === undefined ? ({ method: "GET" } as const) : ({ method: "POST", body } as const);

function refuseToSendOn({ host }: URL): never {
  throw new UpstreamError(host, `${host} points a question to another address.`);
}

/** Credentials in an address go into a header, and only where the operator sends them. */
function credentialsOf({ username, password }: URL): Record<string, string> {
  if (username === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

function plainUrl(url: URL): URL {
  const plain = new URL(url);
  plain.username = "";
  plain.password = "";
  plain.hash = "";
  return plain;
}

async function lookFirst(
  hostname: string,
  allowed: Allowed,
  resolveAll: ResolveAll,
): Promise<void> {
  if (allowed.host(hostname)) return;
  await new Promise<void>((resolve, reject) => {
    guardedLookup(allowed, resolveAll)(hostname, { all: true }, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}

function redirection({ statusCode, headers }: Dispatcher.ResponseData, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode)) return undefined;
  const location = headers.location;
  const url = typeof location === "string" ? httpUrl(location, from.href) : undefined;
  if (url) return url;
  throw new UpstreamError(from.host, `${from.host} redirects to nowhere that can be read.`);
}

async function finish(
  response: Dispatcher.ResponseData,
  { host, href }: URL,
  limit: number,
): Promise<Got> {
  const { statusCode: status, body } = response;
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value[0] : value,
    ]),
  );
  if (status === 200) {
    const bytes = await readBody(body, headers["content-encoding"], limit);
    return { status, headers, bytes, url: href };
  }
  discard(body);
  if (status === 304) return { status, headers, bytes: new Uint8Array(), url: href };
  const wait = retryAfter(headers["retry-after"], headers.date);
  throw new UpstreamError(host, `${host} answered HTTP ${status}.`, { retryAfterMs: wait });
}

/** Frees the connection without reading on. */
function discard(body: Readable): void {
  body.on("error", () => undefined);
  body.destroy();
}
