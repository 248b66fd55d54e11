import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Answer, Invocation } from "../../src/core/chat-adapter.ts";
import { actions, text } from "../../src/core/message.ts";
import { shareable } from "../../src/core/replies.ts";
import { sharing } from "../../src/core/share.ts";
import { patienceMs } from "../fakes/slack/driver.ts";
import { bot, channel, openSlack, type SlackBench, shownIn, whileSilent } from "./slack-bench.ts";

const bob = { user: "UBOB", name: "bob", team: "T1", channel: "C1" };

describe.each(["http", "socket"] as const)("a press in Slack over %s", (mode) => {
  let bench: SlackBench;
  let heard: Invocation[];
  const shown = () => shownIn(bench.slack);
  /** Private, with a button that shares it. */
  const answer: Answer = async function* (invocation) {
    heard.push(invocation);
    const { line, from } = invocation;
    const shared = line.endsWith("share:here") && !line.startsWith("refused");
    const words = { summary: `You said ${line}`, blocks: [text(`You said ${line}`)] };
    const message = shared ? words : shareable(words, sharing(line), from.conversation);
    if (line.includes("slowly")) {
      const audience = shared ? "all" : "asker";
      yield { message: { summary: "Working on it", blocks: [] }, audience, pending: true };
    }
    yield { message, audience: shared ? "all" : "asker", pending: false };
  };

  beforeEach(async () => {
    heard = [];
    bench = await openSlack(mode);
    await bench.adapter.start(bot(answer));
  });
  afterEach(() => bench.close());

  it.each(["logs", "logs slowly"])(
    "that shares a private answer (%s) shows it to all, and leaves a word in its place",
    async (line) => {
      await bench.say(line);
      await expect.poll(() => shown().at(-1)?.text).toContain(`You said ${line}`);
      await bench.press("Share here");
      await expect
        .poll(() =>
          shown()
            .map(({ text: said }) => said)
            .join(),
        )
        .toContain("Shared with");
      const all = shown();
      expect(all.filter(({ isPrivate }) => !isPrivate)).toMatchObject([
        { text: `You said ${line} share:here` },
      ]);
      expect(all.filter(({ text: said }) => said.includes("Share here"))).toHaveLength(0);
      const uses = [...bench.slack.responses.known.values()].map((address) => address.uses);
      expect(Math.max(...uses)).toBeLessThanOrEqual(5);
      await bench.press("Show it to me again");
      await expect
        .poll(() => shown().filter(({ text: said }) => said.includes("Share here")).length)
        .toBe(1);
      expect(heard.at(-1)).toMatchObject({ line });
    },
  );

  it("that shares nothing leaves the private answer as it is", async () => {
    await bench.say("refused");
    await expect.poll(() => shown().length).toBe(1);
    await bench.press("Share here");
    await expect.poll(() => shown().length).toBe(2);
    expect(shown()[0]?.text).toContain("Share here");
  });

  it("leaves an answer that could not be marked as shared, and says no more", async () => {
    await bench.say("logs");
    await expect.poll(() => shown().length).toBe(1);
    const pressed = bench.press("Share here");
    for (const address of bench.slack.responses.known.values()) address.uses = 4;
    await pressed;
    await expect.poll(() => bench.troubles.join()).toContain("marked");
    expect(shown().map(({ text: said }) => said)).toEqual([
      "You said logs\nShare here",
      "You said logs share:here",
    ]);
  });

  it("on a message for all is each presser's own, however often it is pressed", async () => {
    const blocks = [actions({ label: "Ask", line: "status" })];
    await bench.adapter.post({ conversation: channel("C1") }, { summary: "Card", blocks });
    await Promise.all([bench.press("Ask"), bench.slack.press("Ask", { by: bob })]);
    await bench.press("Ask");
    await expect.poll(() => heard.length).toBe(3);
    expect(heard.map(({ by }) => by.id).toSorted()).toEqual([
      "slack:user:UADA",
      "slack:user:UADA",
      "slack:user:UBOB",
    ]);
    await expect.poll(() => shown().length).toBe(4);
    expect(bench.slack.world.operations.filter(({ op }) => op === "edit")).toEqual([]);
  });

  it("of a button that only opens an address is acknowledged, and nothing else", async () => {
    const blocks = [actions({ label: "Open", url: "https://example.com/" })];
    await bench.adapter.post({ conversation: channel("C1") }, { summary: "Card", blocks });
    const { status, ms } = await whileSilent(bench.slack, () => bench.slack.press("Open"));
    expect([status, ms < patienceMs]).toEqual([200, true]);
    await bench.say("status");
    await expect.poll(() => heard.map(({ line }) => line)).toEqual(["status"]);
    expect(bench.troubles).toEqual([]);
  });

  it("of what stands on a message from long ago is answered all the same", async () => {
    const blocks = [actions({ label: "Ask", line: "status" })];
    await bench.adapter.post({ conversation: channel("C1") }, { summary: "Card", blocks });
    bench.slack.advance(90 * 24 * 60 * 60_000);
    await bench.press("Ask");
    await expect.poll(() => shown().at(-1)?.text).toContain("You said status");
  });
});
