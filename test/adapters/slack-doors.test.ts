import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Answer } from "../../src/core/chat-adapter.ts";
import type { Records } from "../../src/core/records.ts";
import { patienceMs } from "../fakes/slack/driver.ts";
import {
  bot,
  echo,
  type Mode,
  openSlack,
  type SlackBench,
  shownIn,
  whileSilent,
} from "./slack-bench.ts";

const modes: readonly Mode[] = ["http", "socket"];

/** A store, and an answer, that hang until they are let go. */
function hanging() {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const records: Records = {
    get: () => gate.then(() => undefined),
    set: () => gate,
    remove: () => gate,
    list: async () => [],
  };
  const answer: Answer = async function* (said) {
    await gate;
    yield* echo(said);
  };
  return { records, answer, release: () => release() };
}

describe.each(modes)("the doors to Slack over %s", (mode) => {
  let bench: SlackBench;
  const ourBot = bot();
  const texts = () => shownIn(bench.slack).map(({ text }) => text);

  beforeEach(async () => {
    bench = await openSlack(mode);
  });
  afterEach(() => bench.close());

  it("acknowledge whatever comes while Slack's Web API, the store and the answer hang, asking nobody who it is", async () => {
    await bench.close();
    const { records, answer, release } = hanging();
    bench = await openSlack(mode, { records });
    for (const method of ["auth.test", "response_url", "chat.postMessage"])
      bench.slack.fail({ kind: "slow", ms: 60_000, method, times: 100 });
    await bench.adapter.start(bot(answer));
    await expect.poll(() => bench.slack.calls).toContain("auth.test"); // Beside the start, not on the way.
    const sent = [
      bench.slack.type("status"),
      bench.slack.mention("status"),
      bench.slack.event({ type: "channel_archive", channel: "C1", user: "UADA" }),
      bench.slack.event({ type: "member_joined_channel", channel: "C1", user: "UBOT" }),
      bench.slack.send({ kind: "interactive", payload: pressOf("status") }),
    ];
    for (const { status, ms } of await Promise.all(sent)) {
      expect(status).toBe(200);
      expect(ms).toBeLessThan(patienceMs);
    }
    expect(bench.slack.calls.filter((call) => call === "auth.test")).toHaveLength(1);
    bench.slack.faults.clear();
    release();
  });

  it("answer any other command that reaches us as if it were ours", async () => {
    await bench.adapter.start(ourBot);
    const { payload } = commandOf("/something-else", "ping");
    expect((await bench.slack.send({ kind: "slash_commands", payload })).status).toBe(200);
    await expect.poll(() => bench.slack.calls).toContain("chat.postMessage");
    await expect.poll(texts).toContain("You said ping");
  });

  it("answer a mention with the words that the command is answered with", async () => {
    await bench.adapter.start(ourBot);
    await bench.slack.type("who on <call>?");
    await bench.slack.mention("who on <call>?");
    await expect.poll(texts).toEqual(["You said who on <call>?", "You said who on <call>?"]);
  });

  it("answer the command in a direct message, and read nothing else that is said there", async () => {
    await bench.adapter.start(ourBot);
    const by = { ...bench.slack.person, channel: "DADA" };
    const event = { type: "message", channel_type: "im", channel: "DADA", user: "UADA", ts: "1.1" };
    expect((await bench.slack.event({ ...event, text: "our secret plan" })).status).toBe(200);
    await bench.slack.type("ping", { by });
    await expect.poll(texts).toEqual(["You said ping"]);
    expect(bench.troubles.join()).not.toContain("secret plan");
  });

  it("live on, and take the next line, when answering fails in a way nobody thought of", async () => {
    const breaking: Answer = ({ line, ...rest }) => {
      if (line === "break") throw new TypeError("nobody thought of this");
      return echo({ line, ...rest });
    };
    await bench.adapter.start(bot(breaking));
    expect((await bench.slack.type("break")).status).toBe(200);
    expect((await bench.slack.type("ping")).status).toBe(200);
    await expect.poll(texts).toEqual(["You said ping"]);
    expect(bench.troubles.join()).toContain("an answer could not be shown");
  });

  it.each([
    ["a shortcut", { type: "shortcut", callback_id: "nobody_s", trigger_id: "1.1" }],
    ["a message action", { type: "message_action", callback_id: "nobody_s", message: {} }],
    ["a closed view", { type: "view_closed", view: { callback_id: "nobody_s" } }],
    ["a submitted view", { type: "view_submission", view: { callback_id: "nobody_s" } }],
    ["a search for options", { type: "block_suggestion", action_id: "nobody_s", value: "x" }],
    ["a kind that is new", { type: "something_new" }],
    ["nothing to speak of", {}],
  ])("acknowledge %s that nobody handles, log it once, and live on", async (_, payload) => {
    await bench.adapter.start(ourBot);
    for (const action_ts of ["1.1", "1.2", "1.3"]) {
      const strange = { ...who, action_ts, ...payload };
      const { status, ms } = await whileSilent(bench.slack, () =>
        bench.slack.send({ kind: "interactive", payload: strange }),
      );
      expect([status, ms < patienceMs]).toEqual([200, true]);
    }
    await bench.slack.type("ping");
    await expect.poll(texts).toEqual(["You said ping"]);
    expect(bench.troubles.filter((line) => line.includes("no use for"))).toHaveLength(1);
  });

  it.each([
    ["a press of nothing", { type: "block_actions", actions: null }],
    ["a press in a form that Slack has not", { type: "block_actions", actions: [7] }],
    ["a submission without its view", { type: "view_submission", view: null }],
    ["a command whose fields are not words", { command: "/auth0", text: 7, user_id: [] }],
    ["an event without a channel's name", { type: "event_callback", event: { type: null } }],
  ])("acknowledge %s, and live on without a word about it but in the log", async (_, payload) => {
    await bench.adapter.start(ourBot);
    const { status } = await bench.slack.send({ kind: "interactive", payload });
    expect(status).toBe(200);
    await bench.slack.type("ping");
    await expect.poll(texts).toEqual(["You said ping"]);
  });

  it("acknowledge Slack's word that it holds events back, and log it once", async () => {
    await bench.adapter.start(ourBot);
    for (const minute_rate_limited of [1_518_467_820, 1_518_467_880]) {
      const payload = { type: "app_rate_limited", team_id: "T1", minute_rate_limited };
      expect((await bench.slack.send({ kind: "events_api", payload })).status).toBe(200);
    }
    const told = () => bench.troubles.filter((line) => line.includes("holds events back"));
    await expect.poll(told).toHaveLength(1);
  });

  it("acknowledge an event that is not in the manifest, log its kind once, and nothing of what it holds", async () => {
    await bench.adapter.start(ourBot);
    for (let time = 0; time < 3; time += 1) {
      const event = { type: "reaction_added", user: "UADA", item: {}, reaction: "private-matter" };
      expect((await bench.slack.event(event)).status).toBe(200);
    }
    await expect.poll(() => bench.troubles.join("\n")).toContain("reaction_added");
    expect(bench.troubles.filter((line) => line.includes("reaction_added"))).toHaveLength(1);
    expect(bench.troubles.join()).not.toContain("private-matter");
  });

  it("answer a line once, though Slack delivers the command, the mention and the press again", async () => {
    await bench.adapter.start(ourBot);
    const again = { headers: { "x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout" } };
    const sendings = [
      { kind: "slash_commands", payload: commandOf("/auth0", "one").payload },
      { kind: "interactive", payload: pressOf("two") },
    ] as const;
    for (const sending of sendings) {
      await bench.slack.send(sending);
      expect((await bench.slack.send(sending, { timestamp: soon(), ...again })).status).toBe(200);
    }
    await bench.slack.mention("three");
    await bench.sayAgain();
    await bench.slack.event({ type: "channel_archive", channel: "C1", user: "UADA" });
    await bench.sayAgain();
    await bench.slack.type("last");
    await expect.poll(texts).toContain("You said last");
    await bench.adapter.stop();
    expect(texts().sort()).toEqual(
      ["one", "two", "three", "last"].map((word) => `You said ${word}`).sort(),
    );
    expect(ourBot.events.filter(({ kind }) => kind === "archived")).toHaveLength(1);
  });

  it("finish the answers under way when they close, and take nothing after", async () => {
    let finish: (() => void) | undefined;
    const slow: Answer = async function* (said) {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      yield* echo(said);
    };
    await bench.adapter.start(bot(slow));
    await bench.slack.type("ping");
    // It is acknowledged before it is begun.
    await expect.poll(() => finish).toBeDefined();
    const stopped = bench.adapter.stop();
    if (mode === "http") expect((await bench.slack.type("too late")).status).toBe(503);
    else await expect.poll(() => bench.slack.sockets).toEqual([]);
    expect(texts()).toEqual([]);
    finish?.();
    await stopped;
    expect(texts()).toEqual(["You said ping"]);
  });
});

const who = { user: { id: "UADA", name: "ada", team_id: "T1" }, team: { id: "T1" } };
const soon = () => Math.floor(Date.now() / 1000) + 1;

/** A command typed in C1 without an address for the answer: it is posted. */
function commandOf(command: string, text: string) {
  return {
    payload: {
      command,
      text,
      user_id: "UADA",
      user_name: "ada",
      team_id: "T1",
      channel_id: "C1",
      response_url: "",
      trigger_id: `1.${text}`,
    },
  };
}

const pressOf = (line: string) => ({
  ...who,
  type: "block_actions",
  channel: { id: "C1" },
  trigger_id: `2.${line}`,
  actions: [{ type: "button", action_id: "say-1", value: line, action_ts: "1.1" }],
});
