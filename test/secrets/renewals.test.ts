import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { platforms } from "../../adapters/index.ts";
import { SECOND } from "../../src/core/clock.ts";
import type { Secret } from "../../src/core/secret.ts";
import { probeSecrets } from "../../src/probe-secrets.ts";
import { readSettings } from "../../src/read-settings.ts";
import { createRenewals, type Renewals } from "../../src/renewals.ts";
import type { Settings } from "../../src/settings.ts";
import { sources } from "../../src/sources/index.ts";
import { type ManualClock, manualClock } from "../fakes/manual-clock.ts";

let folder: string;
let clock: ManualClock;
let settings: Settings;
let renewals: Renewals;
let said: string[];

const yaml = (more = "") => `tenants:
  - { name: prod, domain: acme.us.auth0.com, management: { clientId: a, clientSecret: "\${CLIENT}" }, logStream: { token: "\${STREAM}" } }
slack: { botToken: "\${BOT}", signingSecret: "\${SIGNING}"${more} }`;

/** As whoever renews secrets does it: all at once. */
function write(name: string, content: string): void {
  writeFileSync(join(folder, `${name}.new`), content, { mode: 0o600 });
  renameSync(join(folder, `${name}.new`), join(folder, name));
}
const bot = () => (settings.platforms.slack as { botToken: Secret }).botToken;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "watchpost-renewals-"));
  said = [];
  write("watchpost.yaml", yaml());
  write("bot", "xoxb-old\n");
  write("stream", "the first long token\n");
  const files = { BOT_FILE: join(folder, "bot"), STREAM_FILE: join(folder, "stream") };
  const environment = { CLIENT: "client", SIGNING: "signing", ...files };
  settings = readSettings(join(folder, "watchpost.yaml"), environment, { sources, platforms });
  clock = manualClock();
  const note = (details: object, words: string) =>
    void said.push(`${words} ${JSON.stringify(details)}`);
  renewals = createRenewals({
    secrets: settings.secrets,
    clock,
    log: { info: note, warn: note, error: note },
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function later(): Promise<void> {
  await clock.advance(11 * SECOND);
  await renewals.tick();
}

describe("secrets from files", () => {
  it("are read again within seconds of their file being another one, without a restart", async () => {
    const held = bot();
    write("bot", "xoxb-new\n");
    await renewals.tick();
    expect(held.reveal()).toBe("xoxb-old");
    await later();
    expect(held.reveal()).toBe("xoxb-new");
    expect(said).toEqual(['secrets have other values now {"renewed":["slack.botToken"]}']);
    await later();
    expect(said.length).toBe(1);
  });

  it("stay as they were while a file is missing or empty, which is said once, and never what was in it", async () => {
    write("bot", "\n");
    await later();
    await later();
    rmSync(join(folder, "stream"));
    await later();
    await later();
    expect(bot().reveal()).toBe("xoxb-old");
    expect(said.length).toBe(2);
    expect(said[0]).toContain("slack.botToken: BOT_FILE names a file that is empty");
    expect(said[1]).toContain(
      "tenants[0].logStream.token: STREAM_FILE names a file that is not there",
    );
    write("bot", "xoxb-new");
    write("stream", "the second long token\nthe first long token\n");
    await later();
    expect(bot().reveal()).toBe("xoxb-new");
    expect(said.join()).not.toMatch(/xoxb|long token/u);
  });

  it("are read at once when the bot is asked to, with the settings file; what is no secret waits for a start", () => {
    write("watchpost.yaml", yaml(", command: /watch").replace(/\$\{CLIENT\}/u, "client-in-file"));
    renewals.renew();
    expect(settings.tenants[0]?.management?.clientSecret.reveal()).toBe("client-in-file");
    expect(said.join()).toContain('"renewed":["tenants[0].management.clientSecret"]');
    expect(said.join()).toContain('they count from the next start {"settings":["slack"]}');
    write("watchpost.yaml", "slack: [");
    renewals.renew();
    expect(said.at(-1)).toContain("the settings could not be read again; all is as it was before");
  });

  it("are told by doctor with where they came from and when, and never what they are", () => {
    const told = JSON.stringify(probeSecrets(settings.secrets));
    expect(told).toMatch(
      /"Secrets from files",.{9,12}"detail":"Read 20.{14,16}UTC: tenants\[0\]\.logStream\.token \(STREAM_FILE\), slack\.botToken \(BOT_FILE\)\."/u,
    );
    expect(told).toContain("slack.signingSecret (SIGNING)");
    expect(told).not.toMatch(/xoxb|long token|"client"/u);
  });
});
