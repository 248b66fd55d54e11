import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { openLog } from "../../src/log.ts";
import { loadSettings, openWatchpost } from "../../src/main.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { streamedSettings } from "../../src/sandbox/settings.ts";
import { type Exposition, readExposition } from "../metrics/exposition.ts";

/** The whole bot in the pretend world, with metrics, and a diary that can be read. */
export async function openWatchedBot() {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-watched-"));
  const sandbox = await startSandbox({
    port: 0,
    began: new Date(),
    clock: { now: () => new Date() },
  });
  const config = join(folder, "watchpost.yaml");
  const settings = {
    ...streamedSettings(sandbox.url),
    store: { sqlite: join(folder, "watchpost.db") },
    metrics: { host: "127.0.0.1", port: 0 },
    access: { admins: ["local:user:ada"] },
    subscriptions: [{ in: "local:channel:ops", source: "status" }],
    local: { enabled: true, port: 0 },
  };
  writeFileSync(config, stringify(settings));
  const entries: Record<string, unknown>[] = [];
  const write = (line: string) => void entries.push(JSON.parse(line) as Record<string, unknown>);
  const bot = await openWatchpost(loadSettings(config), openLog("info", { write }));
  await bot.start();
  const told = (words: string) => entries.find(({ msg }) => msg === words) ?? {};
  const urls = {
    public: `http://127.0.0.1:${bot.port()}`,
    metrics: `http://127.0.0.1:${String(told("metrics can be read").port)}`,
    local: String(told("the local chat is open").address),
  };
  return {
    urls,
    entries,
    folder,
    async metrics(): Promise<Exposition> {
      const response = await fetch(`${urls.metrics}/metrics`);
      return readExposition(await response.text());
    },
    /** Resolves with the id under which everything done for it stands in the log. */
    async say(line: string): Promise<string> {
      const response = await fetch(`${urls.local}/api/local/lines`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ conversation: "ops", person: "ada", line }),
      });
      return response.headers.get("x-request-id") ?? "";
    },
    async close(): Promise<void> {
      await bot.stop();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
