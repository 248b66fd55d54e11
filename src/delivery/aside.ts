import { type Clock, SECOND } from "../core/clock.ts";
import type { Aside, Pace, Rate, Send } from "../core/pace.ts";
import { passed } from "../core/passed.ts";
import { createPacer, type Pacer } from "./pacer.ts";

/** One of so many sends may be one that is no delivery. */
const share = 4;
/** Deliveries that are at work go first for so long; a platform that hangs must not silence everything else. */
const longestMs = 15 * SECOND;

export function createAside(given: {
  /** Counts everything that is sent. */
  pacer: Pacer;
  paceOf(platform: string): Pace;
  /** Whether deliveries are being told that this send would take the place of. */
  isBusy(send: Send): boolean;
  clock: Pick<Clock, "now">;
}): Aside {
  const { pacer, paceOf, isBusy, clock } = given;
  const own = createPacer((platform) => shareOf(paceOf(platform)));
  const givingWaySince = new Map<string, number>();

  function givesWay(send: Send, now: number): boolean {
    if (!isBusy(send)) return false;
    const since = givingWaySince.get(send.conversation) ?? now;
    givingWaySince.set(send.conversation, since);
    return passed(since, now) < longestMs;
  }

  return {
    turn(send) {
      const now = clock.now();
      const wait = Math.max(pacer.wait(send, now), own.wait(send, now));
      if (wait > 0) return wait;
      if (givesWay(send, now.getTime())) return SECOND;
      givingWaySince.delete(send.conversation);
      pacer.take(send, now);
      own.take(send, now);
      return 0;
    },
    hold: (send, ms) => pacer.hold(send, ms, clock.now()),
  };
}

function shareOf({ conversation, posts, edits, all }: Pace): Pace {
  return {
    conversation: conversation.map(partOf),
    posts: posts.map(partOf),
    edits: edits.map(partOf),
    all: all.map(partOf),
  };
}

const partOf = ({ count, perMs }: Rate): Rate =>
  count >= share
    ? { count: Math.floor(count / share), perMs }
    : { count: 1, perMs: (perMs * share) / count };
