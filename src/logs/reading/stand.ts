import type { Archive, Proof } from "../../core/archive.ts";
import type { LogEvent } from "../../core/log-event.ts";
import { cameInAt } from "../../core/log-id.ts";
import { momentOf } from "./settled.ts";

/** Where a proof stands. */
export interface Stand {
  /** The event after which the log is to be read on. */
  readonly checkpoint: string;
  readonly until: Date;
  readonly since: Date;
  /** When the checkpoint's event came into the log; undefined where its id does not tell and it was not seen yet. */
  readonly moment: Date | undefined;
}

/** Remembers in the archive, with the events themselves, how far they are proved to be all. */
export function createStands(tenant: string, archive: Pick<Archive, "add" | "coverage">) {
  let stand: Stand | undefined;
  let loading: Promise<void> | undefined;

  async function load(): Promise<void> {
    const { proved } = await archive.coverage(tenant);
    if (proved) stand = { ...proved, moment: cameInAt(proved.checkpoint) };
  }

  return {
    async now(): Promise<Stand | undefined> {
      loading ??= load();
      await loading.catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      return stand;
    },
    /** False where that is no news. */
    async move(events: readonly LogEvent[], proof: Proof): Promise<boolean> {
      const { checkpoint, until } = proof;
      const before = stand;
      if (before && before.checkpoint === checkpoint && until <= before.until) return false;
      await archive.add({ tenant, way: "reader", records: events.map(({ raw }) => raw), proof });
      const since = proof.since ?? before?.since ?? until;
      const event = events.find(({ id }) => id === checkpoint);
      const told = event ? momentOf(event) : cameInAt(checkpoint);
      const moment = checkpoint === before?.checkpoint ? before.moment : told;
      stand = { checkpoint, until, since, moment };
      return true;
    },
    /** The checkpoint's event was seen. */
    saw(event: LogEvent): void {
      if (stand?.checkpoint === event.id) stand = { ...stand, moment: momentOf(event) };
    },
  };
}
export type Stands = ReturnType<typeof createStands>;
