import { beforeEach, describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../src/core/clock.ts";
import { createStanding, type HouseStanding } from "../src/standing.ts";
import { fakeContext } from "./fakes/context.ts";
import { type ManualClock, manualClock } from "./fakes/manual-clock.ts";
import { type FakeStore, fakeStore } from "./fakes/store.ts";
import { ago, target } from "./fakes/subjects.ts";

describe("how the bot stands", () => {
  let clock: ManualClock;
  let store: FakeStore;
  let standing: HouseStanding;
  let writes: { count: number; fail: boolean };
  beforeEach(async () => {
    clock = manualClock();
    store = fakeStore({ targets: [target({ lastReadAt: ago(SECOND) })] });
    const known = () => fakeContext({ store });
    writes = { count: 0, fail: false };
    const write = async () => {
      writes.count += 1;
      if (writes.fail) throw new Error("database or disk is full");
    };
    standing = createStanding({ platforms: ["slack", "local"], known, write, clock });
  });
  const said = () => standing.parts().map(({ part, ready, state }) => `${part} ${ready} ${state}`);

  async function begun(): Promise<void> {
    standing.begun("slack");
    standing.begun("local");
    await standing.tick();
  }

  it("is not ready before the store was asked and the platforms listen", async () => {
    expect(said()).toEqual([
      "store false being opened",
      "slack false not connected",
      "local false not connected",
      "sources true read within their limits",
    ]);
    await begun();
    expect(standing.parts().every(({ ready }) => ready)).toBe(true);
  });

  it("follows a platform that loses its connection and has it again", async () => {
    await begun();
    standing.connected("slack", false);
    expect(said()).toContain("slack false not connected");
    expect(said()).toContain("local true connected");
    standing.connected("slack", true);
    expect(said()).toContain("slack true connected");
  });

  it("says of a platform that has answered nothing for half a minute that it does not, until it does", async () => {
    await begun();
    standing.reached("slack", false);
    await clock.advance(20 * SECOND);
    standing.reached("slack", false);
    expect(said()).toContain("slack true connected");
    await clock.advance(10 * SECOND);
    expect(said()).toContain("slack false does not answer");
    expect(said()).toContain("local true connected");
    standing.connected("slack", true);
    expect(said()).toContain("slack false does not answer");
    standing.reached("slack", true);
    expect(said()).toContain("slack true connected");
  });

  it("names the sources that were not read within their limits, and no tenant and no feed", async () => {
    await begun();
    await clock.advance(10 * MINUTE + SECOND);
    await standing.tick();
    expect(said()).toContain("sources false 1 source has not been read for too long: status");
    store.reads.splice(0, 1, target({ lastReadAt: clock.now() }));
    await clock.advance(5 * SECOND);
    await standing.tick();
    expect(said()).toContain("sources true read within their limits");
  });

  it("does not count the time in which the bot did not run against a source", async () => {
    store.reads.splice(0, 1, target({ lastReadAt: ago(600 * MINUTE) }));
    await begun();
    expect(said()).toContain("sources true read within their limits");
  });

  it("writes to the store once a minute, and says when nothing can be written, and when it can again", async () => {
    const later = async (seconds: number) => {
      for (let passed = 0; passed < seconds; passed += 5) {
        await clock.advance(5 * SECOND);
        await standing.tick();
      }
    };
    await begun();
    await later(120);
    expect(writes.count).toBe(3);
    writes.fail = true;
    await later(60);
    expect(said()).toContain("store false cannot be written");
    writes.fail = false;
    await later(5);
    expect(said()).toContain("store true open");
  });

  it("goes on looking when the clock is set back", async () => {
    await begun();
    await clock.advance(-60 * MINUTE);
    store.subjects.targets = () => Promise.reject(new Error("disk I/O error"));
    await standing.tick();
    expect(said()).toContain("store false cannot be read");
  });

  it("says at once that the store does not answer any more", async () => {
    await begun();
    store.subjects.targets = () => new Promise(() => {});
    await clock.advance(5 * SECOND);
    void standing.tick();
    await clock.advance(16 * SECOND);
    expect(said()).toContain("store false does not answer");
  });

  it("says that the store cannot be read, until it can be", async () => {
    await begun();
    const { targets } = store.subjects;
    store.subjects.targets = () => Promise.reject(new Error("the disk is gone"));
    await clock.advance(5 * SECOND);
    await standing.tick();
    expect(said()).toContain("store false cannot be read");
    store.subjects.targets = targets;
    await clock.advance(5 * SECOND);
    await standing.tick();
    expect(said()).toContain("store true open");
  });

  it("is not ready any more once it is stopping", async () => {
    await begun();
    standing.stopping();
    expect(said()[0]).toBe("watchpost false stopping");
  });
});
