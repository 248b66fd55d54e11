import type { Clock } from "../core/clock.ts";

/** Requests to one tenant at a time: its quota is the customer's. */
const atOnce = 4;
/** So often in a row room that was promised may not be there. */
const mostInVain = 2;

interface Asking<Part> {
  /** Never rejects. Milliseconds until it may be asked for again, where room in a quota is all that it lacks. */
  ask(part: Part): Promise<number | undefined>;
  readonly clock: Clock;
  /** Nothing is waited for that comes later. */
  readonly until: Date;
  readonly signal: AbortSignal;
}

/** Asks for each part, a few at a time. What there was no room for is asked for once more when there is. */
export async function askAll<Part>(parts: readonly Part[], asking: Asking<Part>): Promise<void> {
  const left = [...parts];
  const turnedAway: Part[] = [];
  let roomInMs = 0;
  async function lane(): Promise<void> {
    for (let next = left.shift(); next && !asking.signal.aborted; next = left.shift()) {
      const wait = await asking.ask(next);
      if (wait === undefined) continue;
      turnedAway.push(next);
      roomInMs = wait;
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane));
  await askAgain(turnedAway, roomInMs, asking);
}

/** One after the other: quotas are often small, and others use them too. */
async function askAgain<Part>(
  parts: readonly Part[],
  firstWait: number,
  asking: Asking<Part>,
): Promise<void> {
  const left = [...parts];
  let wait = firstWait;
  let inVain = 0;
  for (let next = left[0]; next && inVain < mostInVain; next = left[0]) {
    if (!(await isRoom(wait, asking))) return;
    const more = await asking.ask(next);
    left.shift();
    if (more !== undefined) left.push(next);
    inVain = more === undefined ? 0 : inVain + 1;
    wait = more ?? 0;
  }
}

/** Waits until there is; false where that would be too late. */
async function isRoom(
  wait: number,
  { clock, until, signal }: Omit<Asking<unknown>, "ask">,
): Promise<boolean> {
  if (clock.now().getTime() + wait >= until.getTime()) return false;
  if (wait > 0) await clock.after(wait, signal);
  return !signal.aborted;
}
