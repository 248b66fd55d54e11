import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startVitest } from "vitest/node";
import { findNamespace, rerunInside } from "./network-namespace.ts";

// npm run e2e:teams: round trips of the built bot in the Microsoft 365 Agents Playground, Microsoft's own client for
// trying bots of Teams: over its HTTP and WebSocket interface, and through its page where there is a Chromium. All of it
// runs in a network namespace of its own where one can be made, and on loopback everywhere.

const inside = "WATCHPOST_PLAYGROUND";

if (process.env[inside]) await runTests();
else process.exitCode = await enter();

async function enter(): Promise<number> {
  const cli = fileURLToPath(new URL("../dist/src/cli.js", import.meta.url));
  if (!existsSync(cli)) throw new Error("the bot is not built; run npm run build first");
  const namespace = findNamespace();
  if (!("missing" in namespace)) {
    return rerunInside(namespace, fileURLToPath(import.meta.url), { [inside]: "namespace" });
  }
  console.log(`On this machine's own loopback, because ${namespace.missing}.`);
  await runTests();
  return Number(process.exitCode ?? 0);
}

/** Vitest sets the exit code. */
async function runTests(): Promise<void> {
  const vitest = await startVitest("test", process.argv.slice(2), {
    include: ["test/e2e/playground.test.ts", "test/playground/*.round-trips.ts"],
    reporters: ["verbose"],
    fileParallelism: false,
    watch: false,
  });
  await vitest?.close();
}
