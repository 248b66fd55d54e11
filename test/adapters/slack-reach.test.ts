import { afterEach, describe, expect, it } from "vitest";
import { DeliveryError } from "../../src/core/errors.ts";
import { bot, channel, type Mode, openSlack, type SlackBench } from "./slack-bench.ts";

const modes: readonly Mode[] = ["http", "socket"];

describe("whether the bot may post in a Slack channel", () => {
  let bench: SlackBench;
  afterEach(() => bench.close());

  async function open(mode: Mode): Promise<SlackBench> {
    bench = await openSlack(mode);
    await bench.adapter.start(bot());
    await expect.poll(() => bench.slack.calls).toContain("auth.test");
    return bench;
  }
  const words = (id: string): Promise<string | undefined> =>
    bench.adapter.reach(channel(id)).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof DeliveryError && error.outcome === "refused") return error.message;
        throw error;
      },
    );

  it.each(modes)("is told with the exact line that lets it in: %s", async (mode) => {
    const { slack } = await open(mode);
    slack.setChannel("CPRIV", "private");
    slack.setChannel("CPUB", "not-a-member");
    slack.setChannel("COLD", "archived");
    // The bot's own name, as the workspace has it.
    expect(await words("CPRIV")).toContain("/invite @watchpost in that channel");
    expect(await words("CPUB")).toContain("/invite @watchpost in that channel");
    expect(await words("COLD")).toContain("Unarchive it");
    expect(await words("C1")).toBeUndefined();
    expect(slack.world.operations).toEqual([]);
  });

  it("calls the bot by the name that it was given in the workspace", async () => {
    const { slack } = await open("http");
    Object.assign(slack.identity, { name: "auth0-ops" });
    await bench.adapter.check();
    expect(await words("CPRIV")).toContain("/invite @auth0-ops in");
    slack.setChannel("CPUB", "not-a-member");
    const posted = bench.adapter.post(
      { conversation: channel("CPUB") },
      { summary: "x", blocks: [] },
    );
    await expect(posted).rejects.toThrow("/invite @auth0-ops in");
  });

  it.each([
    ["cannot be asked", { kind: "500" }],
    ["drops the question", { kind: "drop-before" }],
    ["asks for patience", { kind: "429", retryAfter: 30 }],
    ["answers too late", { kind: "slow", ms: 5000 }],
    ["withholds the scope", { kind: "refuse", code: "missing_scope" }],
  ] as const)("is not guessed where Slack %s", async (_, fault) => {
    const { slack } = await open("http");
    slack.setChannel("CPRIV", "private");
    slack.fail({ ...fault, method: "conversations.info" });
    expect(await words("CPRIV")).toBeUndefined();
  });
});
