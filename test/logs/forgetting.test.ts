import { beforeEach, describe, expect, it } from "vitest";
import type { Archive } from "../../src/core/archive.ts";
import { createForgetting } from "../../src/logs/forgetting.ts";
import { fakeLog } from "../fakes/house.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { type FakeRecords, fakeRecords } from "../fakes/records.ts";

const mira = "mira.quillon@example.com";

let records: FakeRecords;
let noted: string[];
beforeEach(() => {
  records = fakeRecords();
  noted = [];
});

/** A life of the bot. */
const live = (forget: Archive["forget"]) =>
  createForgetting({
    archive: { forget },
    tails: { forget: async () => 0 },
    note: async ({ kind, detail }) => void noted.push(`${kind} ${detail}`),
    records,
    clock: manualClock(),
    log: fakeLog(),
    keys: {},
  });

describe("that somebody was forgotten", () => {
  it("is noted once it is done, and nothing is left to be noted", async () => {
    const life = live(async () => 3);
    await life.tick();
    expect(await life.forget("prod", [mira])).toBe(3);
    expect(noted).toEqual(["forgotten 3 events of prod"]);
    await live(async () => 0).tick();
    expect(noted).toHaveLength(1);
    expect(await records.list("")).toEqual([]);
  });

  it("is noted by the next life where a kill came in between, once the archive is through with it", async () => {
    const begun = live(() => new Promise(() => {})).forget("prod", [mira]);
    await expect.poll(async () => (await records.list("")).length).toBe(1);
    expect(JSON.stringify(await records.list(""))).not.toContain("mira");
    let finish = (_: number): void => {};
    const asked: (readonly string[])[] = [];
    const next = live((_, names) => {
      asked.push(names);
      return new Promise((resolve) => {
        finish = resolve;
      });
    });
    await next.tick();
    await expect.poll(() => asked).toEqual([[]]);
    expect(noted).toEqual([]);
    finish(0);
    await expect
      .poll(() => noted)
      .toEqual(["forgotten what was left to forget of prod after a restart"]);
    await expect.poll(async () => records.list("")).toEqual([]);
    await next.tick();
    expect(noted).toHaveLength(1);
    void begun;
  });
});
