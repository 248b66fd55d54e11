import { describe, expect, it } from "vitest";
import { askPlainly } from "../fakes/context.ts";
import { openTailHouse } from "../fakes/tails.ts";
import { eventShapes } from "../fixtures/event-shapes.ts";
import { grow, planter } from "../fixtures/planted.ts";

/** A name in one of these cannot be told from the name of a thing; everything else can hold one. */
const namesOfThings = ["client_name", "connection", "type"];
const from = { conversation: "pretend:channel:ops" } as const;

describe("what everybody sees of a tail", () => {
  it.each(eventShapes.map((each) => [each.type, each.from, each] as const))(
    "holds nothing personal of %s (%s), from its card to its end",
    async (type, _, { schema }) => {
      const { planted, plant } = planter();
      const { live, archive, beat, clock, platform } = openTailHouse();
      const tails = live();
      const said = { tails, from, now: clock.now() };
      const typed = () => plant({ named: true });
      await askPlainly("tail", said);
      await askPlainly(`tail client:"${typed()}" connection:"${typed()}" org:"${typed()}"`, said);
      await askPlainly(`tail user:"${typed()}" person:"${typed()}" "${typed()}"`, said);
      const records = Array.from({ length: 14 }, (_each, turn) => ({
        ...(grow(schema, {
          turn,
          plant: (where) => plant({ named: !namesOfThings.includes(where) }),
        }) as object),
        log_id: `90020261122120000${String(turn).padStart(4, "0")}`,
        date: clock.now().toISOString(),
        ...(turn % 2 === 0 ? { type } : {}),
      }));
      await archive.add({ tenant: "prod", way: "stream", records });
      await beat(tails, 8);
      await askPlainly("tail", { ...said, audience: "all" });
      for (const { id } of await tails.list(from.conversation)) {
        await tails.stop(id, { name: "Grace" });
      }
      await beat(tails, 3);
      const shown = platform.done.map(({ text }) => text).join("\n");
      expect(shown).toContain("14 events");
      expect(leaksIn(shown, planted)).toEqual([]);
    },
  );
});

/** Nothing planted, whole or by the part that gives it away. */
const leaksIn = (shown: string, planted: readonly string[]): readonly string[] =>
  planted
    .flatMap((value) => [value, value.split("@")[0] ?? "", value.split("|")[1] ?? value])
    .filter((value) => value.length > 5 && shown.includes(value));
