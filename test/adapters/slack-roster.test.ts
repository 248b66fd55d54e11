import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bot, openSlack, type SlackBench } from "./slack-bench.ts";

const ops = "slack:channel:C1";

describe("whom Slack knows, for those who ask", () => {
  let bench: SlackBench;
  beforeEach(async () => {
    bench = await openSlack("http", { groups: ["slack:group:SOPS"] });
    await bench.adapter.start(bot());
  });
  afterEach(() => bench.close());

  it("is somebody with their groups, whether or not they ever spoke", async () => {
    const { slack, adapter } = bench;
    slack.setGroup("SOPS", ["UBOB"]);
    slack.setPerson("UEVE", { is: "guest" });
    const { roster } = adapter;
    expect(await roster.person("slack:user:UBOB", ops)).toMatchObject({
      name: "bob",
      member: true,
      groups: ["slack:group:SOPS"],
    });
    expect(await roster.person("slack:user:UEVE", ops)).toMatchObject({
      member: false,
      groups: [],
    });
    expect(await roster.person("slack:user:bob", ops)).toMatchObject({
      member: false,
      untold: { member: expect.stringContaining("knows nobody of that id") },
    });
    expect(await roster.group("slack:group:SOPS")).toMatchObject({ members: 1, exists: true });
    expect(await roster.group("slack:group:SNONE")).toMatchObject({ exists: false });
  });

  it("are channels that the bot is in, asked once in a minute, and those that outsiders read", async () => {
    const { slack, adapter } = bench;
    slack.setChannel("CAWAY", "private");
    slack.setChannel("CSHARED", "shared");
    const { roster } = adapter;
    for (let times = 0; times < 3; times += 1) {
      expect(await roster.channel(ops)).toEqual({ inside: true, outsiders: false });
    }
    expect(slack.calls.filter((call) => call === "conversations.info")).toHaveLength(1);
    expect(await roster.channel("slack:channel:CAWAY")).toEqual({ inside: false });
    const shared = await roster.channel("slack:channel:CSHARED");
    expect(shared).toEqual({ inside: true, outsiders: true });
  });

  it("is not known where the app may not ask, and what is missing is said", async () => {
    const { slack, adapter } = bench;
    slack.settings.scopes = ["chat:write"];
    const { roster } = adapter;
    expect(await roster.channel(ops)).toEqual({});
    const group = await roster.group("slack:group:SOPS");
    expect(group).toEqual({ untold: expect.stringContaining("usergroups:read") });
  });
});
