import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteAsIs } from "../../adapters/sql/sqlite.ts";
import { systemClock } from "../../src/clock.ts";
import { entryOf } from "../../src/core/audit-entry.ts";
import { verifyTrail } from "../../src/core/audit-verify.ts";
import { createHash } from "../../src/core/log-hash.ts";
import { readMessage } from "../fakes/slack/reading.ts";
import { type FakeSlack, fakeSecrets, startFakeSlack } from "../fakes/slack/slack.ts";
import { createBotProcess } from "./bot-process.ts";
import { freePort } from "./free-port.ts";
import { lettered } from "./lettered.ts";

describe("the built bot, killed the moment that Slack has its acknowledgement", () => {
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
    }));
    await bot.start();
  }, 120_000);
  afterAll(async () => {
    await bot.close();
    await slack.close();
  });

  /** Says them all at once, kills the bot at its first acknowledgement, and gives those that were acknowledged. */
  async function sayAndKill(lines: readonly string[]): Promise<readonly string[]> {
    let killed: Promise<void> | undefined;
    const acknowledged: string[] = [];
    const say = async (line: string) => {
      const { status } = await slack.type(line);
      if (status !== 200) return;
      killed ??= bot.kill();
      acknowledged.push(line);
    };
    await Promise.allSettled(lines.map(say));
    await killed;
    return acknowledged;
  }

  /** What the audit trail has, on the disk while the bot runs. */
  async function trail() {
    const file = join(bot.folder, "watchpost.db");
    const store = await openSqliteAsIs({ file, clock: systemClock });
    try {
      const key = await store.records("watchpost:audit").get<string>("key");
      const digest = createHash(key ?? "");
      const records = await store.audit.find({ kind: "line", limit: 1000 });
      const about = records.flatMap(({ text }) => entryOf(text)?.about ?? []);
      const { fault } = await verifyTrail(store.audit);
      return { fault, lacks: (line: string) => !about.includes(digest(line)) };
    } finally {
      await store.close();
    }
  }

  it("answers and audits every line that it acknowledged, after the restart at the latest", async () => {
    for (const round of ["first", "second"]) {
      const lines = Array.from({ length: 30 }, (_, nth) => lettered(round, nth));
      const acknowledged = await sayAndKill(lines);
      expect(acknowledged).not.toEqual([]);
      await bot.start();
      const unanswered = () => {
        const said = slack.world.messages.map(readMessage).join("\n");
        return acknowledged.filter((line) => !said.includes(line));
      };
      await expect.poll(unanswered).toEqual([]);
      const { fault, lacks } = await trail();
      expect(acknowledged.filter(lacks)).toEqual([]);
      expect(lacks("never said")).toBe(true);
      expect(fault).toBeUndefined();
    }
  }, 90_000);
});
