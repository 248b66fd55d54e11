import type { LogEvent } from "./log-event.ts";

/** The user of a synthetic login, whose failures are no person's. */
export interface OwnUser {
  readonly clientId: string;
  readonly username: string;
}

/** Whether the synthetic login brought it about: its own failures would look like everyone's. */
export function isOwn({ clientId, userName }: LogEvent, own: OwnUser): boolean {
  if (clientId !== own.clientId) return false;
  return userName === undefined || userName.toLowerCase() === own.username.toLowerCase();
}
