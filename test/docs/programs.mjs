// npm, npx, watchpost and curl as the pages' commands find them: over the tree as it was built, with nothing of the network but
// loopback. A bot that is started goes on in the background, for the commands after it.

import { spawn } from "node:child_process";
import { appendFileSync, existsSync, openSync, readFileSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as after } from "node:timers/promises";

const [, , program = "", ...words] = process.argv;
const cli = "dist/src/cli.js";
const { scripts, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));

const fail = (why) => {
  process.stderr.write(`${why}\n`);
  process.exit(1);
};

function run(args) {
  const child = spawn(process.execPath, [cli, ...args], { stdio: "inherit" });
  child.on("exit", (code) => process.exit(code ?? 1));
}

/** As the reader does who is about to start another one. */
async function endEarlier() {
  if (!existsSync("begun")) return;
  for (const pid of readFileSync("begun", "utf8").trim().split("\n").map(Number)) {
    try {
      process.kill(pid, "SIGTERM");
      for (;;) {
        process.kill(pid, 0);
        await after(20);
      }
    } catch {
      // It is gone.
    }
  }
  rmSync("begun");
}

/** Until it says that it is on. */
async function begin(args, isOn) {
  await endEarlier();
  const log = `said-${process.pid}`;
  const child = spawn(process.execPath, [cli, ...args], {
    stdio: ["ignore", openSync(log, "a"), openSync(log, "a")],
    detached: true,
    env: { ...process.env, WATCHPOST_LOG_LEVEL: "error" },
  });
  appendFileSync("begun", `${child.pid}\n`);
  let code;
  child.on("exit", (given) => {
    code = given ?? 1;
  });
  const said = () => readFileSync(log, "utf8");
  while (code === undefined && !isOn(said())) await after(20);
  process.stdout.write(said());
  process.exit(code ?? 0);
}

async function npm([verb = "", ...given]) {
  if (["ci", "install"].includes(verb)) return;
  const name = verb === "run" ? given.find((word) => !word.startsWith("-")) : verb;
  const args = given.includes("--") ? given.slice(given.indexOf("--") + 1) : [];
  if (!scripts[name]) fail(`npm has no script ${name}`);
  if (name === "start") await begin(["start", ...args], (said) => /^\w+ is on/m.test(said));
  if (name !== "demo") return;
  const port = args.includes("--port") ? [] : ["--port", process.env.LOCAL_PORT ?? "0"];
  await begin(["demo", ...args, ...port], (said) => said.includes("Ctrl+C ends it."));
}

function npx([name = "", ...args]) {
  if (name === "watchpost") return run(args);
  const known = Object.keys(devDependencies).some((one) => basename(one).includes(name));
  if (!known) fail(`npx has no ${name}`);
}

async function curl(args) {
  const givenTo = (flags) => args[args.findIndex((word) => flags.includes(word)) + 1];
  const has = (flags) => args.some((word) => flags.includes(word));
  const [url] = args.filter((word) => /^https?:/.test(word)).slice(-1);
  if (!/^https?:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url))
    fail(`curl would leave this machine: ${url}`);
  const headers = args.flatMap((word, at) =>
    args[at - 1] === "-H" ? [word.split(/:\s*/, 2)] : [],
  );
  const body = has(["-d", "--data"]) ? { method: "POST", body: givenTo(["-d", "--data"]) } : {};
  const response = await fetch(url, { headers: Object.fromEntries(headers), ...body });
  process.stdout.write(`${await response.text()}\n`);
  if (!response.ok && has(["-f", "--fail"])) process.exit(22);
}

const given = basename(program);
if (given === "watchpost") run(words);
else if (given === "npx") npx(words);
else if (given === "curl") await curl(words);
else await npm(words);
