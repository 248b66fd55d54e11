import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../../src/core/clock.ts";
import type { Observation } from "../../../src/core/store.ts";
import { isOpen, type KnownSubject } from "../../../src/core/subject.ts";
import { createLogReaders } from "../../../src/logs/reading/readers.ts";
import { fakeArchive } from "../../fakes/archive.ts";
import { createLogSource, failing, tenantOver } from "../../fakes/auth0/log-source.ts";
import { manualClock } from "../../fakes/manual-clock.ts";
import { quietLog } from "../../login/bench.ts";

const prod = { name: "prod", management: {}, logs: { read: true } };

function openBench() {
  const clock = manualClock();
  const source = createLogSource({ now: clock.now, keptMs: DAY });
  const archive = fakeArchive(clock.now);
  const told: Observation[] = [];
  const broken = { is: false };
  const tenant = tenantOver(source, () => (broken.is ? failing("scope") : undefined));
  const subjects = {
    observe: async (all: readonly Observation[]) => void told.push(...all),
    find: async () => openOf(told),
  };
  const open = (tenants = [prod]) =>
    createLogReaders({
      tenants,
      tenant: () => tenant,
      archive,
      subjects,
      zone: "UTC",
      clock,
      log: quietLog,
      onObserved: () => {},
    });
  const bench = {
    clock,
    source,
    archive,
    broken,
    open,
    readers: open(),
    async run(ms: number): Promise<void> {
      for (let passed = 0; passed < ms; passed += 2 * SECOND) {
        await bench.readers.tick();
        await clock.advance(2 * SECOND);
      }
    },
    words: () =>
      told.flatMap(({ subjects: seen = [] }) =>
        seen.map(({ title, phase, revisions }) => `${title} (${phase}): ${revisions.at(-1)?.text}`),
      ),
    told,
  };
  source.write();
  return bench;
}

/** As a store would know them. */
function openOf(told: readonly Observation[]): readonly KnownSubject[] {
  const all = new Map(
    told.flatMap(({ at, target, subjects = [] }) =>
      subjects.map((subject): [string, KnownSubject] => [
        subject.id,
        { ...subject, tenants: [target.tenant ?? ""], firstSeenAt: at, changedAt: at },
      ]),
    ),
  );
  return [...all.values()].filter(({ phase }) => isOpen(phase));
}

describe("the readers of logs", () => {
  it("tell whoever follows a tenant's status that its log is not read, and that it is again", async () => {
    const bench = openBench();
    await bench.run(5 * MINUTE);
    bench.broken.is = true;
    await bench.run(20 * MINUTE);
    expect(bench.words()).toEqual([
      expect.stringMatching(
        /^The log of prod is not read \(investigating\): Watchpost has not got on with reading the log of prod for 15 min: It is scope\. Until it does, .* silence here does not mean that all is well\..*\nMend it\.$/s,
      ),
    ]);
    const [{ target, subjects = [] } = { target: undefined }] = bench.told;
    expect(target).toMatchObject({ tenant: "prod" });
    expect(subjects[0]).toMatchObject({ about: "status" });
    bench.broken.is = false;
    await bench.run(7 * MINUTE);
    expect(bench.words()).toHaveLength(2);
    expect(bench.words()[1]).toMatch(/^The log of prod is not read \(resolved\): Watchpost reads/);
  });

  it("end after a restart what an earlier life began to tell", async () => {
    const bench = openBench();
    await bench.run(5 * MINUTE);
    bench.broken.is = true;
    await bench.run(20 * MINUTE);
    await bench.readers.settled();
    bench.readers = bench.open();
    await bench.run(MINUTE);
    expect(bench.words()).toHaveLength(1);
    bench.broken.is = false;
    await bench.run(8 * MINUTE);
    expect(bench.words()).toHaveLength(2);
  });

  it("tell each hole once, with its span", async () => {
    const bench = openBench();
    await bench.run(5 * MINUTE);
    await bench.readers.settled();
    await bench.clock.advance(HOUR);
    bench.source.write();
    await bench.clock.advance(30 * HOUR);
    bench.source.write();
    bench.readers = bench.open();
    await bench.run(10 * MINUTE);
    expect(bench.words()).toEqual([
      expect.stringMatching(
        /^Part of the log of prod is missing \(investigating\): Events of prod may be missing for good, from 22 Nov 2026, 12:0\d UTC to 23 Nov 2026, 19:05 UTC: /,
      ),
      expect.stringMatching(/^Part of the log of prod is missing \(resolved\): /),
    ]);
  });

  it("tell that a stream is silent although the log goes on", async () => {
    const bench = openBench();
    await bench.readers.settled();
    bench.readers = bench.open([{ ...prod, logStream: {} } as typeof prod]);
    await bench.run(3 * MINUTE);
    bench.source.write();
    await bench.run(20 * MINUTE);
    expect(bench.words()).toEqual([
      expect.stringMatching(/^The log stream of prod is silent \(investigating\): /),
    ]);
    expect(bench.readers.reading("prod")?.streamSilentSince).toBeDefined();
    await bench.archive.add({ tenant: "prod", way: "stream", records: [bench.source.write()] });
    await bench.run(2 * MINUTE);
    expect(bench.words()[1]).toMatch(/^The log stream of prod is silent \(resolved\): /);
  });

  it("read only what may be read, and end what was told of the rest", async () => {
    const bench = openBench();
    await bench.run(5 * MINUTE);
    bench.broken.is = true;
    await bench.run(20 * MINUTE);
    await bench.readers.settled();
    bench.readers = bench.open([{ ...prod, logs: { read: false } }]);
    expect(bench.readers.reading("prod")).toBeUndefined();
    await bench.run(10 * SECOND);
    expect(bench.words()[1]).toMatch(/\(resolved\): The log of prod is no longer read/);
  });
});
