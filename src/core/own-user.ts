import type { LogEvent } from "./log-event.ts";

/** The user of a synthetic login, whose failures are no person's. */
export interface OwnUser {
  readonly clientId: string;
  readonly username: string;
}

/**
 * Whether the synthetic login brought it about: its own failures would look like everyone's. Where names are kept as hashes,
 * its application must do.
 */
export function isOwn({ clientId, userName }: LogEvent, own: OwnUser): boolean {
  if (clientId !== own.clientId) return false;
  if (userName === undefined || isHash(userName)) return true;
  return userName.toLowerCase() === own.username.toLowerCase();
}

const isHash = (name: string): boolean => /^h:[0-9a-f]{32}$/u.test(name);
