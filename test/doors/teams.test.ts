import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { parseActivity } from "../../adapters/teams/activity.ts";
import { createAuthentication, judge } from "../../adapters/teams/authentication.ts";
import { isFromHere, isTrustedService, isTrustedStore } from "../../adapters/teams/hosts.ts";
import { createSend } from "../../adapters/teams/http.ts";
import { teamsSettings } from "../../adapters/teams/settings.ts";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import { openHouse } from "../adapters/teams-bench.ts";
import { neverChanges } from "../fakes/changes.ts";
import type { TokenKind } from "../fakes/teams/keys.ts";
import { serve } from "../feeds/servers.ts";
import { exchange, statusesIn } from "./raw.ts";
import { insideSix, spelledFour, within } from "./spellings.ts";

type Bot = Parameters<ChatAdapter["start"]>[0];

/** A bot that answers nothing, and notes what it hears. */
const hearing = (heard: unknown[]): Bot => ({
  async *answer(said) {
    heard.push(said.line);
    yield* [];
  },
  happened: async () => {},
  onChange: neverChanges,
});

const settings = { appId: "0a1b", serviceUrlHosts: ["smba.trafficmanager.net"] };
const loopback = {
  appId: "",
  serviceUrlHosts: ["smba.trafficmanager.net"],
  allowUnauthenticatedLoopback: true,
};

describe("an address that an activity of Teams names", () => {
  it("is never asked where it is not public, in whatever spelling", () => {
    const any = fc
      .constantFrom("10.0.0.0/8", "127.0.0.0/8", "169.254.169.254/32", "192.168.0.0/16")
      .chain(within);
    fc.assert(
      fc.property(spelledFour(any), (host) => {
        for (const scheme of ["https", "http"]) {
          expect(isTrustedService(`${scheme}://${host}/`, settings)).toBe(false);
          expect(isTrustedStore(`${scheme}://${host}/`, settings)).toBe(false);
        }
      }),
    );
    fc.assert(
      fc.property(any, (four) => {
        for (const six of insideSix(four)) {
          expect(isTrustedService(`https://[${six}]/`, settings)).toBe(false);
        }
      }),
    );
  });

  it.each([
    ...[
      "https://evil.example/",
      "https://sharepoint.com.evil.example/",
      "https://evilsharepoint.com/x",
    ],
    ...[
      "http://contoso.sharepoint.com/x",
      "https://contoso.sharepoint.com:8443/x",
      "https://contoso.sharepoint.com./x",
    ],
    ...[
      "https://contoso.sharepoint.com@evil.example/x",
      "https://a:b@contoso.sharepoint.com/x",
      "//contoso.sharepoint.com/x",
    ],
    ...[
      "file://contoso.sharepoint.com/c$",
      "https://evil.example\\@contoso.sharepoint.com/",
      "https://evil.example#.sharepoint.com",
    ],
  ])("gets no file where it is not SharePoint's: %s", (address) => {
    expect(isTrustedStore(address, settings)).toBe(false);
  });

  it("gets neither the bot's token nor a file where it sends them on", async () => {
    const elsewhere: string[] = [];
    const evil = await serve((request, response) => {
      elsewhere.push(request.url ?? "");
      response.end("{}");
    });
    for (const status of [301, 302, 307, 308]) {
      const teams = await serve((_, response) =>
        response.writeHead(status, { location: evil }).end(),
      );
      const init = { method: "PUT", headers: { authorization: "Bearer x" }, body: "x" };
      expect(await createSend({ fetch })(teams, init)).toMatchObject({ ok: false, status });
    }
    expect(elsewhere).toEqual([]);
  });

  it("gets one where it is", () => {
    expect(isTrustedStore("https://contoso-my.sharepoint.com/personal/x", settings)).toBe(true);
    expect(isTrustedService("https://smba.trafficmanager.net/amer/", settings)).toBe(true);
  });

  it("may be on this machine only where nobody has to prove anything, and nothing else is open then", () => {
    expect(isTrustedService("http://127.0.0.1:3978/", settings)).toBe(false);
    expect(isTrustedService("http://127.0.0.1:3978/", loopback)).toBe(true);
    expect(isTrustedService("http://10.0.0.1/", loopback)).toBe(false);
    expect(isTrustedService("http://127.0.0.1.evil.example/", loopback)).toBe(false);
  });
});

describe("a Teams without a registration", () => {
  const from = (remoteAddress: string, headers: object = {}) =>
    isFromHere({
      socket: { remoteAddress },
      headers: { host: "127.0.0.1:3978", ...headers },
    } as unknown as Parameters<typeof isFromHere>[0]);

  it.each<[string, string, object]>([
    ["another machine", "10.0.0.5", {}],
    ["another machine in IPv6", "::ffff:10.0.0.5", {}],
    ["no known address", "", {}],
    ["a name made to mean this machine", "127.0.0.1", { host: "rebound.example:3978" }],
    ["a look-alike of this machine", "127.0.0.1", { host: "127.0.0.1.evil.example" }],
    ["no name", "127.0.0.1", { host: undefined }],
    ["a web page", "127.0.0.1", { origin: "https://evil.example" }],
    ["a web page without an origin", "127.0.0.1", { origin: "null" }],
    ["a proxy", "127.0.0.1", { "x-forwarded-for": "10.0.0.5" }],
    ["a tunnel", "::1", { forwarded: "for=10.0.0.5" }],
    ["another proxy", "::1", { via: "1.1 edge" }],
  ])("answers nobody who comes from %s", (_, address, headers) => {
    expect(from(address, headers)).toBe(false);
  });

  it.each<[string, Record<string, string>]>([
    ["a name made to mean this machine", { host: "rebound.example:3978" }],
    ["a web page", { origin: "https://evil.example" }],
    ["a proxy", { "x-forwarded-for": "10.0.0.5" }],
  ])("turns away at its door what comes by %s", async (_, headers) => {
    const house = await openHouse({ appId: "" });
    const adapter = await house.open({ allowUnauthenticatedLoopback: true });
    const heard: unknown[] = [];
    await adapter.start(hearing(heard));
    const activity = JSON.stringify(house.fake.message("status"));
    const { host } = new URL(house.url);
    const post = async (more: Record<string, string>) => {
      const said = { host, "content-type": "application/json", connection: "close", ...more };
      const lines = Object.entries(said).map(([name, value]) => `${name}: ${value}`);
      const length = `content-length: ${Buffer.byteLength(activity)}`;
      const head = ["POST /api/messages HTTP/1.1", ...lines, length, "", activity];
      return statusesIn(await exchange(house.url, head.join("\r\n")));
    };
    expect(await post(headers)).toEqual([401]);
    expect(heard).toEqual([]);
    expect(await post({})).toEqual([200]);
    await expect.poll(() => heard).toHaveLength(1);
    await adapter.stop();
    await house.close();
  });

  it("answers this machine", () => {
    expect([from("127.0.0.1"), from("::1"), from("::ffff:127.0.0.1")]).toEqual([true, true, true]);
  });
});

describe("the door of Teams", () => {
  it.each<TokenKind>([
    ...(["none", "garbage", "forged", "own-key-inside", "unsigned", "unknown-key"] as const),
    ...(["expired", "wrong-audience", "wrong-issuer", "unendorsed", "other-service"] as const),
  ])("is believed only by a token that the SDK believes too, and that is not: %s", async (kind) => {
    // It complains there of each.
    const noise = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const { fake, close } = await openHouse();
    const own = teamsSettings.parse(fake.section);
    const authentication = createAuthentication(own, { fetch });
    const activity = parseActivity(fake.message("status") as object);
    if (!activity) throw new Error("no activity");
    // As if our own check of the token had been satisfied.
    const given = { authentication, settings: own, caller: { serviceUrl: activity.serviceUrl } };
    const judged = (token: TokenKind) =>
      judge(activity, fake.authorize(token, fake.message("status")) ?? "", given);
    expect(await judged(kind)).toMatchObject({ status: 401 });
    expect(await judged("good")).toEqual({ proven: true });
    noise.mockRestore();
    await close();
  });

  it("fills no log for whoever knocks without pause", async () => {
    const house = await openHouse();
    const adapter = await house.open();
    await adapter.start(hearing([]));
    for (let nth = 0; nth < 20; nth += 1) {
      const knocks = Array.from({ length: 10 }, () => fetch(house.url, { method: "POST" }));
      expect((await Promise.all(knocks)).map(({ status }) => status)).toEqual(
        knocks.map(() => 401),
      );
    }
    const noted = house.logged.filter((line) => /turned away|not noted/u.test(line));
    expect(noted.length).toBeLessThanOrEqual(31);
    await adapter.stop();
    await house.close();
  });
});
