import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import { makeCertificate } from "../fakes/certificate.ts";
import { echo, type House, openHouse, ops, realClock, says } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

const pair = makeCertificate();
const minute = 60_000;
const day = 24 * 60 * minute;

let house: House;
let adapter: ChatAdapter;
let ahead = 0;

beforeEach(async () => {
  ahead = 0;
  house = await openHouse({}, { ...realClock, now: () => new Date(Date.now() + ahead) });
});
afterEach(async () => {
  await adapter.stop();
  await house.close();
});

/** A bot in the channel `ops`, which proves itself so. */
async function open(credentials: object): Promise<void> {
  const told = echo();
  adapter = await house.open({ appPassword: undefined, ...credentials });
  await adapter.start(told.bot);
  await house.fake.install("add");
  await expect.poll(() => told.events).toHaveLength(1);
}

const post = () => adapter.post({ conversation: ops }, says("news"));
const asked = (call: string) => house.fake.calls.filter((one) => one.call === call).length;
const probe = async (subject: string) =>
  (await adapter.check()).find((one) => one.subject === subject);

/** Neither the log nor an error tells a secret. */
function nothingLeaked(error?: unknown): void {
  const words = `${house.logged.join("\n")}${JSON.stringify(error)}${String(error)}`;
  expect(words).not.toMatch(/fake-app-password|fake-identity-header|PRIVATE KEY|eyJ|fake-token/u);
}

describe("a bot that proves itself to Microsoft", () => {
  it.each<[string, () => object]>([
    ["a client secret", () => ({ appPassword: house.fake.section.appPassword })],
    ["a certificate", () => pair],
    ["a managed identity in App Service", () => ({ managedIdentity: house.fake.managedIdentity })],
    [
      "a managed identity on a virtual machine",
      () => ({ managedIdentity: { endpoint: house.fake.managedIdentity.endpoint } }),
    ],
  ])("by %s may send, and says that it is well", async (_, credentials) => {
    house.fake.certificates.push(pair.certificate);
    await open(credentials());
    await post();
    await post();
    expect(house.fake.world.messages).toHaveLength(2);
    expect(asked("token") + asked("identity")).toBe(1);
    expect(await probe("Teams credentials")).toMatchObject({ ok: true });
    nothingLeaked();
  });

  it("asks anew before the token ends, and when it is not taken", async () => {
    await open({ appPassword: house.fake.section.appPassword });
    await post();
    ahead = 56 * minute;
    await post();
    expect(asked("token")).toBe(2);
    house.fake.revokeTokens();
    await post();
    expect(asked("token")).toBe(3);
  });

  it.each<[string, () => object, RegExp]>([
    ["a secret that is none", () => ({ appPassword: "x" }), /not one of the app's.*AADSTS7000215/u],
    ["a certificate nobody knows", () => pair, /Upload it to the app.*AADSTS700027/u],
    [
      "an app nobody knows",
      () => ({ ...pair, appId: otherId }),
      /not known in the tenant.*AADSTS700016/u,
    ],
    [
      "a tenant that is none",
      () => ({ ...pair, tenantId: otherId }),
      /does not exist.*AADSTS90002/u,
    ],
    [
      "an identity this machine has not",
      () => ({ managedIdentity: { ...house.fake.managedIdentity, header: "x" } }),
      /no identity on this machine/u,
    ],
  ])("is told what to do about %s", async (_, credentials, words) => {
    adapter = await house.open({ appPassword: undefined, ...credentials() });
    const told = await probe("Teams credentials");
    expect(told).toMatchObject({ ok: false, detail: expect.stringMatching(words) });
    nothingLeaked(told);
  });

  it("is told what to do about a clock that is wrong", async () => {
    house.fake.certificates.push(pair.certificate);
    ahead = -day / 2;
    adapter = await house.open({ appPassword: undefined, ...pair });
    expect(await probe("Teams credentials")).toMatchObject({
      detail: expect.stringMatching(/Set this machine's clock.*AADSTS700024/u),
    });
  });

  it.each([
    ["Microsoft's login", "token", () => pair],
    [
      "Azure's identity service",
      "identity",
      () => ({ managedIdentity: house.fake.managedIdentity }),
    ],
  ] as const)("tries again when %s cannot be had", async (who, on, credentials) => {
    house.fake.certificates.push(pair.certificate);
    await open(credentials());
    // What the first life of the bot asked for by itself has its token already.
    const fresh = await house.open({ appPassword: undefined, ...credentials() });
    const post = () => fresh.post({ conversation: ops }, says("news"));
    for (const kind of ["drop-before", "503"] as const) {
      house.fake.faults.add({ kind, on });
      const failed = post();
      await expect(failed).rejects.toMatchObject({
        outcome: "unavailable",
        message: expect.stringContaining(who),
      });
      nothingLeaked(await failed.catch((error: unknown) => error));
    }
    await post();
    expect(house.fake.world.messages).toHaveLength(1);
  });
});

const otherId = "0ddba110-0000-4000-8000-000000000009";

describe("the certificate of a bot", () => {
  it("is warned of before it ends, and asked no token with afterwards", async () => {
    house.fake.certificates.push(pair.certificate);
    await open(pair);
    expect(await probe("Teams certificate")).toMatchObject({ ok: true });
    ahead = 340 * day;
    const soon = await probe("Teams certificate");
    expect(soon).toMatchObject({ ok: false, detail: expect.stringMatching(/in 25 days/u) });
    ahead = 366 * day;
    expect(await probe("Teams certificate")).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^It expired on /u),
    });
    const before = asked("token");
    await expect(post()).rejects.toThrow(/teams\.certificate expired on/u);
    expect(asked("token")).toBe(before);
  });

  it("may be renewed where it lies, without a restart", async () => {
    const folder = mkdtempSync(join(tmpdir(), "watchpost-teams-"));
    const [certificate, privateKey] = [join(folder, "app.pem"), join(folder, "app.key")];
    const write = (made: typeof pair) => {
      writeFileSync(certificate, made.certificate);
      writeFileSync(privateKey, made.privateKey);
    };
    const renewed = makeCertificate();
    write(pair);
    house.fake.certificates.push(renewed.certificate);
    await open({ certificate, privateKey });
    await expect(post()).rejects.toMatchObject({
      outcome: "refused",
      everywhere: true,
      message: expect.stringMatching(/Upload it/u),
    });
    write(renewed);
    await post();
    rmSync(folder, { recursive: true });
    ahead = 60 * minute;
    const failed = post();
    await expect(failed).rejects.toThrow(/teams\.certificate: is neither/u);
    nothingLeaked(await failed.catch((error: unknown) => error));
  });
});
