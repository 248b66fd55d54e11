import { z } from "zod";
import type { Log } from "../../src/core/log.ts";
import type { LogEvent, LogFilter } from "../../src/core/log-event.ts";
import { logEventOf, logEventsOf } from "../../src/core/log-record.ts";
import type { Haste, LogPage, LogStep } from "../../src/core/tenant.ts";
import type { Api } from "./api.ts";
import { logQuery } from "./log-query.ts";
import { misshapen } from "./refusals.ts";
import { organizations, logs as wanted } from "./scopes.ts";
import type { Answer } from "./transport.ts";

/** Auth0 shows no further in a search. */
const searchEnds = 1000;
const largestPage = 100;
const nothing: LogPage = { events: [], more: false, cutOff: false };

const records = z.union([
  z.array(z.unknown()),
  z.object({ logs: z.array(z.unknown()) }).transform((of) => of.logs),
]);

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

  async function search(
    filter: LogFilter,
    at: { page: number; size: number; oldestFirst?: true } & Haste,
  ): Promise<LogPage> {
    const size = Math.min(Math.max(1, at.size), largestPage);
    if ((at.page + 1) * size > searchEnds) return { ...nothing, cutOff: true };
    const organization = await organizationId(api, filter.organization);
    if (organization === null) return nothing;
    const q = logQuery({ ...filter, ...(organization && { organization }) });
    const sort = at.oldestFirst ? "date:1" : "date:-1";
    const query = { ...(q && { q }), page: String(at.page), per_page: String(size), sort };
    const answer = await api.get({ path: "logs", wanted, query, unhurried: at.unhurried });
    const { events, all } = read(answer);
    const full = all.length >= size;
    const last = (at.page + 2) * size > searchEnds;
    return { events, more: full && !last, cutOff: full && last };
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
    if (!/^\w{1,200}$/.test(id)) return undefined; // No event's id is like that.
    const path = `logs/${id}`;
    const answer = await api.get({ path, wanted, accepts: none, unhurried });
    if (none(answer)) return undefined;
    const event = logEventOf(answer.body);
    if (!event) throw misshapen({ tenant: api.name, wanted }, undefined);
    return event;
  }

  return { search, after, one };
}

/** The log can be searched by an organization's id only; null where there is none of that name. */
async function organizationId(
  api: Api,
  given: string | undefined,
): Promise<string | null | undefined> {
  const said = given?.trim();
  if (!said || said.startsWith("org_")) return said;
  const none = ({ status, foreign }: Answer) => status === 404 && !foreign;
  if (!/^[\w-]{1,100}$/.test(said)) return null; // No organization's name is like that.
  const path = `organizations/name/${said}`;
  const answer = await api.get({ path, wanted: organizations, accepts: none });
  if (none(answer)) return null;
  const { data, error } = z.object({ id: z.string().min(1) }).safeParse(answer.body);
  if (!data) throw misshapen({ tenant: api.name, wanted: organizations }, error);
  return data.id;
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
