import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ImageBot, startImage, unlock } from "./image/bot.ts";
import { sizeOf, takeSteps } from "./image/steps.ts";
import { openWorld, type World } from "./image/world.ts";

// npm run image:try: does the Dockerfile's steps in a folder, without a container engine, and tries what comes of it: the bot
// runs as the image's user in a tree that it cannot write to, with Slack, Teams and the web chat, and answers in each.

/** What the image may take beside Node's own base: far below 250 MB with the largest size that is published for one. */
const mostBytes = 60e6;

const repository = fileURLToPath(new URL("..", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "watchpost-image-"));
chmodSync(work, 0o755);
let failed = 0;

function check(words: string, holds: boolean): void {
  console.log(`${holds ? "yes" : "NO "}  ${words}`);
  if (!holds) failed += 1;
}

try {
  const image = takeSteps(repository, work);
  weigh(image);
  for (const name of ["THIRD-PARTY-NOTICES.txt", "sbom.cdx.json"]) {
    check(`it comes with ${name}`, existsSync(join(image, "app/dist", name)));
  }
  const world = await openWorld();
  try {
    await tryOut(image, world);
  } finally {
    await world.close();
  }
} finally {
  unlock(work);
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;

function weigh(image: string): void {
  const [all, modules, built] = ["app", "app/node_modules", "app/dist"].map((path) =>
    sizeOf(join(image, path)),
  );
  const said = [all, modules, built].map((bytes = 0) => `${(bytes / 1e6).toFixed(1)} MB`);
  check(`it holds ${said[0]} (packages ${said[1]}, Watchpost ${said[2]})`, (all ?? 0) < mostBytes);
}

async function tryOut(image: string, world: World): Promise<void> {
  const before = listing(join(image, "app"));
  const bot = await startImage(image, world);
  await answers(bot, world);
  check("it says that it is alive when it is asked as the image asks it", bot.health() === 0);
  const { ms, code } = await bot.stop();
  check(`it stops by itself (${Math.round(ms)} ms, code ${code})`, code === 0 && ms < 10_000);
  check("it changed nothing in its tree", listing(join(image, "app")) === before);
  check(
    "what it keeps lies in its volume",
    readdirSync(join(image, "data")).includes("watchpost.db"),
  );
  check("it draws charts with what it holds", draws(image));
  if (failed > 0) console.log(bot.log());
}

async function answers(bot: ImageBot, world: World): Promise<void> {
  check("it answers in the web chat", (await world.askLocally(bot.address)).includes("prod"));
  check("it answers in Slack", await world.askSlack());
  check("it answers in Teams", await world.askTeams());
}

/** In a process of its own, with nothing but the image's packages. */
function draws(image: string): boolean {
  const module = join(image, "app/dist/src/charts/png.js");
  const points = [1, 3, 2].map((value) => `{ label: "0${value}:00", value: ${value} }`);
  const chart = `{ kind: "chart", title: "Logins", shape: "line", unit: "s", points: [${points}] }`;
  const code = `import { pngOf } from ${JSON.stringify(module)}; process.stdout.write(pngOf(${chart}));`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    cwd: image,
  });
  return stdout.subarray(1, 4).toString() === "PNG";
}

function listing(folder: string): string {
  return readdirSync(folder, { recursive: true }).map(String).sort().join("\n");
}
