import { afterEach, describe, expect, it } from "vitest";
import { createTenant } from "../../adapters/auth0/tenant.ts";
import { systemClock as clock } from "../../src/clock.ts";
import { Secret } from "../../src/core/secret.ts";
import { createPublicServer } from "../../src/http/server.ts";
import { createIntake } from "../../src/logs/intake.ts";
import { createStreamDoor, streamPath } from "../../src/logs/stream-door.ts";
import { bot, openSlack, shownIn } from "../adapters/slack-bench.ts";
import { openHouse } from "../adapters/teams-bench.ts";
import { fakeArchive } from "../fakes/archive.ts";

const log = { info() {}, warn() {}, error() {} };
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Traffic that goes on until it is stopped: what each delivery was answered. */
function keepSending(send: () => Promise<number>) {
  const answers: number[] = [];
  let going = true;
  const run = async () => {
    while (going) answers.push(await send());
  };
  const running = Promise.all([run(), run(), run()]);
  /** So many more have been answered. */
  const more = async (count = 6) => {
    const until = answers.length + count;
    await expect.poll(() => answers.length).toBeGreaterThan(until);
  };
  return {
    answers,
    more,
    async stop() {
      await more();
      going = false;
      await running;
    },
  };
}

describe("a secret is changed for another without one delivery refused:", () => {
  it("a log stream's token, while events come in", async () => {
    const token = new Secret("the first long token");
    let sent = "the first long token";
    const intake = createIntake({ add: fakeArchive(() => clock.now()).add });
    const door = createStreamDoor({ tenants: [{ name: "prod", token }], intake, clock, log });
    const server = createPublicServer(log);
    server.mountUnder(streamPath, door.listener);
    const url = `http://127.0.0.1:${await server.listen("127.0.0.1", 0)}/auth0/logs/prod`;
    open.push(() => server.close());
    const body = JSON.stringify({
      log_id: "90020261128120000000000000000000000000001",
      data: { type: "s" },
    });
    const send = async () =>
      (await fetch(url, { method: "POST", body, headers: { authorization: `Bearer ${sent}` } }))
        .status;
    const traffic = keepSending(send);
    await traffic.more();
    token.renew(new Secret("the second long token\nthe first long token"));
    await traffic.more();
    sent = "the second long token";
    await traffic.more();
    // What was sent before is on its way for a moment.
    await traffic.more();
    token.renew(new Secret("the second long token"));
    await traffic.stop();
    expect(new Set(traffic.answers)).toEqual(new Set([200]));
    sent = "the first long token";
    expect(await send()).toBe(401);
  });

  it("Slack's signing secret, while lines come in, and each is answered once", async () => {
    const signingSecret = new Secret("the-first-secret");
    const bench = await openSlack("http", {
      signingSecret,
      fake: { signingSecret: "the-first-secret" },
    });
    open.push(() => bench.close());
    await bench.adapter.start(bot());
    let count = 0;
    const traffic = keepSending(async () => {
      count += 1;
      return (await bench.slack.type(`line ${count}`)).status;
    });
    await traffic.more();
    signingSecret.renew(new Secret("the-second-secret\nthe-first-secret"));
    await traffic.more();
    bench.slack.settings.signingSecret = "the-second-secret";
    await traffic.more();
    await traffic.more();
    signingSecret.renew(new Secret("the-second-secret"));
    await traffic.stop();
    expect(new Set(traffic.answers)).toEqual(new Set([200]));
    await expect.poll(() => new Set(shownIn(bench.slack).map(({ text }) => text)).size).toBe(count);
    expect((await bench.slack.type("too late", { signingSecret: "the-first-secret" })).status).toBe(
      401,
    );
  });

  it("Slack's bot token: what is sent next carries the new one", async () => {
    const botToken = new Secret("xoxb-first");
    const bench = await openSlack("http", { botToken, fake: { botToken: "xoxb-first" } });
    open.push(() => bench.close());
    await bench.adapter.start(bot());
    await bench.adapter.post({ conversation: bench.conversation }, { summary: "One.", blocks: [] });
    Object.assign(bench.slack.identity, { botToken: "xoxb-second" });
    const again = () =>
      bench.adapter.post({ conversation: bench.conversation }, { summary: "Two.", blocks: [] });
    await expect(again()).rejects.toMatchObject({ outcome: "refused", everywhere: true });
    botToken.renew(new Secret("xoxb-second"));
    await again();
    expect(shownIn(bench.slack).map(({ text }) => text)).toEqual(["One.", "Two."]);
  });

  it("Teams' client secret: the next token is asked for with the new one", async () => {
    const house = await openHouse({ appPassword: "first-password" });
    open.push(() => house.close());
    const appPassword = new Secret("first-password");
    const adapter = await house.open({ appPassword });
    const answer = async () =>
      (await adapter.check()).find(({ subject }) => subject === "Teams credentials");
    expect(await answer()).toMatchObject({ ok: true });
    Object.assign(house.fake.registration, { appPassword: "second-password" });
    expect(await answer()).toMatchObject({ ok: false });
    appPassword.renew(new Secret("second-password"));
    expect(await answer()).toMatchObject({ ok: true });
  });

  it("Auth0's client secret: whoever asks meanwhile is answered, by the token that is held or a new one", async () => {
    const auth0 = { secret: "first-secret", token: "first-token" };
    const fetch = fetchOf(auth0);
    const clientSecret = new Secret("first-secret");
    const credentials = { clientId: "id", clientSecret };
    const given = { name: "prod", domain: "acme.us.auth0.com", clock, log, fetch };
    const tenant = createTenant({ ...given, credentials });
    expect(await tenant.read("logStreams")).toEqual([]);
    auth0.secret = "second-secret";
    expect(await tenant.read("logStreams")).toEqual([]);
    clientSecret.renew(new Secret("second-secret"));
    auth0.token = "second-token";
    expect(await tenant.read("logStreams")).toEqual([]);
  });
});

/** An Auth0 that knows one secret and one token. */
function fetchOf(auth0: { secret: string; token: string }): typeof fetch {
  const answer = (right: boolean, body: object) =>
    right ? Response.json(body) : Response.json({}, { status: 401 });
  return async (input, { headers = {}, body } = {}) => {
    const { secret, token } = auth0;
    if (new URL(String(input)).pathname === "/api/v2/log-streams") {
      return answer(new Headers(headers).get("authorization") === `Bearer ${token}`, []);
    }
    const given = new URLSearchParams(String(body)).get("client_secret");
    const granted = { access_token: token, expires_in: 86_400, scope: "read:log_streams" };
    return answer(given === secret, granted);
  };
}
