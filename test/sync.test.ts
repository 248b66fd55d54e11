import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { platforms } from "../adapters/index.ts";
import { slackManifest } from "../adapters/slack/manifest.ts";
import { teamsManifest } from "../adapters/teams/manifest.ts";
import { teamsSettings } from "../adapters/teams/settings.ts";
import { generatedPictures } from "../scripts/sync-icons.ts";
import { current, fullPath, generatedFiles } from "../scripts/sync-parts.ts";
import { settingsOf } from "../scripts/sync-settings.ts";
import { markdownTable, withPart } from "../scripts/sync-tables.ts";
import { commands } from "../src/commands/index.ts";
import { settingsSchema } from "../src/settings.ts";
import { sources } from "../src/sources/index.ts";

describe("what is written by hand", () => {
  it("gives a reason for every scope that Slack is asked for", () => {
    const reasons = current("SECURITY.md");
    const { bot } = slackManifest("http").oauth_config.scopes;
    expect(bot.filter((scope) => !reasons.includes(`\`${scope}\``))).toEqual([]);
  });

  it.each(["slack", "teams"])("lists only words of %s's log that are still written", (name) => {
    const files = readdirSync(fullPath(`adapters/${name}`)).filter((file) => file.endsWith(".ts"));
    const code = files.map((file) => current(`adapters/${name}/${file}`)).join("\n");
    const [, listed = ""] = current(`docs/${name}.md`).split(/^### The log says$|^### Watchpost/m);
    const words = listed.split("\n").flatMap((row) => {
      const [, cell = ""] = row.split("|");
      return [...cell.matchAll(/`([^`]+)`/g)].map(([, quoted = ""]) => quoted);
    });
    expect(words.length).toBeGreaterThan(5);
    expect(words.filter((quoted) => !code.includes(quoted))).toEqual([]);
  });

  it("gives a reason for every permission that a Teams app can ask for", () => {
    const settings = teamsSettings.parse({ allowUnauthenticatedLoopback: true });
    const groups = ["teams:group:1/owners" as const];
    const manifest = teamsManifest({ settings, version: "1.0.0", commands, groups });
    const [permission = ""] = [...JSON.stringify(manifest).matchAll(/"([\w.]+\.Group)"/g)].map(
      ([, name = ""]) => name,
    );
    expect(permission).not.toBe("");
    for (const page of ["docs/teams.md", "SECURITY.md"]) {
      expect(current(page)).toContain(`\`${permission}\``);
    }
  });

  it("names only variables in the example settings that .env.example lists, and the other way round", () => {
    const inSettings = current("watchpost.example.yaml").matchAll(/\$\{(\w+)\}/g);
    const inExample = current(".env.example").matchAll(/^(?:# )?([A-Z_0-9]+)=$/gm);
    const names = (found: Iterable<RegExpMatchArray>) => [...found].map(([, name]) => name);
    expect(names(inExample)).toEqual(names(inSettings).filter((name) => name !== "VARIABLE"));
  });

  it("has example settings that are accepted, as they stand and with everything switched on", () => {
    const written = current("watchpost.example.yaml");
    const everything = written
      .replaceAll(/^# ?( *(?:- )?[a-z]+:.*| *- .*)$/gim, "$1")
      .replaceAll(/^(\s*)# (\w+:)/gm, "$1$2");
    for (const text of [written, everything]) {
      const filled = text
        .replaceAll(/\$\{\w+_ID\}/g, "0a1b2c3d-1111-4222-8333-444455556666")
        .replaceAll(/\$\{\w+\}/g, "https://status.example.com/feed");
      const { error } = settingsSchema({ sources, platforms }).safeParse(parse(filled));
      expect(error?.issues ?? []).toEqual([]);
    }
    expect(Object.keys(parse(everything))).toEqual(
      expect.arrayContaining(["subscriptions", "slack", "teams", "http", "access"]),
    );
  });
});

describe("the guides", () => {
  it("show only pictures that are there, each of less than 100 kB", () => {
    const pictures = ["README.md", "docs/slack.md", "docs/teams.md", "docs/run-locally.md"].flatMap(
      (page) =>
        [...current(page).matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path]) => `docs/${path}`),
    );
    const shown = pictures.map((path) => path.replace("docs/docs/", "docs/"));
    expect(shown.length).toBeGreaterThan(2);
    expect(shown.filter((path) => !existsSync(fullPath(path)))).toEqual([]);
    expect(shown.filter((path) => statSync(fullPath(path)).size >= 100_000)).toEqual([]);
  });
});

const generated = await generatedFiles();

describe("the generated parts", () => {
  it.each(generated)("of $path are fresh; if not: npm run sync", ({ path, text }) => {
    expect(existsSync(fullPath(path)) ? current(path) : "").toBe(text);
  });

  it.each(generatedPictures())(
    "include the picture $path as its drawing is; if not: npm run sync",
    ({ path, bytes }) => {
      expect(existsSync(fullPath(path)) && readFileSync(fullPath(path)).equals(bytes)).toBe(true);
    },
  );

  it("stand between their markers, and nothing else is touched", () => {
    const document =
      "before\n<!-- begin generated: x -->\nold\n<!-- end generated: x -->\nafter <!-- end generated: x -->\n";
    expect(withPart(document, "x", "new")).toBe(
      "before\n<!-- begin generated: x -->\nnew\n<!-- end generated: x -->\nafter <!-- end generated: x -->\n",
    );
  });

  it.each(["nothing", "<!-- begin generated: x -->\nno end"])(
    "are not written where markers are missing: %s",
    (document) => {
      expect(() => withPart(document, "x", "new")).toThrow('the markers of "x" are missing');
    },
  );

  it("keep a table whole when a cell has a bar in it", () => {
    expect(markdownTable(["a"], [["x|y"]])).toBe("| a |\n|---|\n| x\\|y |");
  });

  it("name a setting by its whole path", () => {
    const schema = {
      properties: {
        tenants: { items: { required: ["name"], properties: { name: { type: "string" } } } },
        store: { properties: { sqlite: { type: "string", default: "x" } } },
      },
    };
    expect(settingsOf(schema).map(({ path, required }) => [path, required])).toEqual([
      ["tenants", false],
      ["tenants[].name", true],
      ["store.sqlite", false],
    ]);
  });
});
