import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startVitest } from "vitest/node";
import { fetchLocalSlack } from "./e2e-slack/fetch.ts";

// npm run e2e:slack: round trips of the built bot against local-slack, somebody else's idea of Slack, over HTTP and over
// Socket Mode. It listens on every interface, so all of it runs in a network namespace of its own, with loopback alone.

const inside = "WATCHPOST_LOCAL_SLACK";

if (process.env[inside]) await runTests();
else process.exitCode = await enter();

/** What keeps it from running on this machine, and what would mend it. */
function whatIsMissing(): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return `this is ${process.platform}/${process.arch}; local-slack is fetched for linux/x64 only`;
  }
  for (const program of ["unshare", "ip"]) {
    if (spawnSync(program, ["--version"]).error) {
      return `there is no "${program}"; on Debian: apt-get install util-linux iproute2`;
    }
  }
  if (!namespace()) {
    return "no network namespace can be made; run it as root, or allow unprivileged user namespaces";
  }
  return undefined;
}

/** How a namespace is made here: as root, or as an ordinary user who becomes root in it. */
function namespace(): readonly string[] | undefined {
  const ways = [["--net"], ["--net", "--map-root-user"]];
  return ways.find((flags) => spawnSync("unshare", [...flags, "true"]).status === 0);
}

async function enter(): Promise<number> {
  const missing = whatIsMissing();
  if (missing !== undefined) {
    console.error(`npm run e2e:slack cannot run here: ${missing}.`);
    return 1;
  }
  const cli = fileURLToPath(new URL("../dist/src/cli.js", import.meta.url));
  if (!existsSync(cli)) throw new Error("the bot is not built; run npm run build first");
  const here = fileURLToPath(import.meta.url);
  const child = spawn(
    "unshare",
    [
      ...(namespace() ?? []),
      "sh",
      "-c",
      'ip link set lo up && exec "$@"',
      "sh",
      process.execPath,
      ...process.execArgv,
      here,
      ...process.argv.slice(2),
    ],
    { stdio: "inherit", env: { ...process.env, [inside]: await fetchLocalSlack() } },
  );
  return new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
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
