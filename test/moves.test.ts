import { describe, expect, it } from "vitest";
import type { ConversationId } from "../src/core/address.ts";
import type { Wish } from "../src/core/subscription.ts";
import { createMoves } from "../src/moves.ts";
import { fakeRecords } from "./fakes/records.ts";

const wish = (id: string): Wish => ({
  conversation: `slack:channel:${id}`,
  source: "status",
  feed: "",
  as: "thread",
  origin: "settings",
});

describe("a conversation that the settings call by its old id", () => {
  const settings = { subscriptions: [{ in: "slack:channel:C1" }, { in: "slack:channel:C9" }] };

  function open() {
    const warned: object[] = [];
    const log = { info: () => {}, warn: (what: object) => void warned.push(what), error: () => {} };
    return { warned, moves: createMoves({ records: fakeRecords(), settings, log }) };
  }
  const [one, two, three] = ["C1", "C2", "C3"].map((id) => wish(id).conversation) as [
    ConversationId,
    ConversationId,
    ConversationId,
  ];

  it("is followed to where it is now, however often it moved, and the line to change is named at every start", async () => {
    const { moves, warned } = open();
    await moves.note(one, two);
    await moves.note(two, three);
    warned.length = 0;
    const followed = await moves.follow([wish("C1"), wish("C9")]);
    expect(followed.map(({ conversation }) => conversation)).toEqual([three, "slack:channel:C9"]);
    expect(warned).toEqual([{ path: "subscriptions[0].in", from: one, to: three }]);
  });

  it("is found again under its old id when it has that once more", async () => {
    const { moves } = open();
    await moves.note(one, two);
    await moves.note(two, one);
    const followed = await moves.follow([wish("C1"), wish("C2")]);
    expect(followed.map(({ conversation }) => conversation)).toEqual([one, one]);
  });
});
