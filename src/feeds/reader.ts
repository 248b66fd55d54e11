import { createHash } from "node:crypto";
import { UpstreamError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import type { FeedDocument, PollSettings, Readers, Source, Target } from "../core/source.ts";
import type { Observation, TargetState } from "../core/store.ts";
import type { KnownSubject } from "../core/subject.ts";
import { createAnswers, type DataAnswers, readFileText } from "./data.ts";
import { decodeText } from "./encoding.ts";
import { httpUrl } from "./links.ts";
import type { FeedParser } from "./parser.ts";
import { createRequester, type Got, type Outgoing, type Requester, timeoutMs } from "./request.ts";

/** What came of reading one target. `subjects` undefined: nothing has changed since the last time. */
export type Reading = Pick<Observation, "subjects" | "skewMs"> & {
  readonly validators: TargetState["validators"];
  /** Parts that could not be read. */
  readonly missed?: UpstreamError;
};

/** Lets sources read: within limits, only what may be reached, and only what has changed. */
export interface Reader {
  /** Rejects with an UpstreamError where the target cannot be read. */
  read(
    source: Source,
    settings: PollSettings,
    target: Target,
    state: TargetState | undefined,
    now: Date,
    recall?: Recall,
  ): Promise<Reading>;
  close(): Promise<void>;
}

/** What is remembered of the source's subjects. */
export type Recall = () => Promise<readonly KnownSubject[]>;

export interface ReaderOptions {
  readonly userAgent: string;
  readonly outgoing: Outgoing;
  readonly parser: FeedParser;
  /** Instead of the real one, where a test must not reach the network. */
  readonly requester?: Requester;
}

type Validators = TargetState["validators"];

export function createReader(options: ReaderOptions): Reader {
  const { parser, outgoing, userAgent } = options;
  const requester = options.requester ?? createRequester({ ...outgoing, userAgent });
  const data = createAnswers();
  return {
    async read(source, settings, target, state, now, recall = async () => []) {
      const known = source.conditional === false ? {} : (state?.validators ?? {});
      const trusted = trustedOrigins(target, settings);
      const secret = target.url instanceof Secret;
      const round = (validators: Validators, had: ReadonlyMap<string, Answer>) =>
        createRound({ requester, parser, trusted, secret, validators, had, now, data, recall });

      const first = round(known, new Map());
      const subjects = await attempt(() => source.read(target, first.readers, settings, now));
      await first.settled();
      const reading = first.reading();
      if (first.unchanged()) return reading;
      if (first.complete() && !(subjects instanceof NotModified)) return { ...reading, subjects };
      // Something changed and something did not: what was not sent this time is asked for again, in full.
      const second = round({}, first.answers());
      const again = await source.read(target, second.readers, settings, now);
      return { ...reading, ...second.reading(), subjects: again };
    },
    close: () => requester.close(),
  };
}

/** A feed has not changed: there is nothing to read it from. Never leaves this file. */
class NotModified extends Error {
  override readonly name = "NotModified";
}

async function attempt<T>(run: () => Promise<T>): Promise<T | NotModified> {
  return run().catch((error: unknown) => {
    if (error instanceof NotModified) return error;
    throw error;
  });
}

/** One address's answer; no `got`: it has not changed. */
interface Answer {
  readonly got?: Got;
  readonly validator: Validators[string];
}

interface RoundOptions {
  readonly requester: Requester;
  readonly parser: FeedParser;
  readonly trusted: ReadonlySet<string>;
  readonly secret: boolean;
  readonly validators: Validators;
  /** Answers that were had already. */
  readonly had: ReadonlyMap<string, Answer>;
  readonly now: Date;
  readonly data: DataAnswers;
  readonly recall: Recall;
}

/** One pass over a target's addresses. */
function createRound(options: RoundOptions) {
  const { requester, parser, trusted, secret, validators, had, now, data, recall } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  const begun = performance.now();
  const answers = new Map<string, Answer>();
  const asked = new Set<string>();
  const pending: Promise<unknown>[] = [];
  const missed: UpstreamError[] = [];
  let skewMs: number | undefined;

  async function ask(url: string): Promise<Answer> {
    const key = digestOf(url);
    const before = had.get(key);
    if (before?.got) return keep(key, before);
    const known = validators[key];
    asked.add(key);
    const headers = conditions(known);
    const got = await requester.get(url, { headers, trusted, secret, signal });
    const moment = now.getTime() + performance.now() - begun;
    skewMs ??= skewOf(got.headers, moment);
    const validator = got.status === 304 && known ? known : validatorOf(got);
    const same =
      got.status === 304 || (known && known.etag === validator.etag && isOwn(known.etag));
    return keep(key, same ? { validator } : { got, validator });
  }

  function keep(key: string, answer: Answer): Answer {
    answers.set(key, answer);
    return answer;
  }

  /** So that no request outlives the read it belongs to. */
  function watched<T>(work: Promise<T>): Promise<T> {
    pending.push(work.catch(() => undefined));
    return work;
  }

  const readers: Readers = {
    feed: (url) => watched(ask(url).then((answer) => documentOf(answer, parser))),
    page: (url) => watched(ask(url).then(textOf, nothing)),
    json: (url, question) => watched(data.ask(url, question, { requester, trusted, secret })),
    file: readFileText,
    known: recall,
    missed: (problem) => void missed.push(problem),
  };
  return {
    readers,
    settled: () => Promise.all(pending),
    answers: () => answers,
    unchanged: () => answers.size > 0 && [...answers.values()].every(({ got }) => !got),
    complete: () => [...answers.values()].every(({ got }) => got),
    reading: (): Reading => ({
      validators: { ...kept(validators, asked), ...validatorsOf(answers) },
      ...(skewMs === undefined ? {} : { skewMs }),
      ...missedOf(missed),
    }),
  };
}

function missedOf(problems: readonly UpstreamError[]): Pick<Reading, "missed"> {
  const [first] = problems;
  if (!first) return {};
  const words = [...new Set(problems.map(({ message }) => message))].join(" ");
  const waits = problems.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
  const retryAfterMs = waits.length > 0 ? Math.max(...waits) : undefined;
  return { missed: new UpstreamError(first.system, words, { retryAfterMs }) };
}

function documentOf({ got }: Answer, parser: FeedParser): Promise<FeedDocument> {
  if (!got) throw new NotModified("not modified");
  return parser.parse(got.bytes, got.headers["content-type"], got.url);
}

function textOf({ got }: Answer): string | undefined {
  return got && decodeText(got.bytes, got.headers["content-type"]);
}

/** A page is good to know and not needed: that it cannot be had is no failure. */
function nothing(error: unknown): undefined {
  if (!(error instanceof UpstreamError)) throw error;
}

/** What was known of addresses that could not be had this time stays known. */
function kept(validators: Validators, asked: ReadonlySet<string>): Validators {
  return Object.fromEntries(Object.entries(validators).filter(([key]) => asked.has(key)));
}

function validatorsOf(answers: ReadonlyMap<string, Answer>): Validators {
  return Object.fromEntries([...answers].map(([key, { validator }]) => [key, validator]));
}

/** Where a server gives no validator of its own, a digest of what it sent tells whether that changed. */
const own = "sha256:";
const isOwn = (etag: string | undefined) => etag?.startsWith(own) === true;

function validatorOf({ headers, bytes }: Got): Validators[string] {
  const { etag, "last-modified": lastModified } = headers;
  if (!(etag || lastModified)) return { etag: own + digestOf(bytes) };
  return { ...(etag ? { etag } : {}), ...(lastModified ? { lastModified } : {}) };
}

function conditions(known: Validators[string] | undefined): Record<string, string> {
  const { etag, lastModified } = known ?? {};
  return {
    ...(etag && !isOwn(etag) ? { "if-none-match": etag } : {}),
    ...(lastModified ? { "if-modified-since": lastModified } : {}),
  };
}

/** The server's clock minus ours; undefined where a cache may have kept the answer. */
function skewOf(headers: Got["headers"], moment: number): number | undefined {
  const date = Date.parse(headers.date ?? "");
  if (Number.isNaN(date) || Number(headers.age ?? 0) > 0) return undefined;
  return Math.round(date - moment);
}

/** What the operator's settings name, and nothing that a person named. */
function trustedOrigins(target: Target, settings: PollSettings): ReadonlySet<string> {
  const url = target.url instanceof Secret ? target.url.reveal() : target.url;
  const named = [...Object.values(settings), ...(target.feed === undefined ? [url] : [])];
  const origins = named.map((one) => (typeof one === "string" ? httpUrl(one)?.origin : undefined));
  return new Set(origins.filter((origin) => origin !== undefined));
}

/** Addresses may be secrets, and what is stored by them must not tell. */
function digestOf(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex").slice(0, 24);
}
