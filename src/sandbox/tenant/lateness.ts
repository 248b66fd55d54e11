import { SECOND } from "../../core/clock.ts";

/** One event in so many is shown late, by so much at least and by less than that. */
const oneIn = 20;
const leastMs = 2 * SECOND;
export const longestLateMs = 12 * SECOND;

/**
 * How long after it was taken in the Management API shows an event: Auth0 shows some late, in front of others that were
 * there already. Always the same for an event.
 */
export function latenessOf(id: string): number {
  // The last digits count the events; mixed, so that it is not simply every twentieth.
  const mixed = Math.imul(Number(id.slice(-8)), 0x9e3779b1) >>> 0;
  return mixed % oneIn === 0 ? leastMs + ((mixed >>> 8) % (longestLateMs - leastMs)) : 0;
}
