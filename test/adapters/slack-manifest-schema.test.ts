import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { slackManifest } from "../../adapters/slack/manifest.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const schemaOf = (name: string) => JSON.parse(read(`test/fixtures/slack-manifest/${name}`));

/** Slack's chooser between versions; of the first version, which nothing here is of, it is only known that it fits nothing. */
function slackSchema() {
  const at = "https://raw.githubusercontent.com/slackapi/manifest-schema/v0.5.0/schemas/";
  const ajv = new Ajv({ allErrors: true, strict: false, formats: { uri: true } });
  ajv.addSchema({ not: {} }, `${at}manifest.schema.1.0.0.json`);
  ajv.addSchema(schemaOf("manifest.schema.2.0.0.json"), `${at}manifest.schema.2.0.0.json`);
  return ajv.compile(schemaOf("manifest.schema.json"));
}

const isValid = slackSchema();

/** What Slack's own schema has against a manifest: where, and what. */
function problemsOf(manifest: unknown): readonly string[] {
  isValid(manifest);
  return (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe("Slack's published schema", () => {
  it.each([
    ["over HTTP", "manifest.yml"],
    ["over Socket Mode", "docs/slack-manifest-socket.yml"],
  ])("takes the manifest for Slack %s, as it is in the repository", (_, path) => {
    expect(problemsOf(parse(read(path)))).toEqual([]);
  });

  it("takes one with another command too", () => {
    expect(problemsOf(slackManifest("socket", { command: "/watchpost" }))).toEqual([]);
  });

  const good = () => structuredClone(slackManifest("http"));
  const display = (change: object) => {
    const manifest = good();
    return { ...manifest, display_information: { ...manifest.display_information, ...change } };
  };
  const settings = (change: object) => {
    const manifest = good();
    return { ...manifest, settings: { ...manifest.settings, ...change } };
  };

  it.each([
    ["a name too long", display({ name: "x".repeat(36) }), "/display_information/name"],
    [
      "a description too long",
      display({ description: "x".repeat(141) }),
      "/display_information/desc",
    ],
    ["a setting Slack has not", settings({ socket_mode: true }), "/settings must NOT have"],
    [
      "an address that is none",
      settings({ interactivity: { is_enabled: true, request_url: "slack/events" } }),
      "/settings/interactivity/request_url",
    ],
    [
      "more events than Slack takes",
      settings({ event_subscriptions: { bot_events: Array.from({ length: 101 }, String) } }),
      "/settings/event_subscriptions/bot_events",
    ],
    [
      "a command without its stroke",
      slackManifest("http", { command: "auth0" }),
      "/features/slash_commands/0/command",
    ],
    ["no name at all", { _metadata: { major_version: 2 } }, "must have required property"],
  ])("refuses a manifest with %s, so that it would be noticed", (_, manifest, problem) => {
    expect(problemsOf(manifest).join("\n")).toContain(problem);
  });
});
