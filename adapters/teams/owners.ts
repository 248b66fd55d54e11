import type { Address } from "../../src/core/address.ts";
import { straight } from "../../src/core/outgoing.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import { createGraph } from "./graph.ts";
import { createSend } from "./http.ts";
import type { TeamsSettings } from "./settings.ts";
import { createTokens } from "./token.ts";

/** Whose owners matter, and how Microsoft Graph is asked for them. */
export interface Owners {
  readonly groups: readonly Address[];
  readonly ownersOf: (team: string) => Promise<readonly string[]>;
}

export function createOwners(
  settings: TeamsSettings,
  {
    groups = [],
    clock,
    outgoing = straight,
  }: Pick<PlatformContext, "groups" | "clock" | "outgoing">,
): Owners {
  const { tenantId: tenant, endpoints } = settings;
  const url = endpoints.graph.replace(/\/+$/u, "");
  const tokens = createTokens(settings, { clock, outgoing, scope: `${url}/.default` });
  return {
    groups,
    ownersOf: createGraph({ url, tenant, tokens, clock, send: createSend(outgoing) }),
  };
}
