import { z } from "zod";
import { inTurns } from "../core/in-turns.ts";
import { Secret } from "../core/secret.ts";
import { defineSource, type Entry, pollSettings } from "../core/source.ts";
import { type Phase, type Subject, withKeys } from "../core/subject.ts";
import { oldestFirst, textOf, titleOf } from "./published.ts";
import { phaseNamed, updatesOf } from "./status-history.ts";
import { type Details, detailsIn } from "./status-page.ts";

/** Auth0's status for each tenant's own environment. */
export const status = defineSource({
  id: "status",
  title: "Auth0 status",
  summary: "Incidents and maintenance of your tenants' environments",
  labels: ["incident", "maintenance"],
  feedNamed: false,
  settings: z.strictObject({
    url: z
      .string()
      .default("https://status.auth0.com/feed?domain={domain}")
      .describe("the feed's address; {domain} stands for the tenant's"),
    page: z
      .union([z.boolean(), z.string()])
      .default(true)
      .describe("where impact and regions are read: true is the feed's own site, false nowhere"),
    ...pollSettings("1m"),
  }),
  targets: ({ url }, { tenants }) =>
    tenants.map(({ name, domain, statusUrl }) => ({
      key: `status:${name}`,
      title: `Auth0 status of ${name}`,
      url: statusUrl ?? url.replaceAll("{domain}", encodeURIComponent(domain)),
      tenant: name,
    })),
  async read({ url }, readers, { page }, now) {
    const address = url instanceof Secret ? url.reveal() : url;
    // A Private Cloud's page wants a login, and is none of the public site's business.
    const pageUrl = url instanceof Secret ? undefined : pageOf(page, address);
    const [{ entries }, html] = await Promise.all([
      readers.feed(address),
      pageUrl === undefined ? undefined : readers.page(pageUrl),
    ]);
    const details = detailsIn(html);
    return oldestFirst(await inTurns(entries, (entry) => subjectOf(entry, details, now)));
  },
});

function pageOf(page: boolean | string, feed: string): string | undefined {
  if (typeof page === "string") return page;
  return page && URL.canParse(feed) ? `${new URL(feed).origin}/` : undefined;
}

function subjectOf(entry: Entry, details: ReadonlyMap<string, Details>, now: Date): Subject {
  const id = idOf(entry);
  const known = details.get(id) ?? { regions: [] };
  const revisions = withKeys(historyOf(entry, known, now));
  const phase = revisions.at(-1)?.phase ?? "investigating";
  const planned = known.impact === "maintenance" || revisions.some((one) => isPlanned(one.phase));
  const words = [entry.title, ...revisions.map(({ text }) => text)];
  const affected = known.authenticationAffected ?? (sayLoginsFail(words) || undefined);
  return {
    source: "status",
    id,
    title: titleOf(entry),
    url: entry.link,
    phase,
    revisions,
    labels: [planned ? "maintenance" : "incident"],
    facts: factsOf(known),
    ...(planned && known.startsAt ? { startsAt: known.startsAt } : {}),
    ...(affected === undefined ? {} : { authenticationAffected: affected }),
  };
}

/** The incident's own id, which is the same in the feeds of all tenants that it hits. */
function idOf({ id, link }: Entry): string {
  const address = [link, id].find((one) => /\/incidents\/[^/?#]+\/?(?:[?#]|$)/.test(one));
  return /\/incidents\/([^/?#]+)/.exec(address ?? "")?.[1] ?? id;
}

function historyOf(entry: Entry, known: Details, now: Date) {
  const updates = updatesOf(entry, now);
  if (updates.length > 0) return updates;
  const text = textOf(entry);
  const at = entry.updated ?? entry.published;
  const phase: Phase =
    phaseNamed(text) ??
    phaseNamed(entry.title) ??
    phaseNamed(known.status ?? "") ??
    "investigating";
  return [{ phase, text: text || titleOf(entry), ...(at ? { at } : {}) }];
}

const planning: readonly Phase[] = ["scheduled", "in progress", "verifying", "completed"];
const isPlanned = (phase: Phase): boolean => planning.includes(phase);

function factsOf({ impact, regions }: Details): Subject["facts"] {
  return [
    ...(impact ? [{ label: "Impact", value: impact }] : []),
    ...(regions.length > 0 ? [{ label: "Regions", value: regions.join(", ") }] : []),
  ];
}

const logins =
  /\b(log(ging)?[ -]?ins?|logged in|log[ -]?ons?|sign(ing)?[ -]?ins?|authenticat\w+)\b/i;
const fail =
  /\b(fail\w*|errors?|unable|cannot|can't|could not|not able|unavailable|unavailability|down|disrupt\w*|degrad\w*|outage|time(d|s)? ?outs?|timing out|reject\w*|intermittent\w*|slow\w*|delay\w*|latency)\b/i;
/** Not what a tenant's users do, or a denial. */
const beside =
  /\b(dashboard|support cent(er|re)|community|documentation|(not|no|without|never) (been )?(affect|impact)\w*|unaffected|unimpacted|no impact|(is|are|was|were) (working|operating) (normally|as expected))\b/i;

/** Where the page does not say, only plain words count: one sentence that has logins and their failing in it. */
function sayLoginsFail(texts: readonly string[]): boolean {
  const sentences = texts.flatMap((text) => text.split(/(?<=[.!?])\s+|\n/));
  return sentences.some((one) => logins.test(one) && fail.test(one) && !beside.test(one));
}
