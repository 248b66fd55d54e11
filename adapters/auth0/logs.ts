import { z } from "zod";
import type { Log } from "../../src/core/log.ts";
import type { LogEvent } from "../../src/core/log-event.ts";
import { matcherOf } from "../../src/core/log-match.ts";
import type { LogQuery } from "../../src/core/log-query.ts";
import { logEventOf, logEventsOf } from "../../src/core/log-record.ts";
import type { Haste, LogPage, LogStep, Tenant } from "../../src/core/tenant.ts";
import type { Api } from "./api.ts";
import { withOrganizationIds } from "./log-organizations.ts";
import { logQuery, missesWords } from "./log-query.ts";
import { misshapen } from "./refusals.ts";
import { logs as wanted } from "./scopes.ts";
import type { Answer } from "./transport.ts";

/** Auth0 shows no further in a search. */
const searchEnds = 1000;
const largestPage = 100;
/** HTTP's own word for an address that is. */
const tooLong = 414;
const blindness =
  "Auth0 looks for words in descriptions only, and not in what an error says beside them";
/** Characters of a question, and of what is asked instead where it is too long. */
const shorter = [4000, 1500, 300] as const;
const nothing: LogPage = { events: [], more: false, cutOff: false };

const records = z.union([
  z.array(z.unknown()),
  z.object({ logs: z.array(z.unknown()) }).transform((of) => of.logs),
]);

type SearchAt = Parameters<Tenant["logs"]>[1];

/** The log of one tenant: searched, followed, or one event of it. @throws TenantError */
export function createLogs(api: Api, log: Log) {
  function read(answer: Answer) {
    const { data, error } = records.safeParse(answer.body);
    if (!data) throw misshapen({ tenant: api.name, wanted }, error);
    const { events, skipped } = logEventsOf(data);
    // A page of which nothing can be read is not a log that is empty.
    if (skipped > 0 && events.length === 0 && !nextIn(answer)) {
      throw misshapen({ tenant: api.name, wanted }, undefined);
    }
    if (skipped > 0) log.warn({ tenant: api.name, skipped }, "log events could not be read");
    return { events, all: data };
  }

  async function search(query: LogQuery, at: SearchAt): Promise<LogPage> {
    const size = Math.min(Math.max(1, at.size), largestPage);
    if ((at.page + 1) * size > searchEnds) return { ...nothing, cutOff: true };
    const known = await withOrganizationIds(api, query);
    if (known === undefined) return nothing;
    const { events, all } = read(await ask(api, known, { ...at, size }));
    const reaches = events.at(-1)?.at;
    const full = all.length >= size;
    const last = (at.page + 2) * size > searchEnds;
    return {
      events: events.filter(matcherOf(query)),
      ...(reaches && { reaches }),
      more: full && !last,
      cutOff: full && last,
      ...(missesWords(query) && { blind: blindness }),
    };
  }

  async function after(
    checkpoint: string,
    take: number,
    { unhurried }: Haste = {},
  ): Promise<LogStep> {
    const size = Math.min(Math.max(1, take), largestPage);
    const query = { ...(checkpoint && { from: checkpoint }), take: String(size) };
    const answer = await api.get({ path: "logs", wanted, query, unhurried });
    const { events, all } = read(answer);
    const next = all.length === 0 ? checkpoint : (nextIn(answer) ?? idOf(all.at(-1)) ?? checkpoint);
    return { events, next, more: all.length >= size };
  }

  async function one(id: string, { unhurried }: Haste = {}): Promise<LogEvent | undefined> {
    const none = ({ status, foreign }: Answer) => status === 404 && !foreign;
    if (!/^\w[\w.~:-]{0,199}$/.test(id)) return undefined; // No event's id is like that.
    const path = `logs/${id}`;
    const answer = await api.get({ path, wanted, accepts: none, unhurried });
    if (none(answer)) return undefined;
    const event = logEventOf(answer.body);
    if (!event) throw misshapen({ tenant: api.name, wanted }, undefined);
    return event;
  }

  return { search, after, one };
}

/** A question that is too long is asked wider. */
async function ask(api: Api, wide: LogQuery, { page, size, oldestFirst, unhurried }: SearchAt) {
  const sort = oldestFirst ? "date:1" : "date:-1";
  const paging = { page: String(page), per_page: String(size), sort };
  const ways = [...new Set(shorter.map((longest) => logQuery(wide, longest)))];
  for (const [index, q] of ways.entries()) {
    const accepts = ({ status }: Answer) => status === tooLong && index < ways.length - 1;
    const query = { ...(q && { q }), ...paging };
    const answer = await api.get({ path: "logs", wanted, query, accepts, unhurried });
    if (answer.status !== tooLong) return answer;
  }
  throw misshapen({ tenant: api.name, wanted }, undefined);
}

/** The checkpoint that the Link header names. Only that is taken from it: where to ask is ours to know. */
function nextIn({ headers }: Answer): string | undefined {
  const links = (headers.get("link") ?? "").matchAll(/<([^>]*)>([^<]*)/g);
  for (const [, address = "", parameters = ""] of links) {
    if (!/;\s*rel="?next"?/i.test(parameters)) continue;
    const query = new URLSearchParams(address.split("?")[1] ?? "");
    return query.get("from") || undefined;
  }
  return undefined;
}

function idOf(raw: unknown): string | undefined {
  const { data } = z
    .object({ log_id: z.string().optional(), _id: z.string().optional() })
    .safeParse(raw);
  return data?.log_id ?? data?._id;
}
