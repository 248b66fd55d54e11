import type { Archive } from "../../core/archive.ts";
import type { LogEvent } from "../../core/log-event.ts";
import { TenantError } from "../../core/tenant.ts";
import type { Horizons } from "./horizons.ts";
import type { Log } from "./oldest.ts";

/** More pages at once than this are left to the proof: the newest end is elsewhere by now. */
const mostPages = 50;

/** Follows the newest end of a log, and remembers in memory where that is. */
export function createHead(given: {
  tenant: string;
  log: Log;
  archive: Pick<Archive, "add">;
  horizons: Horizons;
  now: () => Date;
}) {
  const { tenant, log, archive, horizons, now } = given;
  /** `last`: the last event that was seen there. */
  let place: { readonly checkpoint: string; readonly last: string } | undefined;
  let pages = 0;

  async function keep(events: readonly LogEvent[]): Promise<void> {
    if (events.length === 0) return;
    await archive.add({ tenant, way: "reader", records: events.map(({ raw }) => raw) });
  }

  async function begin(isKept: boolean): Promise<boolean> {
    const { events } = await log.logs({ terms: [] }, { page: 0, size: 100, unhurried: true });
    const [newest] = events;
    if (isKept) await keep(events);
    place = newest && { checkpoint: newest.id, last: newest.id };
    pages = 0;
    return newest !== undefined;
  }

  async function goOn(from: NonNullable<typeof place>, isKept: boolean): Promise<boolean> {
    const at = now();
    const { events, next, more } = await log.logsAfter(from.checkpoint, 100, { unhurried: true });
    if (isKept) await keep(events);
    const last = events.at(-1)?.id;
    place = { checkpoint: last ?? next, last: last ?? from.last };
    if (!more) horizons.note({ id: place.last, at });
    pages = more ? pages + 1 : 0;
    if (pages > mostPages) place = undefined;
    return more;
  }

  return {
    reset(): void {
      place = undefined;
    },
    /** One request. `isKept`: what is found goes into the archive at once. True where there is more already. */
    async follow(isKept: boolean): Promise<boolean> {
      if (!place) return begin(isKept);
      try {
        return await goOn(place, isKept);
      } catch (error) {
        // The event it stands at may be gone.
        if (error instanceof TenantError && error.reason === "rejected") place = undefined;
        throw error;
      }
    },
  };
}
