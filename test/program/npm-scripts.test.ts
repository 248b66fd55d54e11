import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";

interface Package {
  readonly scripts: Readonly<Record<string, string>>;
}

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as Package;

/** In the built bot's place, so that nothing has to be built. It ends by itself where no signal reaches it. */
const standIn = `
  process.on("SIGTERM", () => {
    console.log("stopped");
    process.exit();
  });
  setTimeout(() => process.exit(), 60_000);
  console.log("runs");`;

const folder = mkdtempSync(join(tmpdir(), "watchpost-npm-"));
let npm: ChildProcess | undefined;
afterEach(() => {
  npm?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

it.each(["start", "demo"])('who stops npm stops the bot that "npm run %s" runs', async (name) => {
  mkdirSync(join(folder, "dist/src"), { recursive: true });
  const own = { type: "module", scripts: { [name]: scripts[name] } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(own));
  writeFileSync(join(folder, "dist/src/cli.js"), standIn);

  let said = "";
  npm = spawn("npm", ["run", name], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  npm.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  await expect.poll(() => said).toContain("runs");
  npm.kill("SIGTERM");
  await expect.poll(() => said).toContain("stopped");
});

it("what a shell does by itself, Windows finds beside package.json", () => {
  for (const name of ["start", "demo"]) {
    const [first] = (scripts[name] ?? "").split(" ");
    expect(existsSync(`${first}.cmd`)).toBe(true);
  }
});
