import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import { HOUR, SECOND } from "../../src/core/clock.ts";
import { UpstreamError } from "../../src/core/errors.ts";
import { defineSource } from "../../src/core/source.ts";
import type { Store } from "../../src/core/store.ts";
import { createRunner, type Runner } from "../../src/feeds/runner.ts";
import { fakeClock } from "../fakes/clock.ts";

const source = defineSource({
  id: "advisories",
  title: "Advisories",
  summary: "What is known",
  labels: [],
  feedNamed: false,
  settings: z.object({ every: z.number() }),
  targets: () => [{ key: "advisories", title: "Advisories", url: "http://x" }],
  read: async () => [],
});

describe("a source of which a part cannot be read", () => {
  const clock = fakeClock();
  let store: Store;
  let runner: Runner;
  let missed: UpstreamError | undefined;
  let reads: number;
  const warned: object[] = [];

  beforeEach(async () => {
    store = await openSqliteStore({ file: ":memory:", clock });
    reads = 0;
    runner = createRunner({
      polled: [{ source, settings: { every: HOUR } }],
      tenants: [],
      reader: {
        read: async () => {
          reads += 1;
          return { subjects: [], validators: {}, ...(missed ? { missed } : {}) };
        },
      },
      store,
      clock,
      log: { info: () => {}, warn: (details) => void warned.push(details), error: () => {} },
      onObserved: () => {},
    });
  });
  afterEach(() => store.close());

  async function passed(ms: number): Promise<number> {
    clock.pass(ms);
    await runner.tick();
    await runner.settled();
    return reads;
  }

  it("is tried again soon, then more and more seldom, until it is whole", async () => {
    missed = new UpstreamError("osv", "OSV is away.");
    const seen = [await passed(0), await passed(5 * SECOND), await passed(5 * SECOND)];
    expect([...seen, await passed(5 * SECOND)]).toEqual([1, 2, 2, 3]);
    expect((await store.subjects.targets())[0]).toMatchObject({
      failures: 3,
      error: "OSV is away.",
    });
    expect(warned.at(-1)).toEqual({ target: "advisories", failures: 3, error: "OSV is away." });
    missed = undefined;
    expect(await passed(20 * SECOND)).toBe(4);
    expect(await passed(HOUR - SECOND)).toBe(4);
    expect(await passed(SECOND)).toBe(5);
    expect((await store.subjects.targets())[0]).toMatchObject({ failures: 0 });
  });

  it("is left alone for as long as it asked", async () => {
    missed = new UpstreamError("osv", "OSV answered HTTP 429.", { retryAfterMs: 60 * SECOND });
    expect([await passed(0), await passed(59 * SECOND), await passed(SECOND)]).toEqual([1, 1, 2]);
  });
});
