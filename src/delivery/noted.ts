import type { Journal } from "../core/journal.ts";
import type { Log } from "../core/log.ts";
import type { Outbox } from "../core/store.ts";

/**
 * The same outbox. That something was told stands in the journal from the moment the platform has said so until the store has
 * written it down: a kill in between does not have it told again.
 */
export function noted(outbox: Outbox, { journal, log }: { journal: Journal; log: Log }): Outbox {
  type Told = Parameters<Outbox["told"]>[0];

  /** What an earlier life told and did not come to write down. */
  async function catchUp(): Promise<void> {
    for (const { said, release } of journal.left()) {
      await outbox
        .told(said as Told)
        .catch((error: unknown) => log.error({ err: error }, "what was told could not be noted"));
      release();
    }
  }

  return {
    ...outbox,
    async told(what) {
      const written = journal.keep(what);
      await outbox.told(what).finally(written);
    },
    async releaseAll(holder) {
      await catchUp();
      await outbox.releaseAll(holder);
    },
  };
}
