import { beforeEach, describe, expect, it } from "vitest";
import { openAudit } from "../../src/audit/audit.ts";
import { entryOf, textOf } from "../../src/core/audit-entry.ts";
import { verifyTrail } from "../../src/core/audit-verify.ts";
import { DAY } from "../../src/core/clock.ts";
import type { Said } from "../../src/core/said.ts";
import { type FakeAudit, fakeAudit } from "../fakes/audit.ts";
import { ada } from "../fakes/context.ts";
import { fakeLog, said } from "../fakes/house.ts";
import { type FakeJournals, fakeJournals } from "../fakes/journals.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { fakeRecords } from "../fakes/records.ts";

const clock = manualClock();
let audit: FakeAudit;
let journals: FakeJournals;
beforeEach(() => {
  audit = fakeAudit();
  journals = fakeJournals();
});

/** A life of the bot, before whose store a silent disk may be. */
const live = (disk: Partial<FakeAudit> = {}) =>
  openAudit({
    audit: { ...audit, ...disk },
    records: fakeRecords(),
    journal: journals.open("audit"),
    settings: { audit: { keep: 30 * DAY } },
    version: "1.2.3",
    clock,
    log: fakeLog(),
  });

const silent: Partial<FakeAudit> = { append: () => new Promise<never>(() => undefined) };

const line = (words: string): Said => ({
  invocation: { ...said(words), by: ada, id: words },
  name: words,
  command: undefined,
  words: [],
  role: "viewer",
  audience: "asker",
  outcome: "unknown",
  at: clock.now(),
  ms: 1,
});

const inTrail = () => audit.entries().map(({ kind, line: id }) => id ?? kind);

describe("an entry of the audit trail, with a kill before the store has it", () => {
  it("is written by the next life, before anything of that one, and once", async () => {
    const killed = await live(silent);
    for (const words of ["one", "two", "three"]) {
      killed.hearing.heard(line(words)).catch(() => undefined);
    }
    await (await live()).started();
    expect(inTrail()).toEqual(["one", "two", "three", "started"]);
    expect(journals.kept("audit")).toEqual([]);
    await (await live()).started();
    expect(inTrail()).toEqual(["one", "two", "three", "started", "started"]);
    expect((await verifyTrail(audit)).fault).toBeUndefined();
  });

  it("is not written again where the store had it, and the journal was not told any more", async () => {
    const life = await live();
    await Promise.all(["one", "two"].map((words) => life.hearing.heard(line(words))));
    for (const entry of audit.entries()) journals.open("audit").keep({ text: textOf(entry) });
    expect(journals.kept("audit")).toHaveLength(2);
    await (await live()).started();
    expect(inTrail()).toEqual(["one", "two", "started"]);
    expect(journals.kept("audit")).toEqual([]);
  });

  it("stays in the journal where the store still cannot be written, and keeps nobody from starting", async () => {
    const killed = await live(silent);
    killed.hearing.heard(line("one")).catch(() => undefined);
    audit.breaks(new Error("the disk is full"));
    await (await live()).started();
    expect(journals.kept("audit")).toMatchObject([{ text: expect.stringContaining("one") }, {}]);
    audit.breaks();
    await (await live()).started();
    expect(inTrail()).toEqual(["one", "started", "started"]);
  });

  it("is no hindrance where the journal holds what is no entry", async () => {
    journals.open("audit").keep({ text: "{}" });
    await (await live()).started();
    expect([inTrail(), entryOf("{}")]).toEqual([["started"], undefined]);
    expect(journals.kept("audit")).toEqual([]);
  });
});
