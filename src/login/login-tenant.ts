import { type ScryptOptions, scrypt } from "node:crypto";
import { promisify } from "node:util";
import type { Secret } from "../core/secret.ts";

/** The test user, and the application that logs it in: as the settings say. */
export interface SyntheticLogin {
  readonly clientId: string;
  readonly clientSecret?: Secret | undefined;
  readonly username: string;
  readonly password: Secret;
  /** Its realm; without one, Auth0 takes the tenant's Default Directory. */
  readonly connection?: string | undefined;
  readonly audience?: string | undefined;
  /** Milliseconds between runs; without it, only people's. */
  readonly every?: number | undefined;
}

/** A tenant as the settings name it. */
export interface LoginTenant {
  readonly name: string;
  readonly domain: string;
  readonly customDomain?: string | undefined;
  readonly origin?: string | undefined;
  readonly syntheticLogin?: SyntheticLogin | undefined;
}

/** Where users log in. */
export const originOf = ({ origin, customDomain, domain }: LoginTenant): string =>
  origin ?? `https://${customDomain ?? domain}`;

const derive = promisify<string, string, number, ScryptOptions, Buffer>(scrypt);

/** Dear in time rather than in room: two megabytes at once have the allocator keep four in each thread for good. */
const cost: ScryptOptions = { N: 256, r: 8, p: 8 };

/**
 * A mark by which a change of the credentials is noticed. Sixteen bits of a slow digest: enough to tell one set from
 * another, too few to find a password by.
 */
export async function markOf(tenant: string, login: SyntheticLogin): Promise<string> {
  const { clientId, clientSecret, username, password, connection } = login;
  const whole = [clientId, clientSecret?.reveal(), username, password.reveal(), connection];
  const digest = await derive(JSON.stringify(whole), `watchpost login ${tenant}`, 2, cost);
  return digest.toString("hex");
}
