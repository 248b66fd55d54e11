import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MessageRef } from "../../src/core/chat-adapter.ts";
import { DeliveryError, type DeliveryOutcome } from "../../src/core/errors.ts";
import type { Message } from "../../src/core/message.ts";
import type { Fault } from "../fakes/slack/faults.ts";
import { bot, channel, openSlack, type SlackBench, shownIn } from "./slack-bench.ts";

const says = (summary: string): Message => ({ summary, blocks: [] });
const ops = { conversation: channel("C1") };

async function failureOf(attempt: Promise<unknown>): Promise<DeliveryError> {
  const failure = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof DeliveryError) return failure;
  throw new Error(`expected a DeliveryError, got ${String(failure)}`);
}

describe("a post in Slack", () => {
  let bench: SlackBench;
  const shown = () => shownIn(bench.slack);
  const posts = () => bench.slack.world.operations.filter(({ op }) => op !== "edit");

  beforeEach(async () => {
    bench = await openSlack("http");
  });
  afterEach(() => bench.close());

  it.each<[string, Fault, DeliveryOutcome, RegExp]>([
    ["throttled", { kind: "429", retryAfter: 9 }, "throttled", /wait/],
    ["a status of 500", { kind: "500" }, "unknown", /500/],
    ["a status of 500 after it was shown", { kind: "500-after" }, "unknown", /500/],
    ["a connection that ends", { kind: "drop-before" }, "unknown", /connection/],
    ["an archived channel", { kind: "archived" }, "refused", /Unarchive/],
    ["not_in_channel", { kind: "refuse", code: "not_in_channel" }, "refused", /\/invite/],
    ["channel_not_found", { kind: "refuse", code: "channel_not_found" }, "refused", /\/invite/],
    [
      "restricted_action",
      { kind: "refuse", code: "restricted_action" },
      "refused",
      /administrator/,
    ],
    ["missing_scope", { kind: "refuse", code: "missing_scope" }, "refused", /manifest/],
    ["token_revoked", { kind: "refuse", code: "token_revoked" }, "refused", /slack\.botToken/],
    [
      "account_inactive",
      { kind: "refuse", code: "account_inactive" },
      "refused",
      /slack\.botToken/,
    ],
    ["thread_not_found", { kind: "refuse", code: "thread_not_found" }, "gone", /thread/],
    ["message_not_found", { kind: "refuse", code: "message_not_found" }, "gone", /no longer/],
    ["edit_window_closed", { kind: "refuse", code: "edit_window_closed" }, "gone", /edited/],
    ["no_text", { kind: "refuse", code: "no_text" }, "rejected", /text/],
    ["msg_too_long", { kind: "refuse", code: "msg_too_long" }, "rejected", /long/],
    ["a new code", { kind: "refuse", code: "quite_new" }, "rejected", /quite_new/],
    ["another machine's answer", { kind: "refuse", code: "<html>hi" }, "unknown", /not Slack/],
    [
      "service_unavailable",
      { kind: "refuse", code: "service_unavailable" },
      "unavailable",
      /Slack/,
    ],
    ["fatal_error", { kind: "refuse", code: "fatal_error" }, "unknown", /failed/],
    ["ratelimited as a code", { kind: "refuse", code: "ratelimited" }, "throttled", /slowly/],
  ])("that meets %s says so by its outcome and its words", async (_, fault, outcome, words) => {
    bench.slack.fail(fault);
    const failure = await failureOf(bench.adapter.post(ops, says("Login is slow")));
    expect(failure).toMatchObject({ outcome, message: expect.stringMatching(words) });
    expect(bench.slack.calls).toEqual(["chat.postMessage"]);
    expect(failure.message).not.toContain("xoxb");
  });

  it("knows how long to wait, also when Slack does not say", async () => {
    bench.slack.fail({ kind: "429", retryAfter: 9 });
    expect(await failureOf(bench.adapter.post(ops, says("x")))).toMatchObject({
      retryAfterMs: 9000,
    });
    bench.slack.fail({ kind: "refuse", code: "ratelimited" });
    expect((await failureOf(bench.adapter.post(ops, says("x")))).retryAfterMs).toBeGreaterThan(0);
  });

  it("was certainly not shown when Slack cannot be reached", async () => {
    const gone = await openSlack("http");
    await gone.close();
    const away = await openSlack("http", { apiUrl: gone.slack.apiUrl });
    const failure = await failureOf(away.adapter.post(ops, says("x")));
    expect(failure).toMatchObject({ outcome: "unavailable" });
    const [probe] = await away.adapter.check();
    expect(probe).toMatchObject({ ok: false, fix: expect.stringContaining("slack.apiUrl") });
    await away.close();
  });

  it("is shown once when the connection ends after it was", async () => {
    bench.slack.fail({ kind: "drop-after" });
    const failure = await failureOf(bench.adapter.post(ops, says("Login is slow")));
    expect(failure.outcome).toBe("unknown");
    expect(posts()).toHaveLength(1);
  });

  it("does not keep another channel waiting when one is throttled", async () => {
    bench.slack.setChannel("C2", "open");
    bench.slack.fail({ kind: "429", retryAfter: 60, channel: "C1" });
    const began = performance.now();
    const throttled = failureOf(bench.adapter.post(ops, says("one")));
    await bench.adapter.post({ conversation: channel("C2") }, says("two"));
    expect((await throttled).retryAfterMs).toBe(60_000);
    expect(performance.now() - began).toBeLessThan(30_000);
  });

  it.each(["invalid_blocks", "msg_blocks_too_long"])(
    "is sent once more as plain text after %s, and the log says so",
    async (code) => {
      bench.slack.fail({ kind: "refuse", code });
      const { id } = await bench.adapter.post(ops, says("Login <is> slow"));
      expect(shown()).toMatchObject([{ id, text: "Login <is> slow" }]);
      expect(bench.slack.calls).toHaveLength(2);
      expect(bench.troubles.join()).toContain(code);
      bench.slack.fail({ kind: "refuse", code, times: 2 });
      expect(await failureOf(bench.adapter.post(ops, says("x")))).toMatchObject({
        outcome: "rejected",
      });
      expect(bench.slack.calls).toHaveLength(4);
    },
  );

  it("in a thread reaches the channel only if asked", async () => {
    const root = await bench.adapter.post(ops, says("Card"));
    await bench.adapter.post({ ...ops, thread: root.id }, says("quiet"));
    await bench.adapter.post({ ...ops, thread: root.id, alsoInChannel: true }, says("loud"));
    expect(posts().map(({ text, broadcast }) => [text, broadcast ?? false])).toEqual([
      ["Card", false],
      ["quiet", false],
      ["loud", true],
    ]);
  });

  it("for one person is seen by nobody else", async () => {
    await bench.adapter.post({ ...ops, onlyFor: "slack:user:UADA" }, says("For you"));
    expect(posts()).toMatchObject([{ op: "ephemeral", user: "UADA", channel: "C1" }]);
  });

  it("to a person can be edited and replied to, by what it returned and by the person", async () => {
    const direct = { conversation: "slack:user:UADA" } as const;
    const at = await bench.adapter.post(direct, says("Digest"));
    await bench.adapter.edit(at, says("Digest, edited"));
    const byPerson: MessageRef = { ...direct, id: at.id };
    await bench.adapter.edit(byPerson, says("Digest, edited twice"));
    await bench.adapter.post({ ...direct, thread: at.id }, says("More"));
    expect(shown()).toMatchObject([
      { text: "Digest, edited twice", isPrivate: true },
      { text: "More", thread: at.id },
    ]);
    const reborn = await bench.reborn();
    await reborn.edit(byPerson, says("Edited after a restart"));
    expect(shown()[0]?.text).toBe("Edited after a restart");
  });

  it("to another platform's conversation is refused with words", async () => {
    const failure = await failureOf(
      bench.adapter.post({ conversation: "teams:channel:19" }, says("x")),
    );
    expect(failure).toMatchObject({
      outcome: "refused",
      message: expect.stringContaining("Slack"),
    });
  });

  it("is checked token by token, and no token is printed", async () => {
    const right = await bench.adapter.check();
    expect(right).toMatchObject([
      { ok: true, detail: expect.stringContaining("Acme") },
      { ok: true },
    ]);
    const wrong = await openSlack("socket", { appToken: "xapp-wrong-token" });
    const probes = await wrong.adapter.check();
    expect(probes).toMatchObject([
      { ok: true },
      { ok: true },
      { ok: false, fix: expect.stringContaining("slack.appToken") },
    ]);
    expect(JSON.stringify([probes, right])).not.toMatch(/xoxb-fake|xapp-wrong/);
    await wrong.close();
  });

  it("keeps Slack's pace if told by it", async () => {
    expect(bench.adapter.pace).toEqual({
      conversation: [{ count: 1, perMs: 1000 }],
      posts: [{ count: 1, perMs: 1000 }],
      edits: [{ count: 50, perMs: 60_250 }],
      all: [],
    });
  });
});

describe("what happens to a channel in Slack", () => {
  it.each([
    [{ type: "member_joined_channel", user: "UBOT", channel: "C1", inviter: "UADA" }, "joined"],
    [{ type: "member_left_channel", user: "UBOT", channel: "C1" }, "left"],
    [{ type: "channel_left", channel: "C1" }, "left"],
    [{ type: "group_left", channel: "C1" }, "left"],
    [{ type: "channel_archive", channel: "C1", user: "U1" }, "archived"],
    [{ type: "group_unarchive", channel: "C1" }, "unarchived"],
    [{ type: "channel_deleted", channel: "C1" }, "deleted"],
    [{ type: "channel_rename", channel: { id: "C1", name: "new" } }, "renamed"],
    [{ type: "app_uninstalled" }, "revoked"],
    [{ type: "tokens_revoked", tokens: { bot: ["UBOT"] } }, "revoked"],
  ])("is told once: %j", async (event, kind) => {
    const bench = await openSlack("http");
    const ours = bot();
    await bench.adapter.start(ours);
    await bench.slack.event({ type: "member_joined_channel", user: "UADA", channel: "C1" });
    await bench.slack.event({ type: "tokens_revoked", tokens: { oauth: ["UADA"], bot: [] } });
    expect((await bench.slack.event(event)).status).toBe(200);
    await bench.slack.again();
    await bench.adapter.stop();
    expect(ours.events.map((one) => one.kind)).toEqual([kind]);
    const where = kind === "revoked" ? undefined : "slack:channel:C1";
    expect(ours.events[0]?.conversation).toBe(where);
    await bench.close();
  });
});
