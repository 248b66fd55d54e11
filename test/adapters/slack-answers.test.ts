import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Answer, Invocation } from "../../src/core/chat-adapter.ts";
import { actions, text } from "../../src/core/message.ts";
import { readMessage } from "../fakes/slack/reading.ts";
import { bot, channel, echo, openSlack, type SlackBench, shownIn } from "./slack-bench.ts";

describe("an answer in Slack", () => {
  let bench: SlackBench;
  let heard: Invocation[];
  const answer: Answer = async function* (invocation) {
    heard.push(invocation);
    const { line } = invocation;
    const audience = line.startsWith("secret") ? "asker" : "all";
    if (line.endsWith("slowly"))
      yield { message: { summary: "Working on it", blocks: [] }, audience, pending: true };
    yield* echo(invocation);
  };
  const shown = () => shownIn(bench.slack);
  const card = () =>
    bench.adapter.post(
      { conversation: channel("C1") },
      {
        summary: "Card",
        blocks: [
          text("The card"),
          actions(
            { label: "Ask", line: "status" },
            { label: "Ask in private", line: "secret slowly" },
            { label: "Open", url: "https://example.com/" },
          ),
        ],
      },
    );

  beforeEach(async () => {
    heard = [];
    bench = await openSlack("http");
    await bench.adapter.start(bot(answer));
  });
  afterEach(() => bench.close());

  it("takes the place of its progress once Slack lets it, instead of leaving that standing", async () => {
    bench.slack.fail({ kind: "429", method: "chat.update", retryAfter: 1 });
    await bench.say("slowly");
    await expect.poll(() => shown().map(({ text }) => text)).toContain("You said slowly");
    expect(shown()).toMatchObject([{ text: "You said slowly", isPrivate: false }]);
  });

  it("that cannot be shown at all is in the log, without what opens a form or lets anybody answer", async () => {
    for (const method of ["response_url", "chat.postMessage", "chat.postEphemeral"])
      bench.slack.fail({ kind: "refuse", code: "channel_not_found", method, times: 9 });
    await bench.say("secret ping");
    await expect.poll(() => bench.troubles.join("\n")).toContain("could not be shown");
    await expect.poll(() => bench.troubles.join("\n")).toContain("command:");
    expect(bench.troubles.join("\n")).not.toMatch(/1\.2\.[0-9A-F]{8}|\/response\//);
  });

  it("goes to the channel of a command, whether or not the bot is in it", async () => {
    bench.slack.setChannel("C1", "not-a-member");
    await bench.say("ping");
    await expect.poll(shown).toMatchObject([{ text: "You said ping", isPrivate: false }]);
  });

  it.each([
    ["expired", () => bench.slack.advance(31 * 60_000)],
    ["was used up", () => {}],
  ])("finds another way when the command's own address %s", async (_, age) => {
    let go = () => {};
    const waiting = new Promise<void>((resolve) => {
      go = resolve;
    });
    const patient = await bench.reborn();
    await bench.adapter.stop();
    await patient.start(
      bot(async function* (invocation) {
        await waiting;
        yield* echo(invocation);
      }),
    );
    await bench.say("secret");
    for (const address of bench.slack.responses.known.values()) address.uses = 5;
    age();
    go();
    await expect
      .poll(shown)
      .toMatchObject([{ text: "You said secret", isPrivate: true, thread: undefined }]);
    await patient.stop();
  });

  it("waits for Slack to come back rather than going where it does not belong", async () => {
    bench.slack.fail({ kind: "500", method: "response_url" });
    bench.slack.fail({ kind: "500", method: "chat.postMessage" });
    await bench.say("ping");
    await expect.poll(() => shown().map(({ text }) => text)).toEqual(["You said ping"]);
    expect(bench.slack.world.messages.at(-1)).toMatchObject({ channel: "C1" });
  });

  it("reaches the asker in private when the channel is closed to the bot", async () => {
    bench.slack.setChannel("C1", "not-a-member");
    bench.slack.fail({ kind: "500", method: "response_url" });
    await bench.say("ping");
    await expect.poll(shown).toMatchObject([{ text: "You said ping", isPrivate: true }]);
    expect(bench.slack.world.operations[0]).toMatchObject({ channel: "DADA" });
  });

  it("is shown without blocks when Slack refuses them", async () => {
    bench.slack.fail({ kind: "refuse", code: "invalid_blocks", method: "response_url" });
    await bench.say("ping");
    await expect.poll(shown).toMatchObject([{ text: "You said ping" }]);
    expect(bench.slack.world.messages[0]?.blocks).toBeUndefined();
    expect(bench.slack.calls.filter((call) => call === "response_url")).toHaveLength(2);
  });

  it("to a press leaves the message with the button alone", async () => {
    await card();
    await bench.press("Ask");
    await expect.poll(shown).toHaveLength(2);
    await bench.press("Ask in private");
    await expect.poll(() => shown().at(-1)?.text).toBe("You said secret slowly");
    expect(shown()[0]?.text).toContain("The card");
    expect(shown()[1]).toMatchObject({ text: "You said status", isPrivate: false });
    expect(shown().at(-1)).toMatchObject({ isPrivate: true });
    expect(heard.map(({ by }) => by.id)).toEqual(["slack:user:UADA", "slack:user:UADA"]);
  });

  it("is not given to a button that only opens an address, which is acknowledged", async () => {
    await card();
    await bench.press("Open");
    await bench.press("Ask");
    await expect.poll(() => heard.map(({ line }) => line)).toEqual(["status"]);
  });

  it("to a mention goes into the mention's thread, and is edited there", async () => {
    const { status } = await bench.slack.mention("status slowly");
    expect(status).toBe(200);
    await expect.poll(shown).toMatchObject([{ text: "You said status slowly" }]);
    const [asked] = bench.slack.world.messages;
    expect(shown()[0]?.thread).toBe(asked?.ts);
    expect(bench.slack.world.operations.map(({ op, text: said }) => [op, said])).toEqual([
      ["post", "Working on it"],
      ["edit", "You said status slowly"],
    ]);
    expect(heard[0]).toMatchObject({
      line: "status slowly",
      from: { conversation: "slack:channel:C1", thread: asked?.ts },
    });
  });

  it("in private to a mention is shown once, to the asker alone, in the thread", async () => {
    await bench.slack.mention("secret slowly");
    await expect
      .poll(shown)
      .toMatchObject([
        { text: "You said secret slowly", isPrivate: true, thread: expect.any(String) },
      ]);
  });

  it("to a mention is given once, though its words are mended afterwards", async () => {
    await bench.slack.mention("ping");
    await expect.poll(() => shown().length).toBe(1);
    const edited = { user: "UADA", ts: "1700000001.000001" };
    const again = {
      type: "app_mention",
      user: "UADA",
      channel: "C1",
      team: "T1",
      ts: "1700000000.1",
    };
    await bench.slack.event({ ...again, text: "<@UBOT> pong", edited });
    await bench.slack.mention("last");
    await expect.poll(() => heard.map(({ line }) => line)).toEqual(["ping", "last"]);
  });

  it("to a mention is given once, however often Slack delivers it", async () => {
    await bench.slack.mention("ping");
    await bench.slack.again();
    await bench.slack.mention("pong");
    await expect.poll(shown).toHaveLength(2);
    expect(heard.map(({ line }) => line)).toEqual(["ping", "pong"]);
  });

  it("is not given to bots", async () => {
    const event = { type: "app_mention", user: "U2", bot_id: "B2", text: "<@UBOT> ping" };
    await bench.slack.event({ ...event, ts: "1.1", channel: "C1" });
    await bench.slack.mention("pong");
    await expect.poll(() => heard.map(({ line }) => line)).toEqual(["pong"]);
  });

  it("in direct messages stays there", async () => {
    const by = { ...bench.slack.person, channel: "DADA" };
    await bench.slack.type("secret", { by });
    await expect.poll(shown).toMatchObject([{ isPrivate: true }]);
    expect(heard[0]?.from).toEqual({ conversation: "slack:user:UADA" });
  });

  it.each([
    ["another workspace", { team: "T2" }, false],
    ["our own", { team: "T1" }, true],
  ])("knows a person of %s", async (_, more, member) => {
    await bench.adapter.check();
    await bench.slack.mention("ping", { by: { ...bench.slack.person, ...more } });
    await expect.poll(() => heard.map(({ by }) => by.member)).toEqual([member]);
  });

  it.each([
    ["a &amp; b &lt;c&gt; &amp;amp;", "a & b <c> &amp;"],
    ["<https://example.com/?a=1&amp;amp;b>", "https://example.com/?a=1&amp;b"],
    ["<http://example.com/feed|example.com/feed>", "example.com/feed"],
    ["<https://evil.example|https://good.example>", "https://evil.example"],
    ["<mailto:ada@example.com|ada@example.com>", "ada@example.com"],
    ["mention:<@U123|ada> in <#C9|ops>", "mention:slack:user:U123 in slack:channel:C9"],
    ["mention:<!subteam^S12|@oncall>", "mention:slack:group:S12"],
    ["<!here> hi", "@here hi"],
  ])("reads %s as it was typed", async (escaped, line) => {
    const event = { type: "app_mention", user: "U2", text: `<@UBOT> ${escaped}` };
    const said = bench.slack.world.say("U2", "C1", escaped);
    await bench.slack.event({ ...event, ts: said.ts, channel: "C1" });
    await expect.poll(() => heard.map((one) => one.line)).toEqual([line]);
  });

  it("never has more than five uses of a command's own address", async () => {
    const many = await bench.reborn();
    await bench.adapter.stop();
    await many.start(
      bot(async function* () {
        for (const second of [1, 2, 3, 4, 5, 6, 7, 8]) {
          const message = { summary: `Working: ${second}`, blocks: [] };
          yield { message, audience: "asker", pending: true };
        }
        yield { message: { summary: "Done", blocks: [] }, audience: "asker", pending: false };
      }),
    );
    await bench.say("count");
    await expect.poll(() => bench.slack.world.messages.map(readMessage)).toContain("Done");
    expect([...bench.slack.responses.known.values()].at(-1)?.uses).toBeLessThanOrEqual(5);
    await many.stop();
  });
});
