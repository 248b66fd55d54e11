import { describe, expect, it } from "vitest";
import { logWhole } from "../../src/checks/log-whole.ts";
import { DAY, HOUR } from "../../src/core/clock.ts";
import { ago } from "../fakes/subjects.ts";
import { judged, kept, whole, withoutEach } from "./judged.ts";

const hole = (from: Date, to: Date) => ({ from, to, why: "the bot was off", foundAt: to });

describe("log-whole", () => {
  it("passes where all is proved up to now", () => {
    expect(judged(logWhole, { logArchive: kept() }).verdict).toBe("pass");
  });

  it("fails with each hole of the last month, by its span", () => {
    const holes = [hole(ago(50 * DAY), ago(49 * DAY)), hole(ago(3 * HOUR), ago(2 * HOUR))];
    expect(judged(logWhole, { logArchive: kept({ holes }) }).says).toEqual([
      "The kept log may lack events from 22 Nov 2026, 09:00 UTC to 22 Nov 2026, 10:00 UTC: the bot was off.",
    ]);
  });

  it("fails where the proof ends long ago, and says whose move it is", () => {
    const proved = { ...whole, until: ago(3 * HOUR) };
    const stuck = { since: ago(3 * HOUR), why: "no scope", fix: "Grant read:logs." };
    const result = judged(logWhole, {
      logArchive: kept({ proved }, 400 * DAY, { streamed: false, stuck }),
    });
    expect(result.says).toEqual([
      "The kept log is proved only up to 22 Nov 2026, 09:00 UTC, 3 h ago.",
    ]);
    expect(result.findings[0]?.fix).toBe("Grant read:logs.");
  });

  it("is never passed without proof: nothing kept, nothing proved, history still coming in", () => {
    const proved = { ...whole, until: ago(3 * HOUR) };
    const { proved: _, ...coverage } = kept().coverage;
    expect(judged(logWhole, { logArchive: null }).verdict).toBe("unknown");
    expect(judged(logWhole, { logArchive: { ...kept(), coverage } }).verdict).toBe("unknown");
    const history = kept({ proved }, 400 * DAY, { streamed: false, history: {} });
    expect(judged(logWhole, { logArchive: history }).verdict).toBe("unknown");
    expect(withoutEach(logWhole, {})).toEqual(["unknown"]);
  });
});
