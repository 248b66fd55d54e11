import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { MINUTE } from "../../src/core/clock.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { pretendSettings } from "../../src/sandbox/settings.ts";
import { readMessage } from "../fakes/slack/reading.ts";
import { type FakeSlack, fakeSecrets, startFakeSlack } from "../fakes/slack/slack.ts";
import { createBotProcess } from "./bot-process.ts";
import { freePort } from "./free-port.ts";

/** The built bot beside a pretend tenant for whom many logins failed. */
describe("a chart in Slack, from the built bot", { timeout: 240_000 }, () => {
  let slack: FakeSlack;
  let sandbox: Sandbox;
  let bot: ReturnType<typeof createBotProcess>;
  beforeAll(async () => {
    slack = await startFakeSlack();
    const began = new Date(Date.now() - 10 * MINUTE);
    sandbox = await startSandbox({ port: 0, began, clock: systemClock });
    const port = await freePort();
    slack.settings.deliverTo = `http://127.0.0.1:${port}/slack/events`;
    const { botToken, signingSecret } = fakeSecrets;
    bot = createBotProcess((localPort) => ({
      ...pretendSettings(sandbox.url),
      http: { host: "127.0.0.1", port },
      slack: { botToken, signingSecret, apiUrl: slack.apiUrl },
      local: { enabled: true, port: localPort },
    }));
    await bot.start();
  }, 240_000);
  afterAll(async () => {
    await bot.close();
    await Promise.all([slack.close(), sandbox.close()]);
  });

  const answers = () =>
    slack.world.messages
      .filter(({ from }) => from === "bot")
      .map(readMessage)
      .filter((text) => !text.includes("…"));
  const drawn =
    /\[Bar chart: Failed logins in each of the last \d+ hours(?:, the last one so far)?, Europe\/Berlin time\. Lowest[\s\S]*\[Bar chart: Rate-limit events/;

  /**
   * What a person sees who asks. Nobody waits long for a picture: what a busy machine draws too late, the next answer
   * shows, and what it could not draw in time is tried again after a minute.
   */
  async function ask(): Promise<string> {
    const before = answers().length;
    expect(await slack.type("status")).toMatchObject({ status: 200 });
    await expect.poll(() => answers().length).toBeGreaterThan(before);
    return answers().at(-1) ?? "";
  }

  const patient = { timeout: 200_000, interval: 2000 };

  it("is a picture that the worker drew and Slack was sent once", async () => {
    await expect.poll(ask, patient).toMatch(drawn);
    const [file] = slack.world.files.known.values();
    expect(file?.bytes?.subarray(1, 4).toString()).toBe("PNG");
    expect(file?.bytes?.length).toBeGreaterThan(5000);
  });

  it("is shown again after a kill without another upload", async () => {
    const uploads = slack.world.files.known.size;
    await bot.kill();
    await bot.start();
    await expect.poll(ask, patient).toMatch(drawn);
    expect(slack.world.files.known.size).toBe(uploads);
  });
});
