import { z } from "zod";
import type { LogQuery, LogTerm } from "../../src/core/log-query.ts";
import type { Api } from "./api.ts";
import { misshapen } from "./refusals.ts";
import { organizations } from "./scopes.ts";
import type { Answer } from "./transport.ts";

/** The log can be searched by an organization's id only; undefined where none of the names is one's. */
export async function withOrganizationIds(
  api: Api,
  query: LogQuery,
): Promise<LogQuery | undefined> {
  const terms: LogTerm[] = [];
  for (const term of query.terms) {
    const known = term.field === "organization" ? await organizationsIn(api, term) : term;
    if (known.values.length > 0) terms.push(known);
    else if (!known.not) return undefined;
  }
  return { ...query, terms };
}

async function organizationsIn(api: Api, term: LogTerm): Promise<LogTerm> {
  // Names change: what an organization's present id leaves out may have been logged under another.
  if (term.not) return { ...term, values: term.values.filter((value) => /^org_/.test(value)) };
  const ids = await Promise.all(term.values.map((value) => organizationId(api, value.trim())));
  return { ...term, values: ids.filter((id) => id !== undefined) };
}

/** A pattern stays as it is: it is for others to find. Undefined where there is none of that name. */
async function organizationId(api: Api, said: string): Promise<string | undefined> {
  if (said.startsWith("org_") || said.includes("*")) return said;
  const none = ({ status, foreign }: Answer) => status === 404 && !foreign;
  if (!/^[\w-]{1,100}$/.test(said)) return undefined; // No organization's name is like that.
  const path = `organizations/name/${said}`;
  const answer = await api.get({ path, wanted: organizations, accepts: none });
  if (none(answer)) return undefined;
  const { data, error } = z.object({ id: z.string().min(1) }).safeParse(answer.body);
  if (!data) throw misshapen({ tenant: api.name, wanted: organizations }, error);
  return data.id;
}
