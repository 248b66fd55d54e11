import { expect, it } from "vitest";
import { DAY, SECOND } from "../../../src/core/clock.ts";
import { createHorizons } from "../../../src/logs/reading/horizons.ts";
import { usualPace } from "../../../src/logs/reading/pace.ts";
import { createProver } from "../../../src/logs/reading/prover.ts";
import { fakeArchive } from "../../fakes/archive.ts";
import { createLogSource, tenantOver } from "../../fakes/auth0/log-source.ts";

it("takes for certain of a log only what had settled when it asked, where the machine sleeps until the answer comes", async () => {
  let time = Date.parse("2026-11-29T08:00:00Z");
  const now = () => new Date(time);
  const source = createLogSource({ now });
  const { log_id } = source.write({ lateMs: 30 * SECOND });
  source.write();
  const sleepy = {
    ...source,
    search(...asked: Parameters<typeof source.search>) {
      const found = source.search(...asked);
      time += DAY;
      return found;
    },
  };
  const archive = fakeArchive(now);
  const horizons = createHorizons(usualPace.settleMs);
  const log = tenantOver(sleepy);
  const given = { tenant: "prod", log, archive, horizons, pace: usualPace, now };
  const prover = createProver(given);
  for (let steps = 0; steps < 3; steps += 1) await prover.step();
  const { events } = await archive.search("prod", { terms: [] }, { limit: 10 });
  expect(events.map(({ id }) => id)).toContain(log_id);
});
