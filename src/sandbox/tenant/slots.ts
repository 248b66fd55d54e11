import { MINUTE, SECOND } from "../../core/clock.ts";
import { happening } from "./calm.ts";
import { createDice, type Dice } from "./dice.ts";
import { type Draft, eventOf, logIdOf, type RawEvent } from "./event.ts";
import { happenedBetween } from "./happened.ts";
import { syntheticRun, troubleAt, troubledLogin } from "./trouble.ts";

/** A pretend tenant's past is made in pieces of this length, each from its own number alone. */
export const slotMs = 10 * MINUTE;

/** An event's own time may be this much before it was taken in. */
const longestLagMs = 5 * SECOND;

/** What is the same for all slots. */
export interface Times {
  readonly began: Date;
  readonly domain: string;
  /** Things that happen a minute while all is well. */
  readonly perMinute: number;
}

/** People try again and again while logins fail. */
const triesPerSecond = 1.2;

interface Timed {
  readonly draft: Draft;
  readonly at: number;
  readonly takenIn: number;
}

/** The events that were taken in during one slot, in order of their ids. Always the same ones. */
export function eventsOfSlot(slot: number, times: Times): readonly RawEvent[] {
  const { began, domain, perMinute } = times;
  const start = slot * slotMs;
  const beganMs = began.getTime();
  const dice = createDice(slot);
  const timed = [
    ...ordinaryLife(start, { beganMs, perMinute }, dice),
    ...syntheticRuns(start, beganMs, dice),
    ...troubledTime(start, beganMs, dice),
    ...happened(start, beganMs, dice),
  ].sort((one, other) => one.takenIn - other.takenIn);
  return timed.map(({ draft, at, takenIn }, index) => {
    // In order also where a millisecond is shared.
    const id = logIdOf(takenIn, Math.min(index, 989), slot * 10_000 + index);
    return eventOf(draft, id, new Date(at), domain);
  });
}

function ordinaryLife(
  start: number,
  { beganMs: began, perMinute }: { readonly beganMs: number; readonly perMinute: number },
  dice: Dice,
): readonly Timed[] {
  const happenings = (slotMs / MINUTE) * perMinute - 10 + dice.below(21);
  return Array.from({ length: happenings }).flatMap(() => {
    // Room behind it for the events that follow.
    const at = start + dice.below(slotMs - 15 * SECOND);
    const drafts = happening(dice);
    const timed = drafts.map((draft, index) => delayed(draft, at + index * 900, dice));
    return troubleAt(at - began) ? [] : timed;
  });
}

function happened(start: number, began: number, dice: Dice): readonly Timed[] {
  // None that would be taken in only in the next slot.
  const end = start + slotMs - longestLagMs;
  return happenedBetween(start - began, end - began, dice).map(({ at, draft }) =>
    delayed(draft, began + at, dice),
  );
}

/** Once a minute, until the story begins: from then on the bot runs its own. */
function syntheticRuns(start: number, began: number, dice: Dice): readonly Timed[] {
  return Array.from(
    { length: slotMs / MINUTE },
    (_, minute) => start + minute * MINUTE + 7 * SECOND,
  )
    .filter((at) => at < began)
    .flatMap((at) => syntheticRun().map((draft) => delayed(draft, at, dice)));
}

function troubledTime(start: number, began: number, dice: Dice): readonly Timed[] {
  const seconds = Array.from({ length: slotMs / SECOND }, (_, second) => start + second * SECOND);
  if (!seconds.some((at) => troubleAt(at - began))) return [];
  const tries = Math.floor((slotMs / SECOND) * triesPerSecond);
  return Array.from({ length: tries })
    .map(() => {
      const at = start + dice.below(slotMs - longestLagMs - SECOND);
      return delayed(troubledLogin(dice), at, dice);
    })
    .filter(({ at }) => troubleAt(at - began));
}

/** Most events are there within a second, some only after a few. */
function delayed(draft: Draft, at: number, dice: Dice): Timed {
  const lag = dice.next() < 0.95 ? 150 + dice.below(600) : 1000 + dice.below(longestLagMs - 1000);
  return { draft, at, takenIn: at + lag };
}
