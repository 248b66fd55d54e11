import { beforeEach, describe, expect, it } from "vitest";
import { type Message, numbered } from "../../src/core/message.ts";
import { type House, openHouse } from "../fakes/house.ts";

const items = Array.from({ length: 300 }, (_, index) => `event ${index} ${"of a kind ".repeat(5)}`);
const run = async (): Promise<Message> => ({
  summary: "300 events.",
  blocks: [{ kind: "list", items }],
});

let house: House = openHouse();
const events = () => house.command("events", { run });
beforeEach(() => {
  house = openHouse();
});

describe("an answer that is longer than one message", () => {
  it("offers its next part by a button that says the same line for it", async () => {
    const first = await house.plainly([events()], 'events "two words"');
    expect(first).toContain("event 0 ");
    expect(first).toMatch(/\[More \(part 2 of \d\)\] events "two words" part:2/);
    const second = await house.plainly([events()], 'events "two words" part:2');
    expect(second).not.toContain("event 0 ");
    expect(second).toMatch(/\[More \(part 3 of \d\)\] events "two words" part:3/);
  });

  it("goes on numbering where the part before it ended", async () => {
    const numbers: Message = { summary: "300 events.", blocks: [numbered(11, items)] };
    const command = house.command("numbers", { run: async () => numbers });
    const first = await house.plainly([command], "numbers");
    const second = await house.plainly([command], "numbers part:2");
    expect(first).toContain("11. event 0 ");
    const [, number, event] = /(\d+)\. event (\d+) /.exec(second) ?? [];
    expect(Number(event)).toBeGreaterThan(0);
    expect(Number(number)).toBe(11 + Number(event));
  });

  it("is shared part by part, and goes on before everybody", async () => {
    const shared = await house.answer([events()], "events part:2 share:here");
    expect(shared.audience).toBe("all");
    expect(JSON.stringify(shared.message.blocks)).toContain("events share:here part:3");
  });

  it("says in words that a part is not there", async () => {
    expect(await house.plainly([events()], "events part:99")).toContain("part 99 is not there");
  });

  it("is not made again by a line that does something", async () => {
    let done = 0;
    const acts = house.command("act", {
      acts: true,
      run: async () => {
        done += 1;
        return run();
      },
    });
    expect(await house.plainly([acts], "act part:2")).toContain("would do it again");
    expect(done).toBe(0);
    expect(await house.plainly([acts], "act")).not.toContain("part:2");
  });
});
