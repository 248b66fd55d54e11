import { z } from "zod";
import { Immodest, readModestly } from "../core/modest-json.ts";

/** What the status page knows of an incident beyond the feed. */
export interface Details {
  readonly status?: string;
  readonly impact?: string;
  readonly regions: readonly string[];
  readonly authenticationAffected?: boolean;
  readonly startsAt?: Date;
}

// The page is nobody's promise: whatever does not fit is ignored.
const words = z.string().max(200).optional().catch(undefined);
const incidentShape = z.object({
  id: z.string().min(1),
  status: words,
  impact: words,
  scheduled_for: words,
  authenticationAffected: z.boolean().optional().catch(undefined),
});
const regionShape = z.object({
  region: words,
  response: z.object({ incidents: z.array(z.unknown()) }),
});
const pageShape = z.object({
  props: z.object({ pageProps: z.object({ activeIncidents: z.array(z.unknown()) }) }),
});
type Incident = z.infer<typeof incidentShape>;

/** Regions, and incidents of one, that are looked at: there are some dozens of the ones, and seldom two of the others. */
const mostRegions = 200;
const mostIncidents = 50;
/** The page is read where lines are answered. */
const modesty = { values: 100_000, depth: 100 };

/** Details of the incidents that the page's data names, by id. Empty for anything else than that page. */
export function detailsIn(html: string | undefined): ReadonlyMap<string, Details> {
  const details = new Map<string, Details>();
  const page = pageShape.safeParse(dataIn(html ?? ""));
  const given = page.data?.props.pageProps.activeIncidents ?? [];
  for (const one of given.slice(0, mostRegions)) {
    const region = regionShape.safeParse(one).data;
    for (const each of region?.response.incidents.slice(0, mostIncidents) ?? []) {
      const incident = incidentShape.safeParse(each).data;
      if (!incident) continue;
      details.set(incident.id, merged(details.get(incident.id), incident, region?.region));
    }
  }
  return details;
}

function dataIn(html: string): unknown {
  const id = html.indexOf(' id="__NEXT_DATA__"');
  const tag = html.slice(0, Math.max(0, id)).lastIndexOf("<script");
  if (tag < 0 || html.slice(tag, id).includes(">")) return undefined;
  const start = html.indexOf(">", id) + 1;
  const end = html.indexOf("</script", start);
  try {
    return readModestly(html.slice(start, end), modesty);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof Immodest) return undefined;
    throw error;
  }
}

/** The same incident stands under each region that it hits. */
function merged(
  before: Details | undefined,
  incident: Incident,
  region: string | undefined,
): Details {
  const status = incident.status ?? before?.status;
  const impact = worse(before?.impact, incident.impact);
  const regions = [...new Set([...(before?.regions ?? []), ...(region ? [region] : [])])];
  const affected = either(before?.authenticationAffected, incident.authenticationAffected);
  const startsAt = before?.startsAt ?? dateOf(incident.scheduled_for);
  return {
    ...(status ? { status } : {}),
    ...(impact ? { impact } : {}),
    regions: regions.sort(),
    ...(affected === undefined ? {} : { authenticationAffected: affected }),
    ...(startsAt ? { startsAt } : {}),
  };
}

const impacts = ["none", "maintenance", "minor", "major", "critical"];

function worse(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return impacts.indexOf(b) > impacts.indexOf(a) ? b : a;
}

function either(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  return a === undefined || b === undefined ? (a ?? b) : a || b;
}

function dateOf(written: string | undefined): Date | undefined {
  const date = new Date(written ?? "");
  return Number.isNaN(date.getTime()) ? undefined : date;
}
