import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { platforms } from "../adapters/index.ts";
import { DAY } from "../src/core/clock.ts";
import { SettingsError } from "../src/core/errors.ts";
import { readSettings, wishesOf } from "../src/read-settings.ts";
import { unusedSettings } from "../src/settings.ts";
import { sources } from "../src/sources/index.ts";
import type { Environment } from "../src/variables.ts";

const folder = mkdtempSync(join(tmpdir(), "watchpost-settings-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function read(yaml: string, environment: Environment = {}) {
  count += 1;
  const file = join(folder, `${count}.yaml`);
  writeFileSync(file, yaml);
  return readSettings(file, environment, { sources, platforms });
}

function problemsOf(attempt: () => unknown): readonly string[] {
  try {
    attempt();
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

const environment = {
  BOT: "xoxb-very-secret",
  SIGNING: "signing-very-secret",
  STATUS: "https://private.example/feed?token=very-secret",
};
const variable = (name: string) => `\${${name}}`;
const slack = `slack: { botToken: "${variable("BOT")}", signingSecret: "${variable("SIGNING")}" }`;

describe("settings", () => {
  it("are filled from the environment, with a default for whatever is left out", () => {
    const settings = read(
      `tenants: [{ name: prod, domain: acme.us.auth0.com }]\n${slack}`,
      environment,
    );
    expect(settings.tenants).toMatchObject([{ name: "prod", domain: "acme.us.auth0.com" }]);
    expect(settings.store.sqlite).toBe("./data/watchpost.db");
    expect(settings.sources.status).toMatchObject({ every: 60_000 });
    expect(settings.platforms.slack).toMatchObject({ command: "/auth0" });
    expect(settings.platforms.teams).toBeUndefined();
    expect(unusedSettings(settings)).toEqual([]);
  });

  it("never show a secret, however they are printed", () => {
    const settings = read(
      `tenants: [{ name: pc, domain: acme.example.com, statusUrl: '\${STATUS}' }]\n${slack}`,
      environment,
    );
    for (const printed of [
      JSON.stringify(settings),
      inspect(settings, { depth: 9 }),
      String(settings.tenants[0]?.statusUrl),
    ]) {
      expect(printed).not.toContain("very-secret");
      expect(printed).toContain("secret");
    }
  });

  it("report every problem together, each under its key", () => {
    const problems = problemsOf(() =>
      read(
        `tenants: [{ name: prod, domain: acme.us.auth0.com }, { name: prod, domain: login.acme.com }]
sources: { status: { every: often } }
subscriptions:
  - { in: "slack:channel:C1", source: statuss }
  - { in: nowhere, source: status }
tenents: []
${slack}
access: { operators: [ada] }`,
        { BOT: "xoxb-1" },
      ),
    );
    const all = problems.join("\n");
    expect(all).toContain("slack.signingSecret: the environment variable SIGNING is not set");
    expect(all).toContain('tenants[1].domain: "login.acme.com" is a custom domain');
    expect(all).toContain('sources.status.every: "often" is not a length of time');
    expect(all).toContain('subscriptions[1].in: "nowhere" is not an address');
    expect(all).toContain("tenents");
    expect(all).toContain('access.operators[0]: "ada" is not an address');
  });

  it("take a variable as text wherever it stands, also within braces", () => {
    const settings = read(
      `slack: { botToken: \${BOT}, signingSecret: \${SIGNING}, apiUrl: https://\${HOST}/api/ } # \${NOTHING}`,
      { ...environment, HOST: "slack-gov.com" },
    );
    expect(settings.platforms.slack).toMatchObject({ apiUrl: "https://slack-gov.com/api/" });
    expect(problemsOf(() => read(`slack: { botToken: \${BOT}, signingSecret: x }`))).toEqual([
      "slack.botToken: the environment variable BOT is not set",
    ]);
    expect(problemsOf(() => read(`a: \${BOT}\nb: [\${BOT}`))).toEqual([
      expect.stringMatching(/^line 2, column \d+: /),
    ]);
  });

  it("word each problem for people, and hold the parts against each other although one is wrong", () => {
    const problems = problemsOf(() =>
      read(`tenants: [{ name: prod, domain: acme.us.auth0.com, plan: gold }, { nam: x, domian: y }]
subscriptions: [{ in: "local:channel:ops", source: statuss }]
store: { sqlite: "" }
local: { enabled: maybe, port: 99999 }
outgoing: { proxy: here, allow: [10.0.0.0/99, 10.1.0.0/16, feeds.acme.example, "fd00::/8"] }`),
    );
    expect(problems).toEqual([
      "tenants[0].plan: must be one of free, essentials, professional, enterprise",
      "tenants[1].name: is missing",
      "tenants[1].domain: is missing",
      'tenants[1]: "nam" and "domian" are no settings here; did you mean name and domain?',
      "store.sqlite: must not be empty",
      "outgoing.proxy: must be an address like http://proxy.example:3128, or http://name:password@proxy.example:3128 with signs escaped as in addresses",
      'outgoing.allow[0]: "10.0.0.0/99" is neither a host nor a network like 10.1.0.0/16',
      "local.enabled: must be true or false",
      "local.port: must be at most 65535",
      'subscriptions[0].source: "statuss" is none of status, changelog, advisories, logins, rss, digest',
    ]);
  });

  it("say that a file they name is not there", () => {
    const given = `local: { enabled: true }\noutgoing: { ca: ${join(folder, "none.pem")} }`;
    expect(problemsOf(() => read(given))).toEqual([
      expect.stringMatching(/^outgoing\.ca: the file .*none\.pem is not there/),
    ]);
  });

  it("report what only the whole can know", () => {
    const problems = problemsOf(() =>
      read(`tenants: [{ name: prod, domain: acme.us.auth0.com }, { name: prod, domain: b.us.auth0.com }]
local: { enabled: true }
subscriptions:
  - { in: "local:channel:ops", source: statuss }
  - { in: "local:channel:ops", source: rss }
  - { in: "irc:channel:ops", source: status, tenant: nobody, quiet: late }`),
    );
    expect(problems).toEqual([
      'tenants: the name "prod" is given to more than one',
      expect.stringContaining('subscriptions[0].source: "statuss" is none of status'),
      expect.stringContaining("subscriptions[1].feed: is needed"),
      expect.stringContaining('subscriptions[2].in: "irc" is none of slack'),
      expect.stringContaining('subscriptions[2].tenant: no tenant is called "nobody"'),
      expect.stringContaining('subscriptions[2].quiet: "late" are not hours'),
    ]);
  });

  it("refuse a test user that two tenants would log in, each counting its own failures", () => {
    const login = (username: string) =>
      `syntheticLogin: { clientId: a, username: ${username}, password: p }`;
    const tenant = (name: string, domain: string, rest: string) =>
      `{ name: ${name}, domain: ${domain}.us.auth0.com, ${rest} }`;
    const problems = problemsOf(() =>
      read(`tenants:
  - ${tenant("a", "acme", login("Test@acme.example"))}
  - ${tenant("b", "acme", login("test@acme.example"))}
  - ${tenant("c", "acme", login("other@acme.example"))}
  - ${tenant("d", "beta", login("test@acme.example"))}
  - ${tenant("e", "acme", `origin: "http://127.0.0.1:9", ${login("test@acme.example")}`)}
local: { enabled: true }`),
    );
    expect(problems).toEqual([
      "tenants[1].syntheticLogin: logs in the same user as tenants[0]; give it a test user of its own, or Auth0 may block the one",
    ]);
  });

  it("accept everything the design names, and say what this version does not use yet", () => {
    const settings = read(
      `tenants:
  - { name: prod, domain: acme.us.auth0.com, customDomain: login.acme.com, environment: production, plan: enterprise,
      management: { clientId: a, clientSecret: b }, logStream: { token: 0123456789abcdef }, logs: { keep: 30d, read: false, hashed: 0123456789abcdef },
      syntheticLogin: { clientId: a, clientSecret: b, username: u, password: p, connection: x, audience: y, every: 1m } }
sources:
  advisories: { every: 1h, packages: ["npm:@auth0/nextjs-auth0@4.12.0"] }
  ipRanges: { every: 24h, regions: [US] }
  dependencies: [{ name: GitHub, statuspage: "https://www.githubstatus.com" }]
metrics: { host: 127.0.0.1, port: 3002 }
outgoing: { proxy: null, ca: null, allow: [] }
local: { enabled: true, port: 3001 }
digest: { default: "Mon 09:00", timezone: Europe/Berlin }`,
    );
    expect(unusedSettings(settings)).toEqual(["sources.ipRanges", "sources.dependencies"]);
  });

  it("have metrics told on this machine alone, unless they say otherwise", () => {
    const told = (more: string) => read(`local: { enabled: true }${more}`).metrics;
    expect(told("")).toEqual({ host: "127.0.0.1", port: 3002, enabled: true });
    expect(told("\nmetrics: { port: 9 }")).toEqual({ host: "127.0.0.1", port: 9, enabled: true });
    expect(told("\nmetrics: { enabled: false }")).toMatchObject({ enabled: false });
  });

  it("keep logs for 400 days and read them, unless they say otherwise", () => {
    const tenant = (more: string) => `{ name: t${more.length}, domain: acme.us.auth0.com${more} }`;
    const { tenants } = read(
      `tenants: [${tenant("")}, ${tenant(", logs: { keep: 30d, read: false }")}]\nlocal: { enabled: true }`,
    );
    expect(tenants.map(({ logs }) => logs)).toEqual([
      { keep: 400 * DAY, read: true },
      { keep: 30 * DAY, read: false },
    ]);
  });

  it("want a log stream's token that cannot be guessed", () => {
    const tenant = "name: prod, domain: acme.us.auth0.com, logStream: { token: hunter2 }";
    const problems = problemsOf(() => read(`tenants: [{ ${tenant} }]\nlocal: { enabled: true }`));
    expect(problems).toEqual([
      "tenants[0].logStream.token: is too short to keep strangers out; make one of 16 characters or more",
    ]);
  });

  it("want a key for hashes that cannot be guessed", () => {
    const tenant = "name: prod, domain: acme.us.auth0.com, logs: { hashed: hunter2 }";
    const problems = problemsOf(() => read(`tenants: [{ ${tenant} }]\nlocal: { enabled: true }`));
    expect(problems).toEqual([
      "tenants[0].logs.hashed: is too short for a key; make one of 16 characters or more",
    ]);
  });

  it("make subscriptions, quiet hours in the settings' own zone", () => {
    const settings = read(`tenants: [{ name: prod, domain: acme.us.auth0.com }]
local: { enabled: true }
digest: { timezone: Europe/Berlin }
subscriptions: [{ in: "local:channel:ops", source: status, as: card, quiet: "22:00-07:00" }]`);
    expect(wishesOf(settings)).toEqual([
      {
        conversation: "local:channel:ops",
        source: "status",
        feed: "",
        as: "card",
        origin: "settings",
        quiet: { from: 1320, to: 420, zone: "Europe/Berlin" },
      },
    ]);
  });

  it("say where a file is broken, or missing", () => {
    expect(problemsOf(() => read("tenants: [")).join()).toMatch(/line 1/);
    const missing = () => readSettings(join(folder, "none.yaml"), {}, { sources, platforms });
    expect(problemsOf(missing)).toEqual(["the file does not exist"]);
  });

  it("come from the environment alone where there is no file", () => {
    const settings = readSettings(
      undefined,
      { AUTH0_DOMAIN: "acme.eu.auth0.com", SLACK_BOT_TOKEN: "xoxb-1", SLACK_SIGNING_SECRET: "s" },
      { sources, platforms },
    );
    expect(settings.tenants).toMatchObject([{ name: "default", domain: "acme.eu.auth0.com" }]);
    expect(settings.platforms.slack).toBeDefined();
  });

  const microsoft = {
    MICROSOFT_APP_ID: "0a1b2c3d-1111-4222-8333-444455556666",
    MICROSOFT_APP_TENANT_ID: "0a1b2c3d-1111-4222-8333-444455556666",
  };
  const azure = { IDENTITY_ENDPOINT: "http://127.0.0.1:9/token", IDENTITY_HEADER: "h" };
  it.each([
    [{ MICROSOFT_APP_PASSWORD: "p", ...azure }, "appPassword"],
    [{ MICROSOFT_APP_CERTIFICATE: "c.pem", MICROSOFT_APP_PRIVATE_KEY: "k.pem" }, "certificate"],
    [azure, "managedIdentity"],
  ])("prove the app to Microsoft by what the environment has: %j", (environment, way) => {
    const given = { ...microsoft, ...environment };
    const { teams } = readSettings(undefined, given, { sources, platforms }).platforms;
    const ways = ["appPassword", "certificate", "managedIdentity"];
    expect(ways.filter((one) => one in Object(teams))).toEqual([way]);
  });
});
