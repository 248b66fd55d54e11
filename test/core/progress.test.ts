import { expect, it } from "vitest";
import { openHouse } from "../fakes/house.ts";

it("an answer that takes its time says how far it has got, once its command has told", async () => {
  const house = openHouse();
  const slow = house.command("slow", {
    async run(_args, { reached }) {
      await house.clock.after(3000);
      reached("looked back to 3 Nov 2026, 10:00 CET");
      await house.clock.after(27_000);
      return { summary: "done", blocks: [] };
    },
  });
  const shown = await house.replies([slow], "slow");
  expect(shown.map(({ message }) => message.summary)).toEqual([
    'Working on "slow", 2 s so far.',
    'Working on "slow", 7 s so far: looked back to 3 Nov 2026, 10:00 CET.',
    'Working on "slow", 17 s so far: looked back to 3 Nov 2026, 10:00 CET.',
    "done",
  ]);
});
