import { readFile, stat } from "node:fs/promises";
import { UpstreamError } from "../core/errors.ts";
import { Immodest, readModestly } from "../core/modest-json.ts";
import type { Question } from "../core/source.ts";
import { type Requester, timeoutMs } from "./request.ts";

/** Answers kept because they stay as they are until their version changes. */
const mostKept = 1000;
/** Bytes; a longer one is asked for again. */
const longestKept = 64 * 1024;
/** Answers about a thousand packages hold a fifth of that, and are read where lines are answered. */
const modesty = { values: 20_000, depth: 50 };
/** Reading what it holds takes a moment in which nothing else is done. */
const longestFile = 10 * 1024 * 1024;

/** With what, and how far, one target's addresses are asked. */
export interface Asking {
  readonly requester: Requester;
  readonly trusted: ReadonlySet<string>;
  readonly secret: boolean;
}

/** Answers that are data: each request has a time limit of its own, and what a version names is asked for once. */
export interface DataAnswers {
  /** Rejects with an UpstreamError when it cannot be had or is no JSON. */
  ask(url: string, question: Question | undefined, by: Asking): Promise<unknown>;
}

export function createAnswers(): DataAnswers {
  const kept = new Map<string, { readonly version: string; readonly answer: unknown }>();

  function keep(url: string, version: string, answer: unknown): void {
    kept.delete(url);
    kept.set(url, { version, answer });
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  }

  return {
    async ask(url, { body, version } = {}, by) {
      const before = version === undefined ? undefined : kept.get(url);
      if (before?.version === version && before) return before.answer;
      const { answer, length } = await request(url, body, by);
      if (version !== undefined && length <= longestKept) keep(url, version, answer);
      return answer;
    },
  };
}

async function request(
  url: string,
  body: unknown,
  { requester, trusted, secret }: Asking,
): Promise<{ readonly answer: unknown; readonly length: number }> {
  const got = await requester.get(url, {
    headers: {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    trusted,
    secret,
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  try {
    const answer = readModestly(new TextDecoder().decode(got.bytes), modesty);
    return { answer, length: got.bytes.byteLength };
  } catch (error) {
    const { host } = new URL(got.url);
    const why = error instanceof Immodest ? `that ${error.message}` : "that is not JSON";
    throw new UpstreamError(host, `${host} sent an answer ${why}.`);
  }
}

/** A file that the operator's settings name; a device or a folder is none. Rejects with an UpstreamError that names it. */
export async function readFileText(path: string): Promise<string> {
  const found = await stat(path).catch((error: unknown) => throwWords(error, path));
  if (!found.isFile()) throw new UpstreamError(path, `${path} is not a file.`);
  if (found.size > longestFile) {
    throw new UpstreamError(path, `The file ${path} is larger than 10 MB, and that is not read.`);
  }
  return readFile(path, "utf8").catch((error: unknown) => throwWords(error, path));
}

function throwWords(error: unknown, path: string): never {
  if (!(error instanceof Error && "code" in error)) throw error;
  const why = reasons.get(String(error.code)) ?? `cannot be read (${String(error.code)})`;
  throw new UpstreamError(path, `The file ${path} ${why}.`);
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "is not there"],
  ["EACCES", "may not be read by Watchpost"],
  ["EPERM", "may not be read by Watchpost"],
]);
