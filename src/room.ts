import type { Archive } from "./core/archive.ts";
import { SECOND } from "./core/clock.ts";
import type { LogIntake } from "./core/log-intake.ts";
import type { Job } from "./services.ts";

/** Log events in a second from which keeping up is worth more than memory; an event is some 1,300 bytes. */
const many = 500;
const bytesEach = 1300;
/** Over so many seconds: what the bot itself, held up, has left waiting comes all at once, and is no more for that. */
const over = 5;
/** Seconds with fewer, after which memory is worth more again. */
const calmAfter = 10;

/** How the JavaScript engine may be set while the bot runs. */
export interface Engine {
  quick(): void;
  lean(): void;
  grow(): void;
}

/**
 * Lets the engine take room while log streams pour in: a lean one spends half as much again on each event. What the reader
 * brings has time, and would take that room at every start. The archive that it gives back is the one to use; the job is to be
 * told of each second. `stopwatch`: milliseconds that never jump.
 */
export function createRoom<Kept extends Archive & LogIntake>(
  archive: Kept,
  engine: Engine,
  stopwatch: () => number,
): { readonly archive: Kept; readonly job: Job } {
  let [came, perSecond, looked] = [0, 0, stopwatch()];
  let [calm, quick] = [0, false];

  function isPouring(): boolean {
    const seconds = Math.max(1, (stopwatch() - looked) / SECOND);
    perSecond += (came / seconds - perSecond) * Math.min(1, seconds / over);
    [came, looked] = [0, stopwatch()];
    return perSecond >= many;
  }

  const job: Job = {
    async tick() {
      const pours = isPouring();
      engine.grow();
      calm = pours ? 0 : calm + 1;
      if (pours === quick || (quick && calm < calmAfter)) return;
      quick = pours;
      if (quick) engine.quick();
      else engine.lean();
    },
    async settled() {},
  };
  const measured: Kept = {
    ...archive,
    take(tenant, body, form) {
      came += body.byteLength / bytesEach;
      return archive.take(tenant, body, form);
    },
  };
  return { archive: measured, job };
}
