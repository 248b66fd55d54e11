import { SECOND } from "../../core/clock.ts";
import { apiError, type Reply } from "./reply.ts";
import type { Signer } from "./signer.ts";

/** What the bearer of a token may do. */
export interface Grant {
  readonly scopes: readonly string[];
}

/** Reads the `Authorization` header of a request to the Management API, or refuses it. */
export function grantOf(
  authorization: string | undefined,
  { domain, signer, now }: { domain: string; signer: Signer; now: () => Date },
): Grant | Reply {
  const token = /^bearer (\S+)$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) return apiError(401, "Missing authentication");
  const claims = signer.read(token);
  if (claims?.aud !== managementAudience(domain)) return apiError(401, "Invalid token");
  if (Number(claims.exp) * SECOND <= now().getTime()) return apiError(401, "Expired token");
  return { scopes: String(claims.scope ?? "").split(" ") };
}

export const managementAudience = (domain: string): string => `https://${domain}/api/v2/`;
