import { z } from "zod";

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

/** Details of the incidents that the page's data names, by id. Empty for anything else than that page. */
export function detailsIn(html: string | undefined): ReadonlyMap<string, Details> {
  const details = new Map<string, Details>();
  const page = pageShape.safeParse(dataIn(html ?? ""));
  for (const given of page.data?.props.pageProps.activeIncidents ?? []) {
    const region = regionShape.safeParse(given).data;
    for (const one of region?.response.incidents ?? []) {
      const incident = incidentShape.safeParse(one).data;
      if (!incident) continue;
      details.set(incident.id, merged(details.get(incident.id), incident, region?.region));
    }
  }
  return details;
}

function dataIn(html: string): unknown {
  const tag = html.search(/<script\b[^>]{0,200}\bid="__NEXT_DATA__"/);
  if (tag < 0) return undefined;
  const start = html.indexOf(">", tag) + 1;
  const end = html.indexOf("</script", start);
  try {
    return JSON.parse(html.slice(start, end));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
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
  const regions = new Set([...(before?.regions ?? []), ...(region ? [region] : [])]);
  const affected = either(before?.authenticationAffected, incident.authenticationAffected);
  const startsAt = before?.startsAt ?? dateOf(incident.scheduled_for);
  return {
    ...(status ? { status } : {}),
    ...(impact ? { impact } : {}),
    regions: [...regions].sort(),
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
