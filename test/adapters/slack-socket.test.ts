import { afterEach, describe, expect, it } from "vitest";
import { patienceMs } from "../fakes/slack/driver.ts";
import { bot, openSlack, type SlackBench, shownIn, whileSilent } from "./slack-bench.ts";

describe("Socket Mode", () => {
  let bench: SlackBench;
  const texts = () => shownIn(bench.slack).map(({ text }) => text);
  afterEach(() => bench.close());

  it.each([
    ["ends the connection politely", true],
    ["pulls the plug", false],
  ])("comes back when Slack %s", async (_, politely) => {
    bench = await openSlack("socket");
    await bench.adapter.start(bot());
    bench.slack.sockets[0]?.close(politely);
    await expect.poll(() => bench.slack.sockets.length).toBe(0);
    await expect.poll(() => bench.slack.sockets.length).toBe(1);
    await bench.say("ping");
    await expect.poll(texts).toEqual(["You said ping"]);
  });

  it("says whether it is connected, whenever that changes, and how long Slack waited to be told", async () => {
    bench = await openSlack("socket");
    await bench.adapter.start(bot());
    expect(bench.connections).toEqual([false, true]);
    bench.slack.sockets[0]?.close(false);
    await expect.poll(() => bench.connections).toEqual([false, true, false, true]);
    await bench.say("ping");
    await expect.poll(() => bench.acknowledgements.length).toBe(1);
    expect(bench.acknowledgements[0]).toBeLessThan(3000);
  });

  it("comes back when Slack asks for it", async () => {
    bench = await openSlack("socket");
    await bench.adapter.start(bot());
    const [old] = bench.slack.sockets;
    old?.send({ type: "disconnect", reason: "refresh_requested" });
    await expect.poll(() => bench.slack.sockets[0] !== old).toBe(true);
    await expect.poll(() => bench.slack.sockets.length).toBe(1);
    await bench.say("ping");
    await expect.poll(texts).toEqual(["You said ping"]);
  });

  it("starts, lives on and tries again with a wrong app token", async () => {
    bench = await openSlack("socket", { appToken: "xapp-wrong" });
    await bench.adapter.start(bot());
    const tries = () => bench.slack.calls.filter((call) => call === "apps.connections.open").length;
    await expect.poll(tries).toBeGreaterThan(1);
    expect(bench.troubles.join()).toContain("invalid_auth");
    expect(bench.troubles.join()).not.toContain("xapp-wrong");
  });

  it("survives that Slack is away when it starts, and when the connection breaks", async () => {
    bench = await openSlack("socket");
    bench.slack.fail({ kind: "drop-before", method: "apps.connections.open", times: 2 });
    await bench.adapter.start(bot());
    await expect.poll(() => bench.slack.sockets.length).toBe(1);
    bench.slack.fail({ kind: "500", method: "apps.connections.open" });
    bench.slack.sockets[0]?.close(false);
    await expect.poll(() => bench.slack.sockets.length).toBe(0);
    await expect.poll(() => bench.slack.sockets.length).toBe(1);
    await bench.say("ping");
    await expect.poll(texts).toEqual(["You said ping"]);
  });

  it("acknowledges what it does not know, and payloads it cannot read", async () => {
    bench = await openSlack("socket");
    await bench.adapter.start(bot());
    const odd = [
      { kind: "interactive", payload: { type: "something_new" } },
      { kind: "slash_commands", payload: { command: "/auth0", text: 7 } },
    ] as const;
    for (const sending of odd) {
      const { status, ms } = await whileSilent(bench.slack, () => bench.slack.send(sending));
      expect([status, ms < patienceMs]).toEqual([200, true]);
    }
  });

  it.each([
    ["an event without its payload", { type: "events_api" }],
    ["an event of no type", { type: "events_api", payload: { event: {} } }],
    ["an event whose payload is empty", { type: "events_api", payload: null }],
    ["a press without its payload", { type: "interactive" }],
    ["a kind of envelope that is new", { type: "something_new", payload: { secret: "s3cret" } }],
    ["an envelope without a kind", { payload: {} }],
  ])("acknowledges %s, says so once, and lives on", async (_, envelope) => {
    bench = await openSlack("socket");
    await bench.adapter.start(bot());
    for (const envelope_id of ["E1", "E2"]) {
      const acknowledged = new Promise<void>((resolve) => {
        bench.slack.acknowledged.set(envelope_id, () => resolve());
      });
      bench.slack.sockets[0]?.send({ envelope_id, ...envelope });
      await expect(acknowledged).resolves.toBeUndefined();
    }
    await bench.say("ping");
    await expect.poll(texts).toEqual(["You said ping"]);
    expect(bench.slack.sockets).toHaveLength(1);
    expect(bench.troubles.filter((line) => line.includes("no use for"))).toHaveLength(1);
    expect(bench.troubles.join()).not.toContain("s3cret");
  });

  it.each([null, 7, "words", []])("lives on where Slack sends %j", async (message) => {
    bench = await openSlack("socket");
    await bench.adapter.start(bot());
    bench.slack.sockets[0]?.send(message);
    await bench.say("ping");
    await expect.poll(texts).toEqual(["You said ping"]);
  });

  it("stops without waiting for a far end that does not say farewell", async () => {
    bench = await openSlack("socket");
    await bench.adapter.start(bot());
    const began = performance.now();
    await bench.adapter.stop();
    expect(performance.now() - began).toBeLessThan(15_000); // The connection itself would wait for half a minute.
    await expect.poll(() => bench.slack.sockets.length).toBe(0);
  });
});
