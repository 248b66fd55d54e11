import { type ClientRequest, type IncomingMessage, request as plainly } from "node:http";
import { request as securely } from "node:https";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectSecurely, rootCertificates } from "node:tls";
import { SECOND } from "../core/clock.ts";
import type { LoginRun, LoginStep } from "../core/login.ts";
import type { ProxyFor } from "../outgoing/network.ts";
import { openTunnel } from "../outgoing/tunnel.ts";

/** One request, on a connection of its own. */
export interface Asked {
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface Answered {
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly steps: LoginRun["steps"];
}

/** What ended a request before it had its whole answer. */
export type Cut = "hung" | "failed" | "too-large";

/** No answer, or not the whole of one: at which step, and by what code of the system's. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  readonly cut: Cut;
  readonly step: LoginStep;
  readonly code: string;
  readonly steps: LoginRun["steps"];

  constructor(
    given: { cut: Cut; step: LoginStep; code: string; steps: LoginRun["steps"] },
    cause?: unknown,
  ) {
    super(`no answer: ${given.cut} at ${given.step} (${given.code})`, { cause });
    this.cut = given.cut;
    this.step = given.step;
    this.code = given.code;
    this.steps = given.steps;
  }
}

export interface ExchangeOptions {
  /** Certificates (PEM) to trust beside the usual ones. */
  readonly ca?: string | undefined;
  /** Where an HTTP proxy stands between; addresses of plain http, which only a sandbox has, are reached without it. */
  readonly proxyFor?: ProxyFor | undefined;
  readonly userAgent: string;
  /** Milliseconds that never jump, as of `performance.now`. */
  readonly stopwatch: () => number;
  /** How names are looked up; the system's way unless given. */
  readonly lookup?: LookupFunction | undefined;
}

/** Asks over http or https. Follows no redirect, keeps no connection. @throws NoAnswer and nothing else. */
export type Exchange = (asked: Asked) => Promise<Answered>;

/** Answers of a token endpoint have a few kilobytes; the keys of a tenant too. */
const mostBytes = 256 * 1024;
/** Between the addresses of one name, when the first does not answer. */
const nextAddressMs = SECOND;

export function createExchange(options: ExchangeOptions): Exchange {
  const trusted = options.ca ? { ca: [...rootCertificates, options.ca] } : {};
  const lookup = options.lookup ? { lookup: options.lookup } : {};
  // A connection of its own each time, or the steps would be those of an earlier run.
  const direct = {
    agent: false,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: nextAddressMs,
    ...lookup,
    ...trusted,
  };
  const own = { accept: "application/json", "user-agent": options.userAgent };

  /** Not sent yet. */
  function open({ url, method, headers, body }: Asked, tunnel: Socket | undefined): ClientRequest {
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const what = { method, headers: { ...own, ...headers, ...length } };
    if (url.protocol !== "https:") return plainly(url, { ...what, ...direct });
    if (!tunnel) return securely(url, { ...what, ...direct });
    const name = isLiteral(url) ? {} : { servername: url.hostname };
    const createConnection = () =>
      connectSecurely({ socket: tunnel, host: url.hostname, ...name, ...trusted });
    return securely(url, { ...what, createConnection });
  }

  async function tunnelTo({ url, signal }: Asked, watch: Watch): Promise<Socket | undefined> {
    const proxy = proxyOf(url, options);
    if (!proxy) return undefined;
    const follow = watch.followProxy;
    try {
      const parts = { signal, follow, ...lookup, ...trusted };
      const tunnel = await openTunnel(proxy, url, parts);
      watch.passed("tcp");
      return tunnel;
    } catch (cause) {
      throw watch.failure(signal.aborted ? "hung" : "failed", cause);
    }
  }

  return async (asked) => {
    const watch = createWatch(asked.url, options);
    const tunnel = await tunnelTo(asked, watch);
    return send(open(asked, tunnel), asked, watch);
  };
}

function send(request: ClientRequest, asked: Asked, watch: Watch): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const fail = (cut: Cut, cause?: unknown) => {
      reject(watch.failure(cut, cause));
      request.destroy();
    };
    const stop = () => fail("hung");
    asked.signal.addEventListener("abort", stop, { once: true });
    request.once("close", () => asked.signal.removeEventListener("abort", stop));
    request.once("socket", watch.follow);
    request.on("error", (cause) => fail("failed", cause));
    request.once("response", (response) => {
      watch.passed("answer");
      take(response, { resolve, fail, watch });
    });
    if (asked.signal.aborted) stop();
    else request.end(asked.body);
  });
}

type Watch = ReturnType<typeof createWatch>;

/** Notes when each step was passed, and so which one a failure happened in. */
function createWatch(url: URL, options: ExchangeOptions) {
  const { stopwatch } = options;
  const steps: { step: LoginStep; ms: number }[] = [];
  const ahead = [...stepsTo(url, proxyOf(url, options))];
  let since = stopwatch();

  /** A name with several addresses is looked up once, though each is announced; what was not announced took no time. */
  function passed(step: LoginStep): void {
    if (!ahead.includes(step)) return;
    const now = stopwatch();
    const unseen = ahead.splice(0, ahead.indexOf(step) + 1).slice(0, -1);
    steps.push(...unseen.map((one) => ({ step: one, ms: 0 })));
    steps.push({ step, ms: Math.max(0, Math.round(now - since)) });
    since = now;
  }

  function lookedUp(socket: Socket): void {
    socket.on("lookup", (error) => {
      if (!error) passed("dns");
    });
  }

  return {
    passed,
    steps: () => [...steps],
    /** The proxy's connection is not the tenant's: that one is there when the proxy says so. */
    followProxy: lookedUp,
    follow(socket: Socket): void {
      lookedUp(socket);
      socket.once("connect", () => passed("tcp"));
      socket.once("secureConnect", () => passed("tls"));
    },
    failure(cut: Cut, cause?: unknown): NoAnswer {
      const step = ahead[0] ?? "answer";
      return new NoAnswer({ cut, step, code: codeOf(cause), steps: [...steps] }, cause);
    },
  };
}

/** An address that is no name needs no look-up. */
function stepsTo(url: URL, proxy: URL | undefined): readonly LoginStep[] {
  const secure = url.protocol === "https:";
  return [
    ...(isLiteral(proxy ?? url) ? [] : (["dns"] as const)),
    "tcp",
    ...(secure ? (["tls"] as const) : []),
    "answer",
  ];
}

const proxyOf = (url: URL, { proxyFor }: ExchangeOptions): URL | undefined =>
  url.protocol === "https:" ? proxyFor?.(url.hostname) : undefined;

const isLiteral = ({ hostname }: URL): boolean => isIP(hostname.replace(/^\[|\]$/g, "")) > 0;

function take(
  response: IncomingMessage,
  given: {
    resolve: (answered: Answered) => void;
    fail: (cut: Cut, cause?: unknown) => void;
    watch: Watch;
  },
): void {
  const parts: Buffer[] = [];
  let size = 0;
  response.on("data", (part: Buffer) => {
    size += part.length;
    if (size > mostBytes) return given.fail("too-large");
    parts.push(part);
  });
  // One that ends in the middle tells of it here, and not at the request.
  response.on("error", (cause) => given.fail("failed", cause));
  response.on("end", () => {
    const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
    given.resolve({
      status: response.statusCode ?? 0,
      headers: Object.fromEntries(headers),
      body: Buffer.concat(parts).toString("utf8"),
      steps: given.watch.steps(),
    });
  });
}

/** The system's own word for it, like ECONNREFUSED; of several addresses, the first one's. */
function codeOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) return codeOf(cause.errors[0]);
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : "";
}
