import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { slackManifest } from "../../adapters/slack/manifest.ts";
import { openSlack, type SlackBench } from "./slack-bench.ts";

const asked = slackManifest("http").oauth_config.scopes.bot;

describe("what the app was granted in Slack", () => {
  let bench: SlackBench;

  beforeEach(async () => {
    bench = await openSlack("http");
  });
  afterEach(() => bench.close());

  async function scopes() {
    const probes = await bench.adapter.check();
    return probes.find(({ subject }) => subject === "Slack scopes");
  }

  it("is enough when it is what the manifest asks for", async () => {
    expect(await scopes()).toMatchObject({ ok: true });
  });

  it.each(asked)(
    "is too little without %s: what does not work then is said, and what to do",
    async (scope) => {
      bench.slack.settings.scopes = asked.filter((one) => one !== scope);
      const probe = await scopes();
      expect(probe).toMatchObject({
        ok: false,
        fix: expect.stringContaining("install the app again"),
      });
      expect(probe?.detail).toMatch(new RegExp(`${scope}: \\w[^.]+\\.`));
    },
  );

  it("names each that is missing, and no other", async () => {
    bench.slack.settings.scopes = ["commands", "chat:write"];
    const { detail = "" } = (await scopes()) ?? {};
    expect(detail).toContain("app_mentions:read");
    expect(detail).toContain("channels:read");
    expect(detail).not.toContain("chat:write");
  });

  it("is too much where Watchpost has no use for it, which is said and is no fault", async () => {
    bench.slack.settings.scopes = [...asked, "channels:history"];
    expect(await scopes()).toMatchObject({
      ok: true,
      detail: expect.stringContaining("channels:history"),
    });
  });
});
