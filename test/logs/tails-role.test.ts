import { describe, expect, it } from "vitest";
import { openTailHouse, wish } from "../fakes/tails.ts";

const ops = "pretend:channel:ops";

/** A house in which whoever begins a tail may lose the role. */
function openRoles() {
  const asked: (readonly [string, string])[] = [];
  const state = { may: true };
  const mayGoOn = async (by: string, conversation: string) => {
    asked.push([by, conversation]);
    return state.may;
  };
  return { ...openTailHouse({ mayGoOn }), asked, state };
}

describe("a tail whose starter loses the role", () => {
  it("ends within a minute, tells nothing that came in since, and says why on its card", async () => {
    const { live, come, beat, platform, records, asked, state } = openRoles();
    const tails = live();
    await tails.begin(wish());
    await come(1);
    await beat(tails, 56);
    expect(platform.done.filter(({ what }) => what === "post")).toHaveLength(2);
    state.may = false;
    await beat(tails, 3);
    await come(3);
    await beat(tails, 10);
    expect(asked).toEqual([["pretend:user:ada", ops]]);
    expect(platform.done.filter(({ what }) => what === "post")).toHaveLength(2);
    expect(platform.done.at(-1)).toMatchObject({ what: "edit" });
    expect(platform.done.at(-1)?.text).toContain(
      "It ended at 13:01 CET: Ada does not have the role operator here any more.",
    );
    expect(await tails.list(ops)).toEqual([]);
    expect(await records.list("")).toEqual([]);
  });

  it("ends at once after a restart, before anything is told that came in meanwhile", async () => {
    const { live, come, beat, platform, state } = openRoles();
    await live().begin(wish());
    await come(3);
    state.may = false;
    const next = live();
    await beat(next, 4);
    expect(platform.done.map(({ what }) => what)).toEqual(["post", "edit"]);
    expect(platform.done.at(-1)?.text).toContain("does not have the role operator here any more");
  });

  it("goes on for whoever keeps it, and the platform is asked once a minute", async () => {
    const { live, beat, asked } = openRoles();
    const tails = live();
    await tails.begin(wish());
    await beat(tails, 300);
    expect(asked).toHaveLength(5);
    expect(await tails.list(ops)).toHaveLength(1);
  });
});
