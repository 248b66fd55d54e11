import { once } from "node:events";
import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import { bodyOf, patienceMs, sign } from "../fakes/slack/driver.ts";
import { fakeSecrets } from "../fakes/slack/slack.ts";
import { bot, openSlack, type SlackBench, shownIn } from "./slack-bench.ts";

const commandOf = (text: string) => ({
  command: "/auth0",
  text,
  user_id: "U1",
  channel_id: "C1",
  trigger_id: "1.1",
});
const now = () => Math.floor(Date.now() / 1000);

describe("the door that Slack knocks at", () => {
  let bench: SlackBench;
  let adapter: ChatAdapter;
  const ourBot = bot();
  const texts = () => shownIn(bench.slack).map(({ text }) => text);

  beforeEach(async () => {
    bench = await openSlack("http");
    adapter = bench.adapter;
    await adapter.start(ourBot);
  });
  afterEach(() => bench.close());

  it("tells how long Slack waited, and that Slack lets the bot in", async () => {
    await bench.say("ping");
    await expect.poll(() => bench.acknowledgements.length).toBe(1);
    expect(bench.acknowledgements[0]).toBeLessThan(patienceMs);
    await expect.poll(() => bench.connections).toEqual([false, true]);
  });

  it.each([
    ["with another secret", { signingSecret: "not-the-secret" }],
    ["six minutes ago", { timestamp: now() - 360 }],
    ["six minutes from now", { timestamp: now() + 360 }],
    ["without a time", { timestamp: Number.NaN }],
  ])("turns away what was signed %s", async (_, odd) => {
    expect((await bench.slack.type("ping", odd)).status).toBe(401);
    expect((await bench.slack.type("pong")).status).toBe(200);
    await expect.poll(texts).toEqual(["You said pong"]);
  });

  it("turns away a request that it had before, byte by byte, also with a varied signature", async () => {
    await bench.say("ping");
    expect((await bench.slack.replay()).status).toBe(401);
    const sending = { kind: "slash_commands", payload: commandOf("x") } as const;
    const { body } = bodyOf(sending);
    const timestamp = now();
    const signature = sign(fakeSecrets.signingSecret, timestamp, body);
    const signed = (value: string) => ({ timestamp, headers: { "x-slack-signature": value } });
    expect((await bench.slack.send(sending, signed(signature))).status).toBe(200);
    expect((await bench.slack.send(sending, signed(`${signature}=again`))).status).toBe(401);
  });

  it.each([
    "application/x-www-form-urlencoded; charset=utf-8",
    "application/x-www-form-urlencoded;charset=UTF-8",
    "Application/X-WWW-Form-Urlencoded",
  ])("takes a form sent as %s", async (contentType) => {
    expect((await bench.slack.type("ping", { contentType })).status).toBe(200);
    await expect.poll(texts).toEqual(["You said ping"]);
  });

  it("answers Slack's question for the address, if signed", async () => {
    const sending = {
      kind: "events_api",
      payload: { type: "url_verification", challenge: "abc" },
    } as const;
    const { status, body } = await bench.slack.send(sending);
    expect([status, body]).toEqual([200, expect.stringContaining("abc")]);
    expect((await bench.slack.send(sending, { signingSecret: "no" })).status).toBe(401);
  });

  it("answers Slack's check of the certificate, which is not signed", async () => {
    const body = "ssl_check=1&token=x";
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const given = { method: "POST", body, headers };
    const response = await fetch(String(bench.slack.settings.deliverTo), given);
    expect(response.status).toBe(200);
    const forged = { ...given, body: `${body}&command=/auth0&text=ping&user_id=U1` };
    await fetch(String(bench.slack.settings.deliverTo), forged);
    await bench.slack.type("pong");
    await expect.poll(texts).toEqual(["You said pong"]);
  });

  it.each([
    ["application/json", "null"],
    ["application/json", "7"],
    ["application/json", '"words"'],
    ["application/json", "[]"],
    ["application/x-www-form-urlencoded", "payload=null"],
    ["application/x-www-form-urlencoded", "payload=not%20JSON"],
    ["application/x-www-form-urlencoded", ""],
    ["text/plain", "words"],
    ["", "{}"],
  ])(
    "answers at once what is signed and means nothing (%s, %s), and lives on",
    async (contentType, body) => {
      const timestamp = now();
      const began = performance.now();
      const response = await fetch(String(bench.slack.settings.deliverTo), {
        method: "POST",
        body,
        headers: {
          "content-type": contentType,
          "x-slack-request-timestamp": String(timestamp),
          "x-slack-signature": sign(fakeSecrets.signingSecret, timestamp, body),
        },
      });
      expect([200, 400]).toContain(response.status);
      expect(performance.now() - began).toBeLessThan(patienceMs);
      await bench.slack.type("pong");
      await expect.poll(texts).toEqual(["You said pong"]);
    },
  );

  it("turns away a signed body that is neither a form nor JSON", async () => {
    const body = "not JSON";
    const timestamp = now();
    const response = await fetch(String(bench.slack.settings.deliverTo), {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "x-slack-request-timestamp": String(timestamp),
        "x-slack-signature": sign(fakeSecrets.signingSecret, timestamp, body),
      },
    });
    expect(response.status).toBe(400);
  });

  it.each([
    ["GET", undefined, 405],
    ["POST", "x".repeat(1_500_000), 413],
    ["POST", "{}", 401],
  ])("answers %s of what is not Slack's with a refusal", async (method, body, status) => {
    const response = await fetch(String(bench.slack.settings.deliverTo), {
      method,
      ...(body === undefined ? {} : { body }),
    });
    expect(response.status).toBe(status);
  });

  it("acknowledges what it does not know, at once", async () => {
    const sent = [
      bench.slack.send({ kind: "interactive", payload: { type: "view_submission", view: {} } }),
      bench.slack.send({ kind: "interactive", payload: { type: "something_new" } }),
      bench.slack.event({ type: "channel_rename", channel: 7 }),
      bench.slack.event({ type: "reaction_added", user: "U1", item: {} }),
    ];
    for (const { status, ms } of await Promise.all(sent)) {
      expect(status).toBe(200);
      expect(ms).toBeLessThan(patienceMs);
    }
  });

  it("acknowledges while Slack's own Web API and every dependency hang", async () => {
    bench.slack.fail({ kind: "slow", ms: 60_000, method: "response_url", times: 10 });
    bench.slack.fail({ kind: "slow", ms: 60_000, method: "auth.test", times: 10 });
    const hanging = await openSlack("http", {
      records: {
        get: () => new Promise(() => {}),
        set: () => new Promise(() => {}),
        remove: () => new Promise(() => {}),
        list: async () => [],
      },
    });
    await hanging.adapter.start(bot());
    const { status, ms } = await hanging.slack.type("ping");
    expect(status).toBe(200);
    expect(ms).toBeLessThan(patienceMs);
    await hanging.slack.close();
  });

  it("tells Slack to come again later while it stops, and takes nothing more", async () => {
    await adapter.stop();
    expect((await bench.slack.type("ping")).status).toBe(503);
    expect(texts()).toEqual([]);
  });

  it("acknowledges nothing whose end arrives after it has stopped: it would not be answered", async () => {
    const { kind, payload } = { kind: "slash_commands", payload: commandOf("too late") } as const;
    const { body, contentType } = bodyOf({ kind, payload });
    const timestamp = now();
    const knocking = request(String(bench.slack.settings.deliverTo), {
      method: "POST",
      headers: {
        "content-type": contentType,
        "content-length": body.length,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": sign(fakeSecrets.signingSecret, timestamp, body),
      },
    });
    const answered = once(knocking, "response");
    await new Promise((sent) => knocking.write(body.slice(0, 10), sent));
    await bench.say("in time");
    await adapter.stop();
    knocking.end(body.slice(10));
    const [response] = await answered;
    expect(response.statusCode).toBe(503);
    expect(texts()).toEqual(["You said in time"]);
  });

  it("lives on when somebody hangs up in the middle of a request", async () => {
    const knocking = request(String(bench.slack.settings.deliverTo), {
      method: "POST",
      headers: { "content-type": "application/json", "content-length": 100 },
    });
    const gone = new Promise((resolve) => knocking.on("error", resolve));
    await new Promise((sent) => knocking.write("{", sent));
    knocking.destroy();
    await gone;
    await bench.say("ping");
    await expect.poll(texts).toEqual(["You said ping"]);
  });

  it("may be stopped before it was started", async () => {
    const other = await openSlack("http");
    await expect(other.adapter.stop()).resolves.toBeUndefined();
    await other.close();
  });

  it("lives on with a wrong bot token, and says so when asked", async () => {
    const wrong = await openSlack("http", { botToken: "xoxb-wrong-token" });
    await wrong.adapter.start(bot());
    expect((await wrong.slack.type("ping")).status).toBe(200);
    await expect.poll(() => shownIn(wrong.slack)).toHaveLength(1); // Its own address needs no token.
    const [probe] = await wrong.adapter.check();
    expect(probe).toMatchObject({ ok: false, fix: expect.stringContaining("slack.botToken") });
    expect(JSON.stringify([probe, wrong.troubles])).not.toContain("xoxb-wrong");
    await wrong.close();
  });
});
