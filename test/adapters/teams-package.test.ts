import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { platforms } from "../../adapters/index.ts";
import { keepPackage, packApp } from "../../src/app-package.ts";
import { commands } from "../../src/commands/index.ts";
import { readSettings } from "../../src/read-settings.ts";
import { sources } from "../../src/sources/index.ts";
import { type Pixel, readPng, readZip } from "./teams-package-reader.ts";

const appId = "0a1b2c3d-1111-2222-3333-444455556666";
const variables = {
  AUTH0_DOMAIN: "acme.us.auth0.com",
  MICROSOFT_APP_ID: appId,
  MICROSOFT_APP_PASSWORD: "a-client-secret",
  MICROSOFT_APP_TENANT_ID: "0a1b2c3d-aaaa-bbbb-cccc-444455556666",
};

interface Manifest {
  [more: string]: unknown;
  readonly version: string;
  readonly name: { readonly short: string };
  readonly description: { readonly short: string; readonly full: string };
  readonly bots: readonly [
    {
      readonly commandLists: readonly {
        readonly scopes: readonly string[];
        readonly triggers: readonly string[];
        readonly commands: readonly { readonly title: string; readonly description: string }[];
      }[];
    },
  ];
}

interface Given {
  readonly teams?: object;
  readonly operators?: readonly string[];
  readonly version?: string;
}

/** As `watchpost teams-package` makes it, from the environment and what is given beside it. */
async function pack({ teams = {}, operators = [], version = "1.2.3" }: Given = {}) {
  const settings = readSettings(undefined, variables, { sources, platforms });
  const section = { ...(settings.platforms.teams as object), ...teams };
  const access = { operators: operators as typeof settings.access.operators, admins: [] };
  const given = { ...settings, platforms: { ...settings.platforms, teams: section }, access };
  return packApp("teams", { platforms, settings: given, commands, version });
}

async function manifestOf(given?: Given): Promise<Manifest> {
  const { bytes } = await pack(given);
  return JSON.parse(readZip(bytes).get("manifest.json")?.toString() ?? "") as Manifest;
}

/** It says that it is of draft 04, and uses what only later drafts know: read as such it asks for more. */
function schema() {
  const file = new URL("../fixtures/teams-manifest/manifest.schema.1.29.json", import.meta.url);
  const { $schema, ...rest } = JSON.parse(readFileSync(file, "utf8")) as { $schema: string };
  return new Ajv({ allErrors: true, strict: false, formats: { uri: true } }).compile(rest);
}

const isValid = schema();

/** What Microsoft's own schema has against a manifest: where, and what. */
function problemsOf(manifest: unknown): readonly string[] {
  isValid(manifest);
  return (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const owners = [`teams:group:${appId}/owners`];

describe("Microsoft's published schema", () => {
  it.each([
    ["as it is made from the environment alone", {}],
    ["that has to know team owners", { operators: owners }],
  ])("takes the manifest %s", async (_, given) => {
    expect(problemsOf(await manifestOf(given))).toEqual([]);
  });

  it("refuses a name of 31 letters, so that it would be noticed", async () => {
    const manifest = await manifestOf();
    const named = { ...manifest, name: { ...manifest.name, short: "x".repeat(31) } };
    expect(problemsOf(named).join("\n")).toContain("/name/short must NOT have more than 30");
  });

  it("refuses a thirteenth command", async () => {
    const manifest = await manifestOf();
    const [bot] = manifest.bots;
    const commandLists = bot.commandLists.map((list) => ({
      ...list,
      commands: [...list.commands, { title: "one", description: "more" }],
    }));
    const crowded = { ...manifest, bots: [{ ...bot, commandLists }] };
    expect(problemsOf(crowded).join("\n")).toContain("commands must NOT have more than 12");
  });

  it.each([
    ["another version's number", { manifestVersion: "1.16" }, "/manifestVersion"],
    ["a word Teams does not know", { scopes: [] }, "must NOT have additional"],
    ["an app id that is none", { id: "watchpost" }, "/id must match"],
    ["a channel's tier that there is not", { supportsChannelFeatures: "tier2" }, "/supportsCh"],
  ])("refuses %s", async (_, change, problem) => {
    expect(problemsOf({ ...(await manifestOf()), ...change }).join("\n")).toContain(problem);
  });
});

describe("the manifest for Teams", () => {
  it("suggests twelve commands that there are, in their own words, with a slash where others read along", async () => {
    const [groups, personal] = (await manifestOf()).bots[0].commandLists;
    expect(groups).toMatchObject({
      scopes: ["team", "groupChat"],
      triggers: ["mention", "slash"],
    });
    expect(personal).toMatchObject({ scopes: ["personal"], triggers: ["mention"] });
    expect(personal?.commands).toEqual(groups?.commands);
    expect(groups?.commands).toHaveLength(12);
    for (const { title, description } of groups?.commands ?? []) {
      expect(commands.find(({ name }) => name === title)?.summary).toBe(description);
    }
    expect(groups?.commands.map(({ title }) => title)).toEqual(
      expect.arrayContaining(["help", "status", "logs", "login", "subscribe"]),
    );
  });

  it("asks for nothing, and to read no messages, as long as no owners have a role", async () => {
    const manifest = await manifestOf();
    expect(manifest).toMatchObject({ validDomains: [] });
    expect(manifest).not.toHaveProperty("authorization");
    expect(manifest).not.toHaveProperty("webApplicationInfo");
    expect(manifest).not.toHaveProperty("permissions");
    expect(JSON.stringify(manifest)).not.toMatch(/ChannelMessage|\.All"/);
  });

  it("asks for a team's members where its owners have a role, and for nothing else", async () => {
    const manifest = await manifestOf({ operators: owners });
    expect(manifest).toMatchObject({
      webApplicationInfo: { id: appId },
      authorization: {
        permissions: {
          resourceSpecific: [{ name: "TeamMember.Read.Group", type: "Application" }],
        },
      },
    });
    const other = await manifestOf({ operators: [`teams:group:${appId}`] });
    expect(other).not.toHaveProperty("authorization");
  });

  it("is one app for one bot, everywhere, and takes no files", async () => {
    expect(await manifestOf()).toMatchObject({
      manifestVersion: "1.29",
      version: "1.2.3",
      id: appId,
      supportsChannelFeatures: "tier1",
      bots: [
        {
          botId: appId,
          scopes: ["team", "personal", "groupChat"],
          supportsFiles: true,
          isNotificationOnly: false,
          supportsTargetedMessages: true,
        },
      ],
    });
  });

  it("shows whose app it is, where the settings say so", async () => {
    const about = {
      developer: "Acme",
      website: "https://acme.example/help",
      privacy: "https://acme.example/privacy",
      terms: "https://acme.example/terms",
    };
    expect(await manifestOf({ teams: { about } })).toMatchObject({
      developer: {
        name: "Acme",
        websiteUrl: "https://acme.example/help",
        privacyUrl: "https://acme.example/privacy",
        termsOfUseUrl: "https://acme.example/terms",
      },
    });
  });
});

describe("the app package for Teams", () => {
  it("holds three files at its root, and nothing else", async () => {
    const { bytes, file } = await pack();
    expect(file).toBe("watchpost-teams.zip");
    expect([...readZip(bytes).keys()]).toEqual(["manifest.json", "color.png", "outline.png"]);
  });

  it("is the same, byte for byte, each time", async () => {
    const [one, other] = [await pack(), await pack()];
    expect(Buffer.from(one.bytes).equals(Buffer.from(other.bytes))).toBe(true);
  });

  it("has icons of the sizes Teams asks for, the small one white on nothing", async () => {
    const files = readZip((await pack()).bytes);
    const color = readPng(files.get("color.png") as Buffer);
    const outline = readPng(files.get("outline.png") as Buffer);
    expect([color.width, color.height]).toEqual([192, 192]);
    expect([outline.width, outline.height]).toEqual([32, 32]);
    expect(color.pixels.every(([, , , alpha]) => alpha === 255)).toBe(true);
    const seen = outline.pixels.filter(([, , , alpha]) => alpha > 0);
    expect(seen.filter((pixel) => !isWhite(pixel))).toEqual([]);
    // Neither a speck nor a block.
    expect(seen.length).toBeGreaterThan(150);
    expect(seen.length).toBeLessThan(700);
  });

  it("says what is in it, and what to do next", async () => {
    const words = (await pack()).words.join("\n");
    expect(words).toContain(`version 1.2.3 of the app, for the bot ${appId}`);
    expect(words).toContain("suggests 12 commands");
    expect(words).toContain("It asks for no permission.");
    expect(words).toContain("Upload");
    expect((await pack({ operators: owners })).words.join("\n")).toContain("TeamMember.Read.Group");
  });

  it.each([
    ["there is no app id", { teams: { appId: "" } }, "teams.appId: needs"],
    ["the version is none", { version: "next" }, "--app-version"],
  ])("is refused where %s", async (_, given, problem) => {
    await expect(pack(given)).rejects.toThrow(problem);
  });

  it("is kept in the file that is named, and says so where it cannot be", async () => {
    const folder = mkdtempSync(join(tmpdir(), "watchpost-package-"));
    const { bytes } = await pack();
    const file = join(folder, "app.zip");
    keepPackage(file, bytes);
    expect(readFileSync(file).equals(Buffer.from(bytes))).toBe(true);
    expect(() => keepPackage(join(folder, "none", "app.zip"), bytes)).toThrow(
      /app\.zip cannot be written \(ENOENT\)/,
    );
    rmSync(folder, { recursive: true });
  });

  it("is refused where the app id is a name, as the bot itself is", () => {
    const named = { ...variables, MICROSOFT_APP_ID: "watchpost" };
    expect(() => readSettings(undefined, named, { sources, platforms })).toThrow(
      "teams.appId: is no client id",
    );
  });

  it("is refused where the settings know nothing of Teams", async () => {
    const { MICROSOFT_APP_ID: _, ...others } = variables;
    const settings = readSettings(undefined, others, { sources, platforms });
    await expect(
      packApp("teams", { platforms, settings, commands, version: "1.2.3" }),
    ).rejects.toThrow("the settings have no section teams");
  });
});

const isWhite = ([red, green, blue]: Pixel): boolean => red + green + blue === 3 * 255;
