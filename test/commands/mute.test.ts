import { describe, expect, it } from "vitest";
import { renderPlain } from "../../src/core/plain.ts";
import { ask } from "../fakes/context.ts";
import { fakeStore } from "../fakes/store.ts";

describe("mute", () => {
  it("holds everything back, until when in the asker's zone, and says nothing is lost", async () => {
    const store = fakeStore();
    const reply = await ask("mute 2h", { store });
    expect(reply.summary).toMatch(/^Watchpost is silent here for 2 h, until 22 Nov 2026, 15:00/);
    expect(renderPlain(reply)).toContain(
      "Nothing is lost: what happens meanwhile is told afterwards, merged",
    );
    expect(store.state).toEqual([
      {
        conversation: "local:channel:ops",
        failures: 0,
        mutedUntil: new Date("2026-11-22T14:00:00Z"),
      },
    ]);
  });

  it("ends with mute off, and says so when there was nothing to end", async () => {
    const store = fakeStore();
    await ask("mute 1d", { store });
    expect((await ask("mute off", { store })).summary).toContain("speaks here again");
    expect(store.state[0]?.mutedUntil).toBeUndefined();
    expect((await ask("mute off", { store })).summary).toContain("was not muted");
  });

  it.each([
    ["mute 8d", "longer than 7 days"],
    ["mute tomorrow", '"tomorrow" is not a length of time'],
    ["mute", "Missing: for how long, like 2h or off."],
  ])("refuses %j", async (line, words) => {
    const store = fakeStore();
    await expect(ask(line, { store })).rejects.toThrow(words);
    expect(store.state).toEqual([]);
  });

  it("takes seven days", async () => {
    expect((await ask("mute for:7d")).summary).toContain("for 7 days");
  });
});
