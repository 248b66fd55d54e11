import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { renderTeams } from "../../adapters/teams/render.ts";
import { renderChecked } from "../../adapters/teams/render-checked.ts";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import { heading, type Message, text } from "../../src/core/message.ts";
import { echo, type House, openHouse, ops, person, says, shownBy } from "./teams-bench.ts";

const message: Message = {
  summary: "Logins of ada@example.com fail.",
  tone: "bad",
  blocks: [heading("Logins"), text("of ada@example.com fail.")],
};

function diary() {
  const written: string[] = [];
  const write = (details: object, words: string) =>
    void written.push(`${words} ${JSON.stringify(details)}`);
  return { written, log: { info: write, warn: write, error: write } };
}

describe("a message on its way to Teams", () => {
  it("goes out as a card where Teams takes it, and nothing is logged", () => {
    const { written, log } = diary();
    expect(renderChecked(message, log)).toEqual(renderTeams(message));
    expect(written).toEqual([]);
  });

  it("goes out in plain words where its card is not as Teams takes it, which is logged without its words", () => {
    const { written, log } = diary();
    const broken = (given: Message) => {
      const card = renderTeams(given);
      const [attachment] = card.attachments;
      const content = { ...attachment.content, body: [{ type: "Badge", text: "ada@" }] };
      return { ...card, attachments: [{ ...attachment, content }] } as const;
    };
    expect(renderChecked(message, log, broken)).toEqual({
      type: "message",
      textFormat: "plain",
      text: "🔴 Logins of ada@example.com fail.\nLogins\nof ada@example.com fail.",
    });
    expect(written).toEqual([expect.stringContaining("no element that Teams draws (Badge)")]);
    expect(written.join()).not.toContain("ada@");
  });
});

describe("a card that Teams refuses", () => {
  beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

  let house: House;
  let adapter: ChatAdapter;
  beforeEach(async () => {
    house = await openHouse();
    adapter = await house.open();
    const { bot, events } = echo("asker");
    await adapter.start(bot);
    await house.fake.install("add");
    await expect.poll(() => events).toHaveLength(1);
  });
  afterEach(async () => {
    house.fake.faults.clear();
    await adapter.stop();
    await house.close();
  });
  const refuse = (status: number, code: string, times = 1) =>
    house.fake.faults.add({ kind: "code", status, code, times });
  const last = () => house.fake.world.operations.at(-1);
  const errors = () => house.logged.filter((line) => line.includes("refused a message's card"));

  it.each([
    [400, "BadSyntax"],
    [413, "MessageSizeTooBig"],
  ])(
    "is posted again in plain words, once, and logged without them: %d %s",
    async (status, code) => {
      refuse(status, code);
      await adapter.post({ conversation: ops }, message);
      expect(shownBy(house.fake)).toMatchObject([
        { text: "🔴 Logins of ada@example.com fail.\nLogins\nof ada@example.com fail." },
      ]);
      expect(last()?.activity?.attachments).toBeUndefined();
      expect(errors()).toEqual([expect.stringContaining(code)]);
      expect(house.logged.join()).not.toContain("ada@");
    },
  );

  it("gives way to plain words where it was to replace another", async () => {
    const at = await adapter.post({ conversation: ops }, says("first"));
    refuse(400, "BadSyntax");
    await adapter.edit(at, says("second"));
    expect(shownBy(house.fake)).toMatchObject([{ id: at.id, text: "second" }]);
    expect(errors()).toHaveLength(1);
  });

  it("stays with the asker alone", async () => {
    refuse(400, "BadSyntax");
    await house.fake.say("secret");
    await expect
      .poll(() => shownBy(house.fake))
      .toMatchObject([{ text: "You said secret", isPrivate: true }]);
  });

  it("is given up where plain words are refused as well", async () => {
    refuse(413, "MessageSizeTooBig", 2);
    const posted = adapter.post({ conversation: ops }, message);
    await expect(posted).rejects.toMatchObject({
      outcome: "rejected",
      message: expect.stringContaining("too large"),
    });
    expect(shownBy(house.fake)).toEqual([]);
  });

  it("in a personal chat says times by the reader's own clock, and to all in UTC", async () => {
    const time = new Date("2026-11-22T09:05:00Z");
    const timed: Message = { summary: "Since when.", blocks: [text(["Since ", { time }])] };
    await adapter.stop();
    adapter = await house.open();
    await adapter.start({
      ...echo().bot,
      async *answer({ from }) {
        yield {
          message: timed,
          audience: from.conversation === person ? "asker" : "all",
          pending: false,
        };
      },
    });
    await house.fake.say("when");
    await house.fake.say("when", { in: "a:ada" });
    await expect
      .poll(() =>
        shownBy(house.fake)
          .map((shown) => shown.text)
          .sort(),
      )
      .toEqual(["Since 2026-11-22 09:05 UTC", "Since 2026-11-22 10:05 UTC+1"]);
  });
});
