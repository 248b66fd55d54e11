import { expect, it } from "vitest";
import { openEngine } from "../../adapters/sql/sqlite-archive-engine.ts";
import type { ArchiveEngine } from "../../src/core/archive-engine.ts";
import { createKeeper } from "../../src/logs/keeper.ts";
import { minute, record } from "../contracts/archive-bench.ts";

/** Three batches that are kept together, behind one that is under way. */
async function keepTogether(alter: (engine: ArchiveEngine) => Partial<ArchiveEngine> = () => ({})) {
  const engine = await openEngine({ file: ":memory:" });
  const heard: (readonly [tenant: string, ids: readonly string[]])[] = [];
  const keeper = createKeeper({ ...engine, ...alter(engine) }, (tenant, fresh) =>
    heard.push([tenant, fresh.map(({ id }) => id)]),
  );
  const add = (tenant: string, ...counts: readonly number[]) =>
    keeper.add({
      ...{ tenant, way: "stream", now: minute(100) },
      records: counts.map((count) => record(count)),
    });
  const kept = await Promise.allSettled([
    add("first", 1),
    add("prod", 1, 2),
    add("dev", 1, 2, 3),
    add("prod", 2, 4),
  ]);
  await keeper.close();
  return {
    kept: kept.map((one) => (one.status === "fulfilled" ? one.value.fresh : "failed")),
    heard,
  };
}

const idsOf = (...counts: readonly number[]) => counts.map((count) => record(count).log_id);

it("batches that share a commit are each told what became of their own events", async () => {
  expect(await keepTogether()).toEqual({
    kept: [1, 2, 3, 1],
    heard: [
      ["first", idsOf(1)],
      ["prod", idsOf(1, 2)],
      ["dev", idsOf(1, 2, 3)],
      ["prod", idsOf(4)],
    ],
  });
});

it("a batch that cannot be kept takes none of those with it that share its commit", async () => {
  const { kept, heard } = await keepTogether(({ addAll }) => ({
    async addAll(batches) {
      if (batches.some(({ tenant }) => tenant === "dev")) throw new Error("it cannot be kept");
      return addAll(batches);
    },
  }));
  expect(kept).toEqual([1, 2, "failed", 1]);
  expect(heard.map(([tenant]) => tenant)).toEqual(["first", "prod", "prod"]);
});
