import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/** What changes something on the disk. */
const steps = [
  "mkdirSync",
  "openSync",
  "writeSync",
  "writeFileSync",
  "fsyncSync",
  "renameSync",
  "rmSync",
] as const;

type Disk = Record<string, (...given: unknown[]) => unknown>;

/**
 * Does some work on a disk that takes nothing any more from its n-th step on: as it is left by kill -9, since tidying up leaves
 * no trace either. False where the work came to its end before.
 */
export function dies(nth: number, work: () => unknown): boolean {
  const disk = fs as unknown as Disk;
  const before = steps.map((name) => [name, disk[name]] as const);
  let taken = 0;
  for (const [name, step] of before) {
    disk[name] = (...given) => {
      taken += 1;
      if (taken >= nth) throw new Dead();
      return step?.(...given);
    };
  }
  syncBuiltinESMExports();
  try {
    work();
    return false;
  } catch (error) {
    if (taken < nth) throw error;
    return true;
  } finally {
    for (const [name, step] of before) if (step) disk[name] = step;
    syncBuiltinESMExports();
  }
}

class Dead extends Error {}
