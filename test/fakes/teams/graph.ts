import { type Answered, refusal } from "./http.ts";
import type { TeamMember, World } from "./world.ts";

/** Microsoft Graph as far as it tells who is in a team: a page at a time, to those whom the team lets. */
export function createGraph(given: {
  readonly world: World;
  readonly url: () => string;
  isKnown(token: string): boolean;
}) {
  return ({ token, asked }: { readonly token: string; readonly asked: URL }): Answered => {
    const [, version, kind, id = "", members] = asked.pathname.split("/").filter(Boolean);
    if (!given.isKnown(token)) return refusal(401, "InvalidAuthenticationToken");
    if (version !== "v1.0" || kind !== "teams" || members !== "members") {
      return refusal(404, "NotFound");
    }
    const team = given.world.graph.teams.get(decodeURIComponent(id));
    if (!team) return refusal(404, "NotFound");
    if (!team.consented) return refusal(403, "Forbidden");
    return page(team.members, asked, given);
  };
}

function page(
  members: readonly TeamMember[],
  asked: URL,
  { world, url }: { readonly world: World; readonly url: () => string },
): Answered {
  const { pageSize, nextPages } = world.graph;
  const from = Number(asked.searchParams.get("$skiptoken") ?? 0);
  const value = members.slice(from, from + pageSize).map(({ user, roles, tenantId }) => ({
    "@odata.type": "#microsoft.graph.aadUserConversationMember",
    id: Buffer.from(user).toString("base64"),
    userId: user,
    roles,
    tenantId,
  }));
  const more = from + pageSize < members.length;
  const next = `${nextPages ?? url()}${asked.pathname.replace(/^\/graph/u, "")}?$skiptoken=${from + pageSize}`;
  return { status: 200, body: { value, ...(more ? { "@odata.nextLink": next } : {}) } };
}
