import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../../src/core/clock.ts";
import type { StreamStanding, Tally } from "../../src/core/log-streams.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { ask } from "../fakes/context.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago, target } from "../fakes/subjects.ts";

const tally = (count: number, minutes: number): Tally => ({ count, last: ago(minutes * MINUTE) });

async function about(
  prod: StreamStanding | undefined,
  more: { strangers?: Tally; heard?: Date } = {},
) {
  const store = fakeStore({
    targets: [target(), target({ key: "changelog", source: "changelog", title: "Change log" })],
  });
  const { heard } = more;
  const archive = fakeArchive(() => heard ?? ago(0));
  if (heard) await archive.add({ tenant: "prod", way: "stream", records: [] });
  const streams = { standing: () => prod, strangers: () => more.strangers };
  const reply = await ask("doctor", { store, archive, streams });
  return { tone: reply.tone, words: renderPlain(reply) };
}

describe("doctor, of log streams", () => {
  it("says nothing where none is set up", async () => {
    expect((await about(undefined)).words).not.toMatch(/stream/i);
  });

  it("says when something was delivered last, also by an earlier life of the bot", async () => {
    const well = await about({ kept: tally(4, 2), refused: {} });
    expect(well.words).toContain("- Log stream of prod: last delivery 2 min ago");
    expect(well.tone).toBe("good");
    const restarted = await about({ refused: {} }, { heard: ago(3 * HOUR) });
    expect(restarted.words).toContain("- Log stream of prod: last delivery 3 h ago");
  });

  it("says how to begin where nothing was ever delivered", async () => {
    const { words, tone } = await about({ refused: {} }, { strangers: tally(3, 4) });
    expect(tone).toBe("warning");
    expect(words).toMatch(
      /Log stream of prod: nothing was ever delivered. What to do: .*\/auth0\/logs\/prod behind it/,
    );
    expect(words).toContain(
      "Log streams: 3 deliveries name no tenant that has a log stream, the last 4 min ago",
    );
  });

  it("says that deliveries are turned away, and what to do", async () => {
    const refused = { "wrong token": tally(12, 1), malformed: tally(1, 90) };
    const { words, tone } = await about({ kept: tally(40, 30), refused });
    expect(tone).toBe("bad");
    expect(words).toMatch(
      /Log stream of prod: 12 deliveries were refused with a wrong token, the last 1 min ago; last delivery 30 min ago. What to do: .*Authorization Token/,
    );
    for (const why of ["malformed", "too large", "not kept"] as const) {
      const one = await about({ refused: { [why]: tally(1, 1) } });
      expect(one.words).toMatch(
        /Log stream of prod: 1 delivery was .*; nothing was ever delivered/,
      );
      expect(one.tone).toBe("bad");
    }
  });

  it("does not mind what was refused before the last delivery, nor who tries other names", async () => {
    const refused = { "wrong token": tally(2, 50) };
    const { words, tone } = await about(
      { kept: tally(40, 3), refused },
      { strangers: tally(9, 1) },
    );
    expect(words).toContain(
      "Log stream of prod: last delivery 3 min ago; 2 deliveries were refused with a wrong token, the last 50 min ago, and none since",
    );
    expect(words).not.toContain("name no tenant");
    expect(tone).toBe("good");
  });

  it("says that parts of deliveries could not be read", async () => {
    const { words, tone } = await about({ kept: tally(40, 3), bad: tally(7, 5), refused: {} });
    expect(words).toMatch(
      /last delivery 3 min ago; 7 parts of deliveries could not be read, the last 5 min ago. What to do/,
    );
    expect(tone).toBe("warning");
  });
});
