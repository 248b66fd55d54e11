import { beforeEach, describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../src/core/clock.ts";
import type { SourceFacts } from "../src/core/command.ts";
import type { TargetState } from "../src/core/store.ts";
import { createStanding, type HouseStanding } from "../src/standing.ts";
import { fakeContext } from "./fakes/context.ts";
import { type ManualClock, manualClock } from "./fakes/manual-clock.ts";
import { type FakeStore, fakeStore } from "./fakes/store.ts";
import { ago, target } from "./fakes/subjects.ts";

const status = (lastReadAt: Date) => target({ lastReadAt });
const changelog = (lastReadAt: Date) =>
  target({ key: "changelog", source: "changelog", lastReadAt });

describe("how the bot stands", () => {
  let clock: ManualClock;
  let store: FakeStore;
  let sources: readonly SourceFacts[];
  let standing: HouseStanding;
  let writes: { count: number; fail: boolean };
  beforeEach(async () => {
    clock = manualClock();
    store = fakeStore({ targets: [status(ago(SECOND)), changelog(ago(SECOND))] });
    sources = fakeContext().sources;
    const known = () => fakeContext({ store, sources });
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
      "sources true not looked at yet",
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

  const later = async (ms: number) => {
    await clock.advance(ms);
    await standing.tick();
  };
  const read = async (...targets: readonly TargetState[]) => {
    store.reads.splice(0, store.reads.length, ...targets);
    await later(5 * SECOND);
  };

  it("names the sources that were not read within their limits, and no tenant and no feed", async () => {
    await begun();
    await later(MINUTE);
    await read(status(clock.now()), changelog(clock.now()));
    expect(said()).toContain("sources true read within their limits");
    await later(10 * MINUTE);
    expect(said()).toContain(
      "sources false 2 sources have not been read for too long: changelog, status",
    );
    await read(status(ago(SECOND)), changelog(clock.now()));
    expect(said()).toContain("sources false 1 source has not been read for too long: status");
    await read(status(clock.now()), changelog(clock.now()));
    expect(said()).toContain("sources true read within their limits");
  });

  it("does not count the time in which the bot did not run against a source, nor for it", async () => {
    store.reads.splice(0, 2, status(ago(600 * MINUTE)), changelog(ago(SECOND)));
    await begun();
    const pending = "(a fault 10 min after it)";
    expect(said()).toContain(
      `sources true not read yet since the start: changelog ${pending}, status ${pending}`,
    );
    await later(5 * MINUTE);
    await read(status(ago(600 * MINUTE)), changelog(clock.now()));
    expect(said()).toContain(`sources true not read yet since the start: status ${pending}`);
    await later(5 * MINUTE);
    expect(said()).toContain("sources false 1 source has not been read for too long: status");
  });

  it("waits for a source of which the store has never heard, but for none of which nothing is read", async () => {
    sources = sources.map((one) => (one.id === "status" ? { ...one, idle: true } : one));
    store.reads.length = 0;
    await begun();
    expect(said()).toContain(
      "sources true not read yet since the start: changelog (a fault 10 min after it)",
    );
    await later(10 * MINUTE + SECOND);
    expect(said()).toContain("sources false 1 source has not been read for too long: changelog");
    await read(changelog(clock.now()));
    expect(said()).toContain("sources true read within their limits");
  });

  it("writes to the store once a minute, and says when nothing can be written, and when it can again", async () => {
    const pass = async (seconds: number) => {
      for (let passed = 0; passed < seconds; passed += 5) await later(5 * SECOND);
    };
    await begun();
    await pass(120);
    expect(writes.count).toBe(3);
    writes.fail = true;
    await pass(60);
    expect(said()).toContain("store false cannot be written");
    writes.fail = false;
    await pass(5);
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
