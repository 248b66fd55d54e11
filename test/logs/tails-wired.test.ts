import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it } from "vitest";
import { platforms } from "../../adapters/index.ts";
import { openWatchpost, type Watchpost } from "../../src/main.ts";
import { readSettings } from "../../src/read-settings.ts";
import { sources } from "../../src/sources/index.ts";

const log = { info() {}, warn() {}, error() {} };
const folder = mkdtempSync(join(tmpdir(), "watchpost-tails-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let bot: Watchpost | undefined;
afterEach(() => bot?.stop());

/** Another life of the bot, as `start` opens it, in which these are operators. */
async function live(operators: readonly string[]): Promise<void> {
  await bot?.stop();
  const file = join(folder, "watchpost.yaml");
  const settings = {
    store: { sqlite: join(folder, "watchpost.db") },
    tenants: [{ name: "prod", domain: "acme.us.auth0.com" }],
    sources: {
      status: { url: "http://127.0.0.1:9/status", page: false },
      changelog: { url: "http://127.0.0.1:9/changelog" },
      advisories: { okta: false },
    },
    local: { enabled: true, port: 0 },
    metrics: { enabled: false },
    access: { operators },
  };
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(settings));
  bot = await openWatchpost(readSettings(file, {}, { sources, platforms }), log);
  await bot.start();
}

const address = () => {
  const local = bot?.adapters.find(({ name }) => name === "local") as unknown as {
    address(): string;
  };
  return `${local.address()}/api/local`;
};

async function say(line: string): Promise<void> {
  await fetch(`${address()}/lines`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ conversation: "ops", person: "ada", line }),
  });
}

const shown = async () =>
  await (await fetch(`${address()}/conversations/ops/messages?as=ada`)).text();

it("a tail goes on in the next life for whoever has the role there, and ends for whoever lost it", async () => {
  await live(["local:user:ada"]);
  await say("tail type:failures for:1h");
  await expect.poll(shown).toContain("Tailing prod: new events");

  await live(["local:user:ada", "local:user:bob"]);
  await say("tail");
  await expect.poll(shown).toContain("A tail is running here.");
  expect(await shown()).not.toContain("any more");

  await live(["local:user:bob"]);
  await expect.poll(shown).toContain("ada does not have the role operator here any more.");
});
