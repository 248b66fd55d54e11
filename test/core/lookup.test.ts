import { expect, it } from "vitest";
import { createLookup } from "../../src/core/lookup.ts";
import { fakeClock } from "../fakes/clock.ts";
import { fakeLog } from "../fakes/house.ts";
import { fakeRecords } from "../fakes/records.ts";

it("what a platform says of thousands is all written down, and of the last two thousand remembered here", async () => {
  const records = fakeRecords();
  const asked: string[] = [];
  const lookup = createLookup<string>({
    whom: "The platform",
    name: "person",
    ask: async (key) => {
      asked.push(key);
      return `said of ${key}`;
    },
    explain: () => ({ cause: "none", kind: "passing" }),
    freshMs: 1000,
    trustedMs: 2000,
    records,
    clock: { ...fakeClock(), after: () => new Promise(() => {}) },
    log: fakeLog(),
  });
  const keys = Array.from({ length: 2400 }, (_, nth) => `U${nth}`);
  for (const key of keys) expect((await lookup.of(key)).value).toBe(`said of ${key}`);
  expect(asked).toEqual(keys);
  expect(await records.list("person/")).toHaveLength(2400);
  expect(lookup.recall("U399")).toBeUndefined();
  expect(lookup.recall("U2399")).toBe("said of U2399");
  // Of whom nothing is remembered here, the platform is asked again, and what was written down is there at once.
  expect(await lookup.known("U0")).toMatchObject({ value: "said of U0" });
  await lookup.of("U0");
  expect(asked.slice(2400)).toEqual(["U0"]);
});
