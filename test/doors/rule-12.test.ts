import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { platforms } from "../../adapters/index.ts";
import { SettingsError } from "../../src/core/errors.ts";
import { openWatchpost, type Watchpost } from "../../src/main.ts";
import { readSettings } from "../../src/read-settings.ts";
import { sources } from "../../src/sources/index.ts";
import { fakeSecrets, startFakeSlack } from "../fakes/slack/slack.ts";
import { type FakeTeams, startFakeTeams } from "../fakes/teams/teams.ts";
import { exchange, statusesIn } from "./raw.ts";

const folder = mkdtempSync(join(tmpdir(), "watchpost-rule-12-"));
const token = "a token that nobody guesses";
/** Whoever asked a server that stands for everything private. */
const inside: string[] = [];
const hidden = createServer((request, response) => {
  inside.push(request.url ?? "");
  response.end('<rss version="2.0"><channel><title>x</title></channel></rss>');
});
const urls = { public: "", metrics: "", local: "", hidden: "" };
const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
let bot: Watchpost;
let teams: FakeTeams;

let count = 0;
function settingsOf(settings: object) {
  count += 1;
  const file = join(folder, `${count}.yaml`);
  // JSON is YAML.
  const store = { sqlite: join(folder, `${count}.db`) };
  writeFileSync(file, JSON.stringify({ store, ...settings }));
  return readSettings(file, {}, { sources, platforms });
}

/** Why the bot does not open with these settings. */
async function refusalOf(settings: object): Promise<string> {
  try {
    const opened = await openWatchpost(settingsOf(settings), log);
    await opened.stop();
    return "it opens";
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
}

const log = { info() {}, warn() {}, error() {} };
const tenant = { name: "prod", domain: "acme.us.auth0.com" };
const local = { enabled: true, port: 0 };

/** The bot as `start` opens it, with every door that it can have. */
beforeAll(async () => {
  await new Promise<void>((listening) => hidden.listen(0, "127.0.0.1", listening));
  urls.hidden = `http://127.0.0.1:${(hidden.address() as AddressInfo).port}`;
  const slack = await startFakeSlack();
  teams = await startFakeTeams();
  const settings = settingsOf({
    http: { host: "127.0.0.1", port: 0 },
    tenants: [{ ...tenant, logStream: { token } }],
    slack: { ...fakeSecrets, appToken: undefined, apiUrl: slack.apiUrl },
    teams: teams.section,
    local,
    metrics: { host: "127.0.0.1", port: 0 },
    sources: { changelog: { url: `${urls.hidden}/changelog` }, advisories: { okta: false } },
    access: { operators: ["local:user:ada"] },
  });
  bot = await openWatchpost(settings, log);
  await bot.start();
  closing.unshift(
    () => bot.stop(),
    () => slack.close(),
    () => teams.close(),
    () => hidden.close(),
  );
  const probes = (await bot.services.probe()).map(({ detail }) => detail).join(" ");
  urls.metrics = /http:\/\/127\.0\.0\.1:\d+(?=\/metrics)/u.exec(probes)?.[0] ?? "";
  urls.public = `http://127.0.0.1:${bot.port()}`;
  teams.settings.deliverTo = `${urls.public}/api/messages`;
  urls.local = addressOf(bot);
}, 90_000);
afterAll(async () => {
  for (const close of closing) await close();
});

function addressOf({ adapters }: Watchpost): string {
  const chat = adapters.find(({ name }) => name === "local");
  return (chat as unknown as { address(): string }).address();
}

const ask = async (url: string, request: string, headers: readonly string[] = [], body = "") => {
  const length = `content-length: ${Buffer.byteLength(body)}`;
  const head = [`${request} HTTP/1.1`, "connection: close", length, ...headers, "", body];
  return exchange(url, head.join("\r\n"));
};
const post = async (path: string, headers: readonly string[] = [], body = "{}") =>
  statusesIn(await ask(urls.public, `POST ${path}`, ["host: x", ...headers], body))[0];

/** What the bot answers to a line of Ada's in the local chat. */
async function say(line: string): Promise<string> {
  const response = await fetch(`${urls.local}/api/local/lines`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ conversation: "ops", person: "ada", line }),
  });
  const { id } = (await response.json()) as { id: string };
  interface Shown {
    readonly inAnswerTo: string | null;
    readonly pending: boolean;
  }
  const shown = async () => {
    const all = await fetch(`${urls.local}/api/local/conversations/ops/messages?as=ada`);
    const messages = (await all.json()) as readonly Shown[];
    return messages.filter((one) => one.inAnswerTo === id && !one.pending);
  };
  await expect.poll(async () => (await shown()).length).toBe(1);
  return JSON.stringify(await shown());
}

const json = "content-type: application/json";

describe("the bot as it is wired", () => {
  it("rule 12: nothing listens but what the settings ask for", async () => {
    // Without a word about it, metrics and health are told to this machine alone.
    expect(settingsOf({ tenants: [tenant] }).metrics.host).toBe("127.0.0.1");
    const metrics = { enabled: false };
    const bare = await openWatchpost(settingsOf({ tenants: [tenant], local, metrics }), log);
    await bare.start();
    expect(bare.port()).toBeUndefined();
    expect(JSON.stringify(await bare.services.probe())).not.toContain("/metrics");
    await bare.stop();
  });

  it("rule 12: nothing comes in at a path that is none of its doors", async () => {
    for (const path of ["/", "/metrics", "/slack", "/api/local/lines", "/auth0/logs"]) {
      expect([path, await post(path)]).toEqual([path, 404]);
    }
  });

  it("rule 12: /slack/events takes nothing without Slack's signature", async () => {
    const form = "content-type: application/x-www-form-urlencoded";
    const at = `x-slack-request-timestamp: ${Math.floor(Date.now() / 1000)}`;
    const line = "command=%2Fauth0&text=status";
    expect(await post("/slack/events", [form], line)).toBe(401);
    expect(
      await post("/slack/events", [form, at, `x-slack-signature: v0=${"0".repeat(64)}`], line),
    ).toBe(401);
  });

  it("rule 12: /api/messages takes nothing without the Bot Framework's token", async () => {
    expect(await post("/api/messages", [json])).toBe(401);
    expect(await teams.deliver(teams.message("help"), "forged")).toMatchObject({ status: 401 });
    expect(await teams.deliver(teams.message("help"))).toMatchObject({ status: 200 });
  });

  it.each([
    ["channel", { channelId: "webchat" }],
    ["tenant", { channelData: { tenant: { id: "another" } } }],
    ["address for replies", { serviceUrl: "https://evil.example/" }],
  ])("rule 12: /api/messages takes nothing with a good token and a wrong %s", async (_, wrong) => {
    const activity = { ...teams.message("help"), ...wrong };
    expect(await teams.deliver(activity)).toMatchObject({ status: 401 });
  });

  it("rule 12: an empty app id is refused, and also one on purpose where others can knock", async () => {
    const open = { tenants: [tenant], teams: { appId: "", tenantId: "" } };
    const meant = { ...open.teams, allowUnauthenticatedLoopback: true };
    expect(await refusalOf(open)).toMatch(/teams\.appId/u);
    expect(await refusalOf({ ...open, teams: meant, http: { host: "0.0.0.0" } })).toMatch(
      /http\.host/u,
    );
  });

  it("rule 12: /auth0/logs/<tenant> takes nothing without the tenant's own token", async () => {
    expect(await post("/auth0/logs/prod")).toBe(401);
    expect(await post("/auth0/logs/prod", [`authorization: ${token}x`])).toBe(401);
    expect(await post("/auth0/logs/dev", [`authorization: ${token}`])).toBe(401);
    const event = JSON.stringify({ log_id: "90020261128120000001", type: "fp", date: new Date() });
    expect(await post("/auth0/logs/prod", [`authorization: ${token}`], event)).toBe(200);
  });

  it("rule 12: no door reads a body that is longer than any that is meant", async () => {
    const long = "x".repeat(8_000_001);
    expect(await post("/slack/events", [], long.slice(0, 1_000_001))).toBe(413);
    expect(await post("/auth0/logs/prod", [`authorization: ${token}`], long)).toBe(413);
    const good = `authorization: ${teams.authorize("good")}`;
    expect(await post("/api/messages", [json, good], long.slice(0, 1_048_577))).toBe(413);
  });

  it("rule 12: what only this machine may reach answers to no other name", async () => {
    for (const [url, path] of [
      [urls.local, "/api/local/about"],
      [urls.metrics, "/metrics"],
    ] as const) {
      expect(statusesIn(await ask(url, `GET ${path}`, ["host: rebound.example"]))).toEqual([403]);
      const { host } = new URL(url);
      expect(statusesIn(await ask(url, `GET ${path}`, [`host: ${host}`]))).toEqual([200]);
    }
  });

  it("rule 12: health tells anybody who asks neither a tenant nor a person", async () => {
    const said = await ask(urls.public, "GET /readyz", ["host: x"]);
    expect(said).toContain('"ready"');
    expect(said).not.toMatch(/prod|acme|ada|@/u);
  });

  it("rule 12: an address that a person names is asked only if it is public; those of the settings are trusted", async () => {
    const answer = await say(`subscribe rss ${urls.hidden}/feed`);
    expect(answer).toContain("is not a public address");
    await bot.readAll();
    expect(inside).toContain("/changelog");
    expect(inside).not.toContain("/feed");
  });
});
