import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startVitest } from "vitest/node";
import { fetchLocalSlack } from "./e2e-slack/fetch.ts";
import { findNamespace, rerunInside } from "./network-namespace.ts";

// npm run e2e:slack: round trips of the built bot against local-slack, somebody else's idea of Slack, over HTTP and over
// Socket Mode. It listens on every interface, so all of it runs in a network namespace of its own, with loopback alone.

const inside = "WATCHPOST_LOCAL_SLACK";

if (process.env[inside]) await runTests();
else process.exitCode = await enter();

async function enter(): Promise<number> {
  const { platform, arch } = process;
  if (platform !== "linux" || arch !== "x64") {
    return refuse(`this is ${platform}/${arch}; local-slack is fetched for linux/x64 only`);
  }
  const namespace = findNamespace();
  if ("missing" in namespace) return refuse(namespace.missing);
  const cli = fileURLToPath(new URL("../dist/src/cli.js", import.meta.url));
  if (!existsSync(cli)) throw new Error("the bot is not built; run npm run build first");
  const here = fileURLToPath(import.meta.url);
  return rerunInside(namespace, here, { [inside]: await fetchLocalSlack() });
}

/** Says what keeps it from running on this machine, and what would mend it. */
function refuse(missing: string): number {
  console.error(`npm run e2e:slack cannot run here: ${missing}.`);
  return 1;
}

/** Vitest sets the exit code. */
async function runTests(): Promise<void> {
  const vitest = await startVitest("test", process.argv.slice(2), {
    include: ["test/local-slack/*.round-trips.ts"],
    reporters: ["verbose"],
    fileParallelism: false,
    watch: false,
  });
  await vitest?.close();
}
