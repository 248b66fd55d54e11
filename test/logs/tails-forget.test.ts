import { describe, expect, it } from "vitest";
import type { LogTerm } from "../../src/core/log-query.ts";
import { createForgetting } from "../../src/logs/forgetting.ts";
import { openTailHouse, wish } from "../fakes/tails.ts";

const ops = "pretend:channel:ops";
const mira = "mira.quillon@example.com";
const about = (field: LogTerm["field"], value: string, not = false) => {
  const { filters: _, ...more } = wish({
    terms: [{ field, values: [value], ...(not ? { not: true } : {}) }],
    what: " (about somebody)",
  });
  return more;
};

describe("a tail that looks for somebody who is forgotten", () => {
  it.each([
    ["as a user", about("user", "Mira.Quillon@example.com")],
    ["as one it leaves out", about("person", mira, true)],
    ["by a star", about("person", "mira.*")],
    ["in words", about("text", `blocked ${mira}`)],
    ["in other letters", about("text", "mira.quillon%40example.com")],
  ])("ends, %s, says so in its thread, and leaves nothing of them behind", async (_, begun) => {
    const { live, archive, come, beat, clock, log, platform, records } = openTailHouse();
    const tails = live();
    await tails.begin(begun);
    await come(2, { user_name: mira, description: `blocked ${mira}` });
    const forgetting = createForgetting({
      archive,
      tails,
      note: async () => {},
      records,
      clock,
      log,
      keys: {},
    });
    expect(await forgetting.forget("prod", [mira])).toBe(2);
    expect(await tails.list(ops)).toEqual([]);
    expect(JSON.stringify(await records.list(""))).not.toMatch(/mira/iu);
    await beat(tails, 4);
    const [card, said, ...others] = platform.done;
    expect(said).toMatchObject({ what: "post", thread: card?.id });
    expect(said?.text).toContain(
      "This tail of prod has ended: it looked for somebody whom the archive was told to forget.",
    );
    expect(others).toHaveLength(1);
    expect(others[0]).toMatchObject({ what: "edit", id: card?.id });
    expect(others[0]?.text).toContain("it looked for somebody whom the archive was told to forget");
    expect(await records.list("")).toEqual([]);
  });

  it("says so in the next life where a kill came in between, and tells nothing more", async () => {
    const { live, come, beat, platform, records } = openTailHouse();
    const first = live();
    await first.begin(about("person", mira));
    platform.state.meets = () => new Promise<void>(() => {});
    expect(await first.forget("prod", ["auth0|other", mira])).toBe(1);
    platform.state.meets = () => undefined;
    await come(3);
    const next = live();
    await beat(next, 4);
    const texts = platform.done.map(({ text }) => text);
    expect(texts.filter((text) => text.includes("has ended: it looked for"))).toHaveLength(1);
    expect(texts.join("\n")).not.toMatch(/failures|Wrong password/u);
    expect(await records.list("")).toEqual([]);
  });

  it.each([
    ["of another tenant", { ...about("person", mira), tenant: "dev" }],
    ["for somebody else", about("person", "admira.quillon@example.com.au")],
    ["for everybody there", about("person", "*@example.com")],
    ["for a kind of event", wish()],
  ])("goes on where it is %s", async (_, begun) => {
    const { live } = openTailHouse();
    const tails = live();
    await tails.begin(begun);
    expect(await tails.forget("prod", [mira, "mira"])).toBe(0);
    expect(await tails.list(ops)).toHaveLength(1);
  });
});
