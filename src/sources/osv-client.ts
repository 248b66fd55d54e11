import { z } from "zod";
import { UpstreamError } from "../core/errors.ts";
import type { Readers } from "../core/source.ts";
import type { Used } from "./advisories-settings.ts";
import { type OsvRecord, readRecord } from "./osv-record.ts";

/** Packages in one question: OSV's own limit. */
const mostAtOnce = 1000;
/** Pages of one question: an answer that never ends is none. */
const mostPages = 20;
/** Advisories asked for side by side. */
const sideBySide = 8;
/** More are not about one team's logins. */
const mostAdvisories = 1000;

const found = z.object({ id: z.string().min(1), modified: z.string().optional() });
const answer = z.object({
  results: z.array(
    z
      .object({
        vulns: z.array(found).nullish(),
        next_page_token: z.string().nullish(),
      })
      .nullish(),
  ),
});

/** An advisory, and the packages of ours that OSV holds it against. */
export interface Hit {
  readonly record: OsvRecord;
  readonly uses: readonly Used[];
}

/** What OSV says of the packages. `missed`: advisories that could not be had, or not be understood. */
export interface Hits {
  readonly hits: readonly Hit[];
  readonly missed: readonly UpstreamError[];
}

/** Rejects with an UpstreamError where OSV cannot be asked at all. */
export async function askOsv(
  base: string,
  uses: readonly Used[],
  readers: Pick<Readers, "json">,
): Promise<Hits> {
  const url = base.replace(/\/+$/, "");
  const about = await listed(url, uses, readers);
  const hits: Hit[] = [];
  const missed: UpstreamError[] = [];
  const all = [...about.values()].slice(0, mostAdvisories);
  if (all.length < about.size) missed.push(wrong(url, `names more than ${mostAdvisories}`));
  for (let from = 0; from < all.length; from += sideBySide) {
    const some = all.slice(from, from + sideBySide);
    for (const outcome of await Promise.all(some.map((one) => fetched(url, one, readers)))) {
      if (outcome instanceof UpstreamError) missed.push(outcome);
      else hits.push(outcome);
    }
  }
  return { hits, missed };
}

/** An advisory by name, as it stands at `modified`. */
interface Listed {
  readonly id: string;
  readonly modified: string | undefined;
  readonly uses: Used[];
}

interface Question {
  readonly use: Used;
  readonly token?: string;
}

/** Which advisories there are for which of our packages. */
async function listed(
  url: string,
  uses: readonly Used[],
  readers: Pick<Readers, "json">,
): Promise<ReadonlyMap<string, Listed>> {
  const about = new Map<string, Listed>();
  let questions: readonly Question[] = uses.map((use) => ({ use }));
  for (let page = 0; questions.length > 0; page += 1) {
    if (page === mostPages) throw wrong(url, "sends page after page without an end");
    const next: Question[] = [];
    for (let from = 0; from < questions.length; from += mostAtOnce) {
      next.push(...(await ask(url, questions.slice(from, from + mostAtOnce), readers, about)));
    }
    questions = next;
  }
  return about;
}

/** Asks one batch; what goes on, on a further page, comes back as questions. */
async function ask(
  url: string,
  questions: readonly Question[],
  readers: Pick<Readers, "json">,
  about: Map<string, Listed>,
): Promise<readonly Question[]> {
  const body = { queries: questions.map(queryOf) };
  const read = answer.safeParse(await readers.json(`${url}/v1/querybatch`, { body }));
  if (!read.success || read.data.results.length !== questions.length) {
    throw wrong(url, "sent an answer of another form than it promises");
  }
  return questions.flatMap(({ use }, index) => {
    const { vulns, next_page_token: token } = read.data.results[index] ?? {};
    for (const { id, modified } of vulns ?? []) {
      const known = about.get(id) ?? { id, modified, uses: [] };
      known.uses.push(use);
      about.set(id, known);
    }
    return token ? [{ use, token }] : [];
  });
}

function queryOf({ use: { ecosystem, name, version }, token }: Question) {
  return { package: { ecosystem, name }, version, ...(token ? { page_token: token } : {}) };
}

async function fetched(
  url: string,
  { id, modified, uses }: Listed,
  readers: Pick<Readers, "json">,
): Promise<Hit | UpstreamError> {
  try {
    const question = modified === undefined ? {} : { version: modified };
    const data = await readers.json(`${url}/v1/vulns/${encodeURIComponent(id)}`, question);
    const record = readRecord(data);
    return record ? { record, uses } : wrong(url, `sent an advisory that cannot be read (${id})`);
  } catch (error) {
    if (error instanceof UpstreamError) return error;
    throw error;
  }
}

function wrong(url: string, words: string): UpstreamError {
  const { host } = new URL(url);
  return new UpstreamError(host, `${host} ${words}.`);
}
