import { z } from "zod";
import type { Clock } from "../../src/core/clock.ts";
import { barrierOf } from "../../src/core/way-out.ts";
import { within } from "../../src/core/within.ts";

/** More than any answer that is asked for holds: a page of 100 log events with whole requests in them. */
const largest = 10_000_000;

/** What came back, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where it is not JSON. */
  readonly body: unknown;
  /** Something came, but it was not JSON. */
  readonly foreign: boolean;
}

/** Nothing came back that is an answer. Its message continues a sentence: "The Management API …". */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** Nothing came in time. */
export class TooLate extends NoAnswer {
  constructor(ms: number) {
    super(`did not answer within ${ms / 1000} seconds`);
  }
}

/** The token endpoint gave no token. */
export class NoToken extends Error {
  override readonly name = "NoToken";
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`no token: ${answer.status}`);
    this.answer = answer;
  }
}

export interface TransportOptions {
  readonly domain: string;
  /** Where the tenant is reached instead of https://<domain>. */
  readonly origin: string | undefined;
  readonly clock: Clock;
  /** Milliseconds for one request, its answer's body included. */
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
  /** Told what each token is good for, where Auth0 says so. */
  readonly onToken: (scopes: readonly string[] | undefined) => void;
}

/**
 * The `fetch` that the SDK is given, for tokens and for the API. It reads every body to its end within the time, which
 * the SDK does not; follows no redirect, since a token or a secret would go along; and accepts only a token for one.
 * @throws NoAnswer and NoToken.
 */
export function createTransport(options: TransportOptions): typeof fetch {
  return async (input, init) => {
    const url = urlOf(input);
    const response = await readWhole(options, placed(url, options), init ?? {});
    return url.pathname === "/oauth/token" ? onlyToken(response, options.onToken) : response;
  };
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const { status, headers } = response;
  try {
    return { status, headers, body: JSON.parse(text), foreign: false };
  } catch {
    return { status, headers, body: undefined, foreign: text.trim() !== "" };
  }
}

/** Gives up on what takes longer, whatever it waits for: a token and an answer are two requests. @throws TooLate */
export async function inTime<Value>(
  work: Promise<Value>,
  { clock, timeoutMs }: Pick<TransportOptions, "clock" | "timeoutMs">,
): Promise<Value> {
  const came = await within(
    work.then((value) => ({ value })),
    { clock, ms: timeoutMs },
  );
  if (came) return came.value;
  throw new TooLate(timeoutMs);
}

const urlOf = (input: Parameters<typeof fetch>[0]): URL =>
  new URL(input instanceof Request ? input.url : input);

function placed(url: URL, { domain, origin }: TransportOptions): URL {
  if (origin === undefined || url.host !== domain) return url;
  return new URL(`${url.pathname}${url.search}`, origin);
}

/** The response with all of its body in memory. */
async function readWhole(options: TransportOptions, url: URL, init: RequestInit) {
  const { clock, timeoutMs } = options;
  const late = new AbortController();
  const done = new AbortController();
  void clock.after(timeoutMs, done.signal).then(() => done.signal.aborted || late.abort());
  const signal = AbortSignal.any([late.signal, ...(init.signal ? [init.signal] : [])]);
  try {
    const response = await options.fetch(url, { ...init, signal, redirect: "manual" });
    const body = await bytesOf(response);
    const { status, statusText, headers } = response;
    // No body may be given with these.
    const bare = status === 204 || status === 205 || status === 304;
    return new Response(bare ? null : body, { status, statusText, headers });
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    if (late.signal.aborted) throw new TooLate(timeoutMs);
    throw new NoAnswer(unreached(error), { cause: error });
  } finally {
    done.abort();
  }
}

function unreached(error: unknown): string {
  const barrier = barrierOf(error);
  return barrier
    ? `could not be reached: ${barrier.words}`
    : "could not be reached, or broke off its answer";
}

async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > largest) throw new NoAnswer("answered with far more than was asked for");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const token = z.object({
  access_token: z.string().min(1),
  expires_in: z.number(),
  scope: z.string().optional().catch(undefined),
});

async function onlyToken(
  response: Response,
  onToken: TransportOptions["onToken"],
): Promise<Response> {
  const answer = await answerOf(response.clone());
  if (!response.ok) throw new NoToken(answer);
  const { data } = token.safeParse(answer.body);
  if (!data) throw new NoAnswer("gave something that is no token when asked for one");
  onToken(data.scope?.split(" "));
  return response;
}
