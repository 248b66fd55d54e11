import type { Address } from "../../src/core/address.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import { createGraph } from "./graph.ts";
import type { TeamsSettings } from "./settings.ts";
import { createTokens } from "./token.ts";

/** Whose owners matter, and how Microsoft Graph is asked for them. */
export interface Owners {
  readonly groups: readonly Address[];
  readonly ownersOf: (team: string) => Promise<readonly string[]>;
}

export function createOwners(
  settings: TeamsSettings,
  { groups = [], clock }: Pick<PlatformContext, "groups" | "clock">,
): Owners {
  const { tenantId: tenant, endpoints } = settings;
  const url = endpoints.graph.replace(/\/+$/u, "");
  const tokens = createTokens(settings, clock, `${url}/.default`);
  return { groups, ownersOf: createGraph({ url, tenant, tokens, clock }) };
}
