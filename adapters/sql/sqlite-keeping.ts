import type { Clock } from "../../src/core/clock.ts";
import { copyDatabases } from "./sqlite-backup.ts";
import { sayMade, sayRestored } from "./sqlite-backup-words.ts";
import type { Kind } from "./sqlite-examine.ts";
import { holdStore, isHeld } from "./sqlite-hold.ts";
import { restoreDatabases } from "./sqlite-restore.ts";

type Files = Readonly<Record<Kind, string>>;

/** What a bot has acknowledged and not written into its store yet, to be carried along in words. */
interface Carried {
  copy(store: string): string;
  join(store: string, words: string): void;
}

/** Copies what the bot keeps, also while it runs; what is said of it. @throws SettingsError */
export async function backUp(
  { store, archive }: Files,
  where: { readonly to: string; readonly keep?: number; readonly by: string },
  { clock, taken }: { clock: Clock; taken: Pick<Carried, "copy"> },
): Promise<readonly string[]> {
  // What the store says of the archive, that somebody is forgotten, holds of a copy that was made later.
  const originals = [
    { kind: "store", file: store },
    { kind: "archive", file: archive },
  ] as const;
  const running = await isHeld(store);
  return sayMade(
    copyDatabases(originals, {
      ...where,
      running,
      taken: () => taken.copy(store),
      now: () => clock.now(),
    }),
  );
}

/** Checks a backup, and puts it where the bot keeps its memory; what is said of it. @throws SettingsError */
export async function putBack(
  to: Files,
  which: { readonly from: string; readonly replace: boolean },
  { clock, taken }: { clock: Clock; taken: Pick<Carried, "join"> },
): Promise<readonly string[]> {
  const hold = await holdStore(to.store, { clock, waitMs: 0 });
  try {
    return sayRestored(
      restoreDatabases({
        ...which,
        to,
        putTaken: (words) => taken.join(to.store, words),
        now: clock.now(),
      }),
    );
  } finally {
    await hold.release();
  }
}
