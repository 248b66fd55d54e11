import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { platforms } from "../../adapters/index.ts";
import { SettingsError } from "../../src/core/errors.ts";
import type { Secret } from "../../src/core/secret.ts";
import { readSettings } from "../../src/read-settings.ts";
import { sources } from "../../src/sources/index.ts";
import type { Environment } from "../../src/variables.ts";

const folder = mkdtempSync(join(tmpdir(), "watchpost-variables-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, content, { mode });
  chmodSync(path, mode);
  return path;
}

const yaml = file(
  "watchpost.yaml",
  `tenants: [{ name: prod, domain: acme.us.auth0.com }]
slack: { botToken: "\${BOT}", signingSecret: "\${SIGNING}" }`,
);
const read = (environment: Environment, at: string | undefined = yaml) =>
  readSettings(at, { SIGNING: "signing", ...environment }, { platforms, sources });

function problemsOf(environment: Environment): readonly string[] {
  try {
    read(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

const botToken = (environment: Environment) =>
  (read(environment).platforms.slack as { botToken: Secret }).botToken.reveal();

describe("a variable that is given as a file", () => {
  it.each([
    ["as it is", "xoxb-1", "xoxb-1"],
    ["without the line's end", "xoxb-1\n", "xoxb-1"],
    ["without Windows' ends of lines", "\uFEFFxoxb-1\r\n\r\n", "xoxb-1"],
    [
      "with the signs that YAML and variables mean something by",
      `a: ${"$"}{B} 'c' #d\n`,
      `a: ${"$"}{B} 'c' #d`,
    ],
    ["of several lines", "-----BEGIN\nabc\n-----END\n", "-----BEGIN\nabc\n-----END"],
  ])("is read %s", (_, content, value) => {
    expect(botToken({ BOT_FILE: file("token", content) })).toBe(value);
  });

  const beginning = "slack.botToken: BOT_FILE names a file that";
  it.each([
    ["not there", () => join(folder, "none"), `${beginning} is not there`],
    ["empty", () => file("empty", "\n"), `${beginning} is empty`],
    ["too large", () => file("large", "x".repeat(70_000)), `${beginning} is larger than 64 KB`],
    [
      "no text",
      () => file("binary", Buffer.from([0xff, 0xfe, 0x41, 0x00])),
      `${beginning} holds no text in UTF-8`,
    ],
    ["a folder", () => folder, `${beginning} is no file`],
  ])("is refused when it is %s, and neither its path nor its content is said", (_, make, words) => {
    const path = make();
    const problems = problemsOf({ BOT_FILE: path });
    expect(problems).toEqual([words]);
    expect(problems.join()).not.toContain(path);
  });

  it("is refused beside the variable itself, and neither value is said", () => {
    const problems = problemsOf({ BOT: "xoxb-plain", BOT_FILE: file("both", "xoxb-file") });
    expect(problems).toEqual([
      "slack.botToken: BOT and BOT_FILE are both set; take one of them out",
    ]);
  });

  it("is named among the open ones when every user of the machine can read it", () => {
    const open = (mode: number) =>
      read({ BOT_FILE: file(`mode-${mode}`, "xoxb-1", mode) }).secrets?.open();
    expect([open(0o644), open(0o640), open(0o600)]).toEqual([["BOT_FILE"], [], []]);
  });

  it("counts for every variable that sets the bot up without a settings file", () => {
    const names: Record<string, string> = {
      AUTH0_DOMAIN: "acme.us.auth0.com",
      AUTH0_CLIENT_ID: "client",
      AUTH0_CLIENT_SECRET: "client-secret",
      AUTH0_LOG_STREAM_TOKEN: "a token of some length",
      SLACK_BOT_TOKEN: "xoxb-1",
      SLACK_SIGNING_SECRET: "signing",
      SLACK_APP_TOKEN: "xapp-1",
      MICROSOFT_APP_ID: "0a1b2c3d-1111-4222-8333-444455556666",
      MICROSOFT_APP_TENANT_ID: "0a1b2c3d-1111-4222-8333-444455556666",
      MICROSOFT_APP_PASSWORD: "password",
    };
    mkdirSync(join(folder, "run"), { recursive: true });
    const files = Object.entries(names).map(([name, value]) => [
      `${name}_FILE`,
      file(join("run", name), `${value}\n`),
    ]);
    const settings = readSettings(undefined, Object.fromEntries(files), { platforms, sources });
    expect(settings.tenants[0]).toMatchObject({
      domain: names.AUTH0_DOMAIN,
      management: { clientId: "client" },
    });
    expect(settings.platforms.teams).toMatchObject({ appId: names.MICROSOFT_APP_ID });
    expect(settings.secrets?.known().map(({ path, secret }) => [path, secret.reveal()])).toEqual([
      ["tenants[0].management.clientSecret", names.AUTH0_CLIENT_SECRET],
      ["tenants[0].logStream.token", names.AUTH0_LOG_STREAM_TOKEN],
      ["slack.botToken", names.SLACK_BOT_TOKEN],
      ["slack.signingSecret", names.SLACK_SIGNING_SECRET],
      ["slack.appToken", names.SLACK_APP_TOKEN],
      ["teams.appPassword", names.MICROSOFT_APP_PASSWORD],
    ]);
  });
});
