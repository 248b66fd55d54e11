import type { Archive } from "../../src/core/archive.ts";
import type { LogTerm } from "../../src/core/log-query.ts";
import type { Aside } from "../../src/core/pace.ts";
import type { TailWish } from "../../src/core/tail.ts";
import { createTails, type TailsOptions } from "../../src/logs/tails.ts";
import { fakeArchive } from "./archive.ts";
import { fakeLog } from "./house.ts";
import { manualClock } from "./manual-clock.ts";
import { fakePlatform } from "./platform.ts";
import { fakeRecords } from "./records.ts";

/** As slow as nobody is. */
const freely: Aside = { turn: () => 0, hold: () => {} };

let ids = 0;

/** Tails on a platform in memory, of an archive in memory; `live` begins another life of the bot. */
export function openTailHouse(
  given: { alter?(archive: Archive): Archive; mayGoOn?: TailsOptions["mayGoOn"] } = {},
) {
  const { mayGoOn = async () => true } = given;
  const clock = manualClock();
  const known = fakeArchive(clock.now);
  const archive = given.alter?.(known) ?? known;
  const platform = fakePlatform();
  const records = fakeRecords();
  const log = fakeLog();
  let events = 0;

  function live() {
    const { adapter } = platform;
    const aside = freely;
    const newId = () => {
      ids += 1;
      return `t${ids}`;
    };
    return createTails({
      archive,
      adapters: [adapter],
      aside,
      records,
      clock,
      log,
      mayGoOn,
      newId,
    });
  }

  return {
    clock,
    archive,
    platform,
    records,
    log,
    live,
    /** Events come in, each a moment after the other. */
    async come(count: number, more: Readonly<Record<string, unknown>> = {}, at = clock.now()) {
      const records = Array.from({ length: count }, (_, index) => {
        events += 1;
        const date = new Date(at.getTime() + index).toISOString();
        const log_id = `900${String(events).padStart(20, "0")}`;
        return { log_id, date, type: "fp", user_id: `auth0|${events}`, ...more };
      });
      await archive.add({ tenant: "prod", way: "stream", records });
    },
    /** What was said, without how the cards were changed. */
    posts: () => platform.done.filter(({ what }) => what === "post"),
    /** Beats of a second each. */
    async beat(tails: ReturnType<typeof createTails>, seconds = 1) {
      for (let second = 0; second < seconds; second += 1) {
        await clock.advance(1000);
        await tails.tick();
        await clock.advance(0);
      }
    },
  };
}

export const wish = (more: Partial<TailWish> = {}): TailWish => ({
  by: { id: "pretend:user:ada", name: "Ada" },
  from: { conversation: "pretend:channel:ops" },
  tenant: "prod",
  terms: [{ field: "type", values: ["fp"] }] satisfies readonly LogTerm[],
  what: " (type:fp)",
  filters: "type:fp",
  zone: "Europe/Berlin",
  length: 600_000,
  ...more,
});
