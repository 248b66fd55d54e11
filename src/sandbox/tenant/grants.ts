import { SECOND } from "../../core/clock.ts";
import { oauthError, type Reply } from "./reply.ts";
import type { Place } from "./routes.ts";
import type { Claims } from "./signer.ts";
import type { Trouble } from "./trouble.ts";

/** What the token endpoint knows beside what the Management API does. */
export interface TokenPlace extends Place {
  /** What the management application may read. */
  readonly scopes: readonly string[];
  readonly trouble: () => Trouble | undefined;
  /** Wrong passwords in a row, by whose they were and from where. */
  readonly failures: Map<string, number>;
}

export const validSeconds = 86_400;

/** A token of this tenant's, good from now on. */
export function issueToken({ domain, signer, now }: Place, claims: Claims): string {
  const iat = Math.floor(now().getTime() / SECOND);
  return signer.issue({ iss: `https://${domain}/`, iat, exp: iat + validSeconds, ...claims });
}

export const missing = (name: string): Reply =>
  oauthError(400, "invalid_request", `Missing required parameter: ${name}`);
