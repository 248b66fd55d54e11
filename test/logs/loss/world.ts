import { expect } from "vitest";
import { SECOND } from "../../../src/core/clock.ts";
import type { Message } from "../../../src/core/message.ts";
import { renderPlain } from "../../../src/core/plain.ts";
import { createBucket } from "../../../src/sandbox/tenant/bucket.ts";
import { createBotProcess } from "../../e2e/bot-process.ts";
import { freePort } from "../../e2e/free-port.ts";
import { createLogSource, type SourceOptions } from "../../fakes/auth0/log-source.ts";
import { clientId, clientSecret, startFakeAuth0 } from "../../fakes/auth0/server.ts";
import type { build } from "../../fakes/build.ts";
import { createSender } from "./sender.ts";
import { nodeOptionsFor, timeIn, type WorldTime } from "./world-clock.ts";

const token = "a-token-of-the-stream-for-tests-only";

/** An Auth0 whose log goes on, its log stream, and the built bot, which can be killed. Time goes fast, and can be moved on. */
export async function openWorld(given: {
  built: ReturnType<typeof build>;
  random: () => number;
  /** How Auth0's API is when it is asked: the bot's pace decides how often, so it draws from nothing else. */
  luck: () => number;
  log: Omit<SourceOptions, "now">;
}) {
  const { built, random, luck } = given;
  let world: WorldTime = { began: Date.now(), times: 40, aheadMs: 0 };
  const now = () => new Date(timeIn(world));
  const source = createLogSource({ ...given.log, now });
  const bucket = createBucket({ burst: 50, perSecond: 16 });
  const auth0 = await startFakeAuth0({ log: source, meets });
  const port = await freePort();
  const bot = createBotProcess(
    (localPort) => ({
      tenants: [
        {
          name: "prod",
          domain: "acme.us.auth0.com",
          origin: auth0.origin,
          plan: "enterprise",
          management: { clientId, clientSecret },
          logStream: { token },
        },
      ],
      sources: {
        status: { url: `${auth0.origin}/status`, page: false, every: "1d" },
        changelog: { url: `${auth0.origin}/changelog`, every: "1d" },
        advisories: { okta: false },
      },
      access: { admins: ["local:user:ada"] },
      http: { host: "127.0.0.1", port },
      local: { enabled: true, port: localPort },
    }),
    () => nodeOptionsFor(world, built.urlOf("test/logs/loss/world-date.ts")),
  );
  const sender = createSender({ random, token, door: `http://127.0.0.1:${port}/auth0/logs/prod` });

  /** Now and then it is not well. */
  function meets() {
    const { granted, headers } = bucket.take(now().getTime());
    const status = granted ? ill() : 429;
    return { headers, ...(status && { reply: { status, body: { statusCode: status } } }) };
  }
  const ill = () => (luck() < 0.02 ? [500, 503][Math.floor(luck() * 2)] : undefined);

  async function answerTo(line: string): Promise<Message> {
    const asked = await bot.say(line);
    const answered = async () =>
      (await bot.messages()).find(({ inAnswerTo, pending }) => inAnswerTo === asked && !pending);
    await expect.poll(answered, { timeout: 30 * SECOND, interval: 50 }).toBeDefined();
    const message = (await answered())?.message as Message;
    // The bot's patience is of the world's time, which is over in a moment on a busy machine: then one asks again.
    return /has not finished after/.test(message.summary) ? answerTo(line) : message;
  }

  return {
    now,
    source,
    sender,
    moveOn(ms: number): void {
      world = { ...world, aheadMs: world.aheadMs + ms };
    },
    start: bot.start,
    /** As kill -9 does. */
    kill: bot.kill,
    ask: async (line: string): Promise<string> => renderPlain(await answerTo(line)),
    /** The lines of the file that somebody is given for an answer, and what they are told about it. */
    async save(line: string): Promise<{ lines: readonly string[]; words: string }> {
      const message = await answerTo(line);
      const words = renderPlain(message);
      const [url] = /http:\S+\/api\/local\/files\/\S+/.exec(words) ?? [];
      if (!url) throw new Error(`no file, but: ${words}`);
      const content = await (await fetch(url)).text();
      return { lines: content.split("\n").slice(0, -1), words };
    },
    async close(): Promise<void> {
      await bot.close();
      await auth0.close();
    },
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;
