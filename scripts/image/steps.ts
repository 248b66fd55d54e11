import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { copyOf, isLetIn, type Stage, stagesOf } from "../supply/dockerfile.ts";
import { lockOf, shippedIn } from "../supply/lock.ts";

/** Does what the Dockerfile says, each stage in a folder of its own; gives the folder that is the image. */
export function takeSteps(repository: string, work: string): string {
  const stages = stagesOf(readFileSync(join(repository, "deploy/Dockerfile"), "utf8"));
  const ignore = readFileSync(join(repository, ".dockerignore"), "utf8");
  const context = join(work, "context");
  for (const file of tracked(repository).filter((path) => isLetIn(ignore, path))) {
    if (existsSync(join(repository, file))) cpSync(join(repository, file), join(context, file));
  }
  for (const stage of stages) takeStage(stage, { repository, work, context });
  return folderOf(work, stages.at(-1)?.name);
}

interface Site {
  readonly repository: string;
  readonly work: string;
  /** What the build is given of the repository. */
  readonly context: string;
}

/** Also what is not committed yet: a build takes it too. */
const tracked = (repository: string): readonly string[] =>
  execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: repository,
  })
    .toString()
    .split("\0")
    .filter(Boolean);

const folderOf = (work: string, stage = "image"): string => join(work, `stage-${stage}`);

function takeStage({ name, steps }: Stage, site: Site): void {
  const folder = folderOf(site.work, name);
  let at = folder;
  for (const { word, rest } of steps) {
    if (word === "WORKDIR") at = join(folder, rest);
    mkdirSync(at, { recursive: true });
    if (word === "COPY") copy(rest, { site, folder, at });
    if (word === "RUN") for (const command of rest.split("&&")) run(command.trim(), at, site);
  }
}

function copy(rest: string, { site, folder, at }: { site: Site; folder: string; at: string }) {
  const { from, sources, target } = copyOf(rest);
  const root = from ? folderOf(site.work, from) : site.context;
  const to = target.startsWith("/") ? join(folder, target) : resolve(at, target);
  for (const source of sources) {
    const path = join(root, source);
    // Docker puts a file into a folder whose name ends so, and a folder's content into the folder that is named.
    const into = statSync(path).isFile() && target.endsWith("/") ? join(to, basename(source)) : to;
    cpSync(path, into, { recursive: true, verbatimSymlinks: true });
  }
}

/** Packages are taken from where they are installed already; everything else is done as it stands. */
function run(command: string, at: string, { repository }: Site): void {
  if (/^(apt-get|rm -rf \/var|npm rebuild) ?/.test(command)) return;
  if (command.startsWith("npm ci")) {
    if (command.includes("--omit=dev")) copyShipped(repository, at);
    else symlinkSync(join(repository, "node_modules"), join(at, "node_modules"));
    return;
  }
  // The image's Node runs TypeScript by itself; the oldest that Watchpost supports does not.
  const tsx = join(repository, "node_modules/tsx/dist/loader.mjs");
  const written =
    "typescript" in process.features
      ? command
      : command.replace(/^node (?=\S+\.ts$)/, `node --import "file://${tsx}" `);
  execFileSync("sh", ["-c", written], { cwd: at, stdio: ["ignore", "ignore", "inherit"] });
}

/** What `npm ci --omit=dev` would install here, from what is installed for development. */
function copyShipped(repository: string, at: string): void {
  for (const { path } of shippedIn(lockOf(readFileSync(join(at, "package-lock.json"), "utf8")))) {
    const from = join(repository, path);
    if (!existsSync(from)) continue;
    const isOwn = (file: string) => !relative(from, file).split("/").includes("node_modules");
    cpSync(from, join(at, path), { recursive: true, dereference: true, filter: isOwn });
  }
}

/** Bytes of all files in a folder. */
export function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
