import { request } from "node:http";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTeamsChat } from "../../adapters/teams/adapter.ts";
import { teams } from "../../adapters/teams/index.ts";
import { type TeamsSettings, teamsSettings } from "../../adapters/teams/settings.ts";
import { SettingsError } from "../../src/core/errors.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import type { TokenKind } from "../fakes/teams/keys.ts";
import { echo, type House, openHouse } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

describe("the door of Teams", () => {
  let house: House;
  let told: ReturnType<typeof echo>;
  let stop: () => Promise<void>;

  beforeEach(async () => {
    house = await openHouse();
    told = echo();
    const adapter = await house.open();
    await adapter.start(told.bot);
    stop = () => adapter.stop();
  });
  afterEach(async () => {
    await stop();
    await house.close();
  });

  it.each<TokenKind>([
    "none",
    "garbage",
    "forged",
    "unsigned",
    "unknown-key",
    "expired",
    "wrong-audience",
    "wrong-issuer",
    "emulator",
    "other-service",
    "unendorsed",
  ])("turns away a request whose token is: %s", async (kind) => {
    const { fake } = house;
    expect(await fake.deliver(fake.message("ping"), kind)).toMatchObject({ status: 401 });
    expect(told.heard).toEqual([]);
    expect(await house.records.list("")).toEqual([]);
  });

  it("believes a token that expired within the clock's tolerance", async () => {
    const { fake } = house;
    expect(await fake.deliver(fake.message("ping"), "just-expired")).toMatchObject({ status: 200 });
  });

  it.each([
    ["from another channel", { channelId: "webchat" }],
    ["without a channel", { channelId: "" }],
    ["from another tenant", { channelData: { tenant: { id: "another" } } }],
    [
      "of two tenants at once",
      { conversation: { id: "19:ops@thread.tacv2", tenantId: "another" } },
    ],
    ["that asks for answers elsewhere", { serviceUrl: "https://evil.example/amer/" }],
    ["that hides elsewhere behind a name", { serviceUrl: "http://127.0.0.1@evil.example/amer/" }],
    ["that asks for answers unencrypted", { serviceUrl: "http://smba.trafficmanager.net/amer/" }],
  ])("turns away an activity %s", async (_, wrong) => {
    const { fake } = house;
    const told401 = await fake.deliver({ ...fake.message("ping"), ...wrong });
    expect(told401).toMatchObject({ status: 401 });
    expect(told.heard).toEqual([]);
    expect(await house.records.list("")).toEqual([]);
  });

  it("asks Teams to come back when the keys cannot be had", async () => {
    house.fake.faults.add({ kind: "500", on: "openid" });
    expect(await house.fake.say("ping")).toMatchObject({ status: 503 });
    expect(await house.fake.say("ping")).toMatchObject({ status: 200 });
  });

  it.each([
    ["too large a body", 413, "x".repeat(1024 * 1024 + 1)],
    ["no JSON", 400, "hello"],
    ["JSON that is no activity", 400, '{"type":"message"}'],
    ["JSON that is no object", 400, "7"],
  ])("turns away %s", async (_, status, body) => {
    expect(await post(house.url, body, { authorization: "Bearer x" })).toBe(status);
  });

  it("reads no body of somebody without a token", async () => {
    expect(await post(house.url, "hello", {})).toBe(401);
  });

  it("knows no other method than POST", async () => {
    expect((await fetch(house.url)).status).toBe(405);
  });

  it("says nothing of the token in the log", async () => {
    await house.fake.deliver(house.fake.message("ping"), "forged");
    expect(house.logged.join("\n")).toContain("turned away");
    expect(house.logged.join("\n")).not.toMatch(/eyJ|fake-app-password/u);
  });
});

describe("Teams without an app id", () => {
  it("is refused by the settings, in words", () => {
    const { error } = teamsSettings.safeParse({});
    expect(error?.issues).toMatchObject([
      { path: ["appId"], message: expect.stringContaining("anybody could speak to the bot") },
    ]);
  });

  it("does not start even past the settings", () => {
    const given: TeamsSettings = teamsSettings.parse({ allowUnauthenticatedLoopback: true });
    const context = {} as PlatformContext;
    expect(() =>
      createTeamsChat({ ...given, allowUnauthenticatedLoopback: false }, context),
    ).toThrow(SettingsError);
  });

  it("needs password and tenant once there is an app id", () => {
    const { error } = teams.settings.safeParse({ appId: "x" });
    expect(error?.issues.map(({ path }) => path.join("."))).toEqual(["appPassword", "tenantId"]);
  });

  it("takes the endpoints whole or not at all", () => {
    const some = { appId: "x", appPassword: "y", tenantId: "z", endpoints: { issuer: "i" } };
    expect(teams.settings.safeParse(some).success).toBe(false);
  });

  it("serves this machine alone, and no proxy on it", async () => {
    const house = await openHouse({ appId: "", appPassword: "" });
    const told = echo();
    const adapter = await house.open({
      appPassword: undefined,
      serviceUrlHosts: [],
      allowUnauthenticatedLoopback: true,
    });
    await adapter.start(told.bot);
    expect(await house.fake.say("ping")).toMatchObject({ status: 200 });
    await expect.poll(() => told.heard).toMatchObject([{ line: "ping" }]);
    const body = JSON.stringify(house.fake.message("pong"));
    expect(await post(house.url, body, { "x-forwarded-for": "203.0.113.7" })).toBe(401);
    await adapter.stop();
    await house.close();
  });
});

function post(url: string, body: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
