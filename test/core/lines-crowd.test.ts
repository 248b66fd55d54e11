import { expect, it } from "vitest";
import { SECOND } from "../../src/core/clock.ts";
import { createLines } from "../../src/core/lines.ts";
import { fakeLog, said } from "../fakes/house.ts";
import { fakeJournals } from "../fakes/journals.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { fakeRecords } from "../fakes/records.ts";

it("Of a crowd of lines two hundred are answered at a time, and all in the end", async () => {
  const clock = manualClock();
  const records = fakeRecords();
  let [under, most, shown] = [0, 0, 0];
  const lines = createLines<string>({
    async *answer() {
      under += 1;
      most = Math.max(most, under);
      await clock.after(SECOND);
      yield { message: { summary: "here it is", blocks: [] }, audience: "asker", pending: false };
      under -= 1;
    },
    async show() {
      shown += 1;
    },
    records,
    journal: fakeJournals().open("lines"),
    clock,
    log: fakeLog(),
  });
  for (let nth = 0; nth < 500; nth += 1) lines.take(`${nth}`, said("status"), "here");
  await clock.advance(2 * SECOND);
  expect(shown).toBe(400);
  await clock.advance(SECOND);
  await lines.settled();
  expect([most, shown]).toEqual([200, 500]);
  expect(await records.list("line/")).toEqual([]);
});
