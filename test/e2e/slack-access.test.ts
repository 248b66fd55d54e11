import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMessage } from "../fakes/slack/reading.ts";
import { type FakeSlack, fakeSecrets, startFakeSlack } from "../fakes/slack/slack.ts";
import { createBotProcess } from "./bot-process.ts";
import { freePort } from "./free-port.ts";

describe("who may say what in Slack, through the built bot", () => {
  let slack: FakeSlack;
  let bot: ReturnType<typeof createBotProcess>;

  beforeAll(async () => {
    slack = await startFakeSlack();
    const port = await freePort();
    slack.settings.deliverTo = `http://127.0.0.1:${port}/slack/events`;
    const { botToken, signingSecret } = fakeSecrets;
    bot = createBotProcess((localPort) => ({
      tenants: [{ name: "prod", domain: "acme.us.auth0.com" }],
      sources: { status: { every: "1d" }, changelog: { every: "1d" }, advisories: { okta: false } },
      http: { host: "127.0.0.1", port },
      slack: { botToken, signingSecret, apiUrl: slack.apiUrl },
      local: { enabled: true, port: localPort },
      access: { operators: ["slack:group:SOPS", "slack:channel:C1"], admins: ["slack:user:UBOSS"] },
    }));
    slack.setGroup("SOPS", ["UADA"]);
    slack.setPerson("UGUEST", { is: "guest" });
    await bot.start();
  }, 120_000);
  afterAll(async () => {
    await bot.close();
    await slack.close();
  });

  /** What is shown last once somebody has said a line. */
  async function answer(user: string, channel: string, line: string): Promise<string> {
    const before = slack.world.messages.length;
    await slack.type(line, { by: { ...slack.person, user, channel } });
    await expect.poll(() => slack.world.messages.length).toBeGreaterThan(before);
    const last = slack.world.messages.at(-1);
    return last ? readMessage(last) : "";
  }

  it("goes by user groups and channels, and a guest is nobody", async () => {
    expect(await answer("UADA", "DADA", "help mute")).toContain("operator, which you have here");
    expect(await answer("UBOB", "C1", "help mute")).toContain("operator, which you have here");
    expect(await answer("UBOB", "DBOB", "help mute")).toContain("you are only viewer here");
    expect(await answer("UGUEST", "C1", "help mute")).toContain("needs the role viewer");
  });

  it("says who may do what, and why, and of somebody else to an admin", async () => {
    const own = await answer("UADA", "DADA", "access");
    expect(own).toContain("You are operator here: access.operators names slack:group:SOPS");
    expect(own).toMatch(/slack:group:SOPS – a group of 1 person, as of/u);
    const other = await answer("UBOSS", "DBOSS", "access who:slack:user:UBOB");
    expect(other).toMatch(/bob is viewer here: every member of the workspace/u);
    expect(other).toContain("slack:channel:C1 gives it in that channel alone");
  });

  it("names whom to ask, natively and to the asker alone", async () => {
    expect(await answer("UBOB", "DBOB", "mute 1h")).toContain("Ask @UBOSS to add this");
  });

  it("takes a role away with the group, and keeps what it knew through a kill while Slack is away", async () => {
    await slack.leaveGroup("SOPS", "UADA");
    expect(await answer("UADA", "DADA", "help mute")).toContain("you are only viewer here");
    await bot.kill();
    slack.fail({ kind: "500", method: "users.info", times: 20 });
    slack.fail({ kind: "500", method: "usergroups.list", times: 20 });
    await bot.start();
    expect(await answer("UADA", "DADA", "help mute")).toContain("you are only viewer here");
    expect(await answer("UGUEST", "C1", "help mute")).toContain("needs the role viewer");
  }, 120_000);
});
