import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEngine } from "../../adapters/sql/sqlite-archive-engine.ts";
import { readMessage as readSlack } from "../fakes/slack/reading.ts";
import { type FakeSlack, fakeSecrets, startFakeSlack } from "../fakes/slack/slack.ts";
import { readMessage as readTeams } from "../fakes/teams/reading.ts";
import { type FakeTeams, startFakeTeams } from "../fakes/teams/teams.ts";
import { createBotProcess, serveFeeds } from "./bot-process.ts";
import { freePort } from "./free-port.ts";
import { lettered } from "./lettered.ts";
import { watchDelay } from "./machine.ts";
import { atomOf } from "./status-feed.ts";

const token = "a-token-of-the-stream-for-tests-only";

/** A Management API that gives a token and then says nothing, and a feed that comes byte by byte. */
async function startHanging() {
  const server = createServer((request, response) => {
    request.resume();
    if (request.url === "/oauth/token") {
      const given = { access_token: "t", expires_in: 86_400, token_type: "Bearer" };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(given));
    } else if (request.url === "/drip") {
      response.writeHead(200, { "content-type": "application/xml" }).write("<rss>");
      const dripping = setInterval(() => response.write(" "), 100);
      response.on("close", () => clearInterval(dripping));
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await once(server.close(), "close");
    },
  };
}

describe("the built bot, told to stop", () => {
  let slack: FakeSlack;
  let teams: FakeTeams;
  let feeds: Awaited<ReturnType<typeof serveFeeds>>;
  let hanging: Awaited<ReturnType<typeof startHanging>>;
  let bot: ReturnType<typeof createBotProcess>;
  let door = "";

  beforeAll(async () => {
    [slack, teams, feeds, hanging] = await Promise.all([
      startFakeSlack(),
      startFakeTeams(),
      serveFeeds(),
      startHanging(),
    ]);
    const port = await freePort();
    slack.settings.deliverTo = `http://127.0.0.1:${port}/slack/events`;
    teams.settings.deliverTo = `http://127.0.0.1:${port}/api/messages`;
    door = `http://127.0.0.1:${port}/auth0/logs/prod`;
    const { botToken, signingSecret } = fakeSecrets;
    bot = createBotProcess((localPort) => ({
      tenants: [
        {
          name: "prod",
          domain: "acme.us.auth0.com",
          origin: hanging.origin,
          management: { clientId: "c", clientSecret: "s" },
          logStream: { token },
        },
      ],
      sources: {
        status: { url: `${feeds.url}/status.xml`, page: false, every: "1s" },
        changelog: { url: `${hanging.origin}/drip`, every: "1s" },
        advisories: { okta: false },
      },
      http: { host: "127.0.0.1", port },
      slack: { botToken, signingSecret, apiUrl: slack.apiUrl },
      teams: teams.section,
      local: { enabled: true, port: localPort },
      access: { admins: ["local:user:ada"] },
      subscriptions: ["slack:channel:C1", "local:channel:ops"].map((place) => ({
        in: place,
        source: "status",
      })),
    }));
    feeds.show("/status.xml", atomOf([]));
    await bot.start();
  }, 120_000);
  afterAll(async () => {
    await bot.close();
    await Promise.all([slack.close(), teams.close(), feeds.close(), hanging.close()]);
  });

  /** Says something once and again, until it is told to end; keeps what was acknowledged of it. */
  function pour<Item>(everyMs: number, send: (nth: number) => Promise<Item | undefined>) {
    const under: Promise<void>[] = [];
    const acknowledged: Item[] = [];
    const timer = setInterval(() => {
      const sent = send(under.length).then(
        (item) => void (item !== undefined && acknowledged.push(item)),
        () => undefined,
      );
      under.push(sent);
    }, everyMs);
    return {
      acknowledged,
      async end(): Promise<void> {
        clearInterval(timer);
        await Promise.all(under);
      },
    };
  }

  const saying = async (word: string, say: (word: string) => Promise<{ status: number }>) => {
    const said = (await say(word)).status;
    statuses.add(said);
    return said >= 200 && said < 300 ? word : undefined;
  };
  const statuses = new Set<number>();

  async function stream(nth: number): Promise<readonly string[] | undefined> {
    const date = new Date().toISOString();
    const ids = Array.from(
      { length: 10 },
      (_, index) => `9002026${String(nth).padStart(8, "0")}${index}`,
    );
    const body = ids.map((log_id) => JSON.stringify({ log_id, data: { log_id, type: "s", date } }));
    const headers = { authorization: token, "content-type": "application/x-ndjson" };
    const { status } = await fetch(door, { method: "POST", headers, body: body.join("\n") });
    statuses.add(status);
    return status === 200 ? ids : undefined;
  }

  const inSlack = () => slack.world.messages.map(readSlack);
  const inTeams = () => teams.world.messages.map((message) => readTeams(message));
  /** How often each was answered. */
  const timesIn = (all: readonly string[], words: readonly string[]) =>
    words.map((word) => [word, all.filter((text) => text.includes(`"${word}"`)).length] as const);

  /** How it ends, and how long that takes: without the time for which the machine, which may have much else to do, kept it from working. */
  async function stop(signal: NodeJS.Signals) {
    const began = performance.now();
    const delay = watchDelay(bot.pid);
    const code = await bot.stop(signal);
    const tookMs = performance.now() - began;
    return { code, tookMs: tookMs - delay.end() };
  }

  /** Lines and events pour in from everywhere, and in their midst the bot is told to stop. */
  async function stopUnderLoad() {
    const poured = {
      slack: pour(40, (nth) => saying(lettered("s", nth), slack.type)),
      teams: pour(80, (nth) => saying(lettered("t", nth), teams.say)),
      local: pour(80, (nth) => bot.say(lettered("l", nth))),
      logs: pour(50, stream),
    };
    const all = Object.values(poured);
    const fewest = () => Math.min(...all.map(({ acknowledged }) => acknowledged.length));
    await expect.poll(fewest).toBeGreaterThan(10);
    const ended = await stop("SIGTERM");
    await Promise.all(all.map(({ end }) => end()));
    return { ...ended, poured };
  }

  it("under load is gone within ten seconds; what it acknowledged is kept, and answered once", async () => {
    await bot.say("tail for:10m");
    const slow = [await bot.say("logs type:fp"), await bot.say("logs type:fu")];
    feeds.show(
      "/status.xml",
      atomOf([
        {
          id: "i1",
          title: "Elevated errors",
          updated: "2026-11-20T11:00:00Z",
          updates: [{ at: "Nov 20, 10:00 UTC", status: "Investigating", text: "Step one." }],
        },
      ]),
    );
    for (let nth = 0; nth < 3; nth += 1)
      slack.fail({ kind: "slow", method: "chat.postMessage", ms: 400 });
    const { code, tookMs, poured } = await stopUnderLoad();
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
    const notOnce = (all: ReturnType<typeof timesIn>) => all.filter(([, times]) => times !== 1);
    // Whoever came too late was told to come again, or found nobody.
    expect([...statuses].filter((status) => ![0, 200, 202, 503].includes(status))).toEqual([]);

    await bot.start();
    const answers = async () => (await bot.messages()).filter(({ pending }) => !pending);
    const answered = async () => {
      const all = (await answers()).map(({ inAnswerTo }) => `"${inAnswerTo}"`);
      return notOnce(timesIn(all, [...slow, ...poured.local.acknowledged]));
    };
    await expect.poll(() => notOnce(timesIn(inSlack(), poured.slack.acknowledged))).toEqual([]);
    await expect.poll(() => notOnce(timesIn(inTeams(), poured.teams.acknowledged))).toEqual([]);
    await expect.poll(answered).toEqual([]);
    // What was under way goes on.
    await expect.poll(() => inSlack().filter((text) => text.includes("Step one.")).length).toBe(1);
    const shown = async () => JSON.stringify(await answers());
    await expect.poll(shown).toContain("Step one.");
    await expect.poll(shown).toMatch(/tail/i);

    const file = join(bot.folder, "watchpost-logs.db");
    await bot.kill();
    const engine = await openEngine({ file });
    const events = poured.logs.acknowledged.flat();
    const kept = await Promise.all(events.map((id) => engine.event("prod", id)));
    await engine.close();
    expect(kept.filter((event) => event === undefined)).toEqual([]);
  });

  it("once more does so at once, and says by which signal", async () => {
    await bot.start();
    // Slack takes its time with an answer, and that is waited for.
    slack.fail({ kind: "slow", method: "response_url", ms: 60_000 });
    const before = slack.calls.length;
    await slack.type("slowly");
    await expect.poll(() => slack.calls.slice(before)).toContain("response_url");
    bot.signal("SIGTERM");
    await wait(500);
    // Two that come very close to each other count as one, and on a busy machine the first may be heard late.
    const again = setInterval(() => bot.signal("SIGINT"), 500);
    const { code, tookMs } = await stop("SIGINT");
    clearInterval(again);
    expect(code).toBe(130);
    expect(tookMs).toBeLessThan(5000); // And not after eight seconds and more, as by one signal.
  });

  it.each(["SIGHUP", "SIGINT"] as const)(
    "by the end of its terminal or a key there (%s) ends in good order too",
    async (signal) => {
      await bot.start();
      const { code, tookMs } = await stop(signal);
      expect(code).toBe(0);
      expect(tookMs).toBeLessThan(10_000);
    },
  );
});
