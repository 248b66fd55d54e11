import { z } from "zod";
import type { Clock } from "../../src/core/clock.ts";
import { DeliveryError, UpstreamError } from "../../src/core/errors.ts";
import type { Failing } from "../../src/core/lookup.ts";
import { barrierOf } from "../../src/core/way-out.ts";
import { retryAfterIn } from "./delivery-errors.ts";
import type { Answered, Send } from "./http.ts";
import type { Tokens } from "./token.ts";

/** Microsoft Graph did not say who is in a team. */
export class GraphError extends UpstreamError {
  override readonly name = "GraphError";
  readonly kind: Failing["kind"];
  /** For the log: Graph's status, or how the connection ended. */
  readonly found: string;

  constructor(kind: Failing["kind"], found: string, message: string, retryAfterMs?: number) {
    super("Microsoft Graph", message, { retryAfterMs });
    this.kind = kind;
    this.found = found;
  }
}

/** What the app needs in a team to be told its owners; the team grants it with the app. */
export const ownersPermission = "TeamMember.Read.Group";

export const lacking = `The app may not read who is in the team: it lacks ${ownersPermission} there.`;

const page = z.object({
  value: z.array(
    z.object({
      userId: z.string().nullish(),
      tenantId: z.string().nullish(),
      roles: z.array(z.string()).nullish(),
    }),
  ),
  "@odata.nextLink": z.string().optional(),
});

/** 999 people each; no team has more. */
const mostPages = 50;

/** Asks who owns a team, by its group id: their Entra ids, in small letters. @throws GraphError */
export function createGraph(given: {
  /** Where Graph is, without its version. */
  readonly url: string;
  readonly tenant: string;
  /** For Graph, which takes no others. */
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly send: Send;
}): (team: string) => Promise<readonly string[]> {
  const { url, tenant, tokens, clock, send } = given;

  async function ask(address: string): Promise<z.infer<typeof page>> {
    const token = await tokens.current();
    if (!token)
      throw new GraphError("refused", "no token", "Without an app id nobody can be asked.");
    const headers = { authorization: `Bearer ${token.reveal()}` };
    const answer = await send(address, { headers }).catch((error: unknown) => {
      const barrier = barrierOf(error);
      const why = barrier ? `: ${barrier.words}` : "";
      throw new GraphError("passing", "no answer", `Microsoft Graph could not be reached${why}.`);
    });
    if (answer.status === 401) tokens.forget();
    if (!answer.ok) throw refusalOf(answer, clock.now());
    const told = page.safeParse(answer.body);
    if (told.success) return told.data;
    throw new GraphError("passing", "unreadable", "Microsoft Graph answered with something else.");
  }

  return async (team) => {
    const owners: string[] = [];
    let next: string | undefined =
      `${url.replace(/\/+$/u, "")}/v1.0/teams/${encodeURIComponent(team)}/members?$top=999`;
    for (let pages = 0; next !== undefined && pages < mostPages; pages += 1) {
      const { value, "@odata.nextLink": more } = await ask(next);
      owners.push(...value.filter((one) => isOwner(one, tenant)).map(idOf));
      if (more !== undefined && originOf(more) !== originOf(url)) throw elsewhere;
      next = more;
    }
    return owners;
  };
}

type Told = z.infer<typeof page>["value"][number];

const idOf = ({ userId }: Told): string => userId?.toLowerCase() ?? "";

/** Someone of another organisation has no role by owning a team here. */
function isOwner({ userId, tenantId, roles }: Told, tenant: string): boolean {
  const ours = !tenantId || tenantId.toLowerCase() === tenant;
  return ours && Boolean(userId) && (roles ?? []).includes("owner");
}

const originOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).origin : "";

/** The token must not go to anybody else. */
const elsewhere = new GraphError(
  "passing",
  "pages elsewhere",
  "Microsoft Graph names another host for its next page.",
);

function refusalOf({ status, headers }: Answered, now: Date): GraphError {
  const found = String(status);
  if (status === 403) {
    return new GraphError("refused", found, lacking);
  }
  if (status === 404) {
    return new GraphError("refused", found, "Microsoft Graph knows no team of that id.");
  }
  const redirect = status >= 300 && status < 400 ? ", a redirect, which is not followed" : "";
  const message = `Microsoft Graph answered ${status}${redirect}.`;
  const retryAfterMs = retryAfterIn(headers, now);
  return new GraphError(status === 429 ? "throttled" : "passing", found, message, retryAfterMs);
}

/** What a failed question about owners means; without a token nobody can be asked. */
export function explainGraph(error: unknown): Failing {
  if (error instanceof GraphError) {
    const { found, kind, retryAfterMs } = error;
    return { cause: found, kind, retryAfterMs };
  }
  const outcome = error instanceof DeliveryError ? error.outcome : "failed";
  return { cause: `no token: ${outcome}`, kind: "passing" };
}
