import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { strangersIn } from "./commands.ts";
import { openOutside } from "./outside.ts";
import {
  anchorsIn,
  type Block,
  blocksIn,
  linksIn,
  type Page,
  pages,
  proseIn,
  shell,
} from "./pages.ts";
import { openSandbox } from "./sandbox.ts";
import { filled, problemsIn, settingsIn, unknownIn } from "./settings.ts";

const help = spawnSync(process.execPath, ["dist/src/cli.js", "help"], { encoding: "utf8" }).stdout;
const nameOf = ({ page, line }: { page: string; line: number }) => `${page}:${line}`;

describe.each(pages)("$path", (page) => {
  const blocks = blocksIn(page);

  it("leads to pages and places that are there", () => {
    const broken = linksIn(page).flatMap(({ target, line }) => {
      const wrong = problemWith(page, target);
      return wrong ? [`${page.path}:${line} ${target}: ${wrong}`] : [];
    });
    expect(broken).toEqual([]);
  });

  it("names only commands, options, scripts and files that are there", () => {
    const commands = blocks.filter(({ language }) => shell.includes(language));
    const strange = commands.flatMap((block) =>
      strangersIn(block, { help }).map((what) => `${nameOf(block)} ${what}`),
    );
    const inline = [
      ...proseIn(page).matchAll(/`((?:npx )?watchpost [a-z-]+[^`]*|npm (?:run )?[a-z:-]+[^`]*)`/g),
    ];
    const said = inline.flatMap(([, text = ""]) =>
      strangersIn({ text: text.replace(/…/g, "") }, { help }),
    );
    expect([...strange, ...said]).toEqual([]);
  });

  it("shows only settings that there are, with values that are taken", () => {
    const wrong = blocks.filter(isYaml).flatMap((block) => {
      const settings = settingsIn(filled(block.text));
      const problems = settings
        ? problemsIn(settings)
        : ["nothing of it is a setting; mark it: <!-- not settings: what it is -->"];
      return problems.map((problem) => `${nameOf(block)} ${problem}`);
    });
    expect([...wrong, ...unknownIn(proseIn(page))]).toEqual([]);
  });

  it("gives a reason for each command that is not run here", () => {
    const marks = blocks.flatMap(({ mark }) => (mark?.kind === "not run" ? [mark.words] : []));
    expect(marks.filter((words) => words.length < 12)).toEqual([]);
  });
});

function problemWith({ path }: Page, target: string): string | undefined {
  if (/^(?:https?:|mailto:)/.test(target)) return undefined;
  const [file = "", anchor] = target.split("#");
  const there = file === "" ? path : normalize(join(dirname(path), file));
  if (!existsSync(there)) return "there is no such file";
  if (anchor === undefined) return undefined;
  const other = pages.find((one) => one.path === there);
  return other && !anchorsIn(other).has(anchor) ? "there is no such heading" : undefined;
}

const isRun = ({ language, mark }: Block) => shell.includes(language) && mark?.kind !== "not run";
const walked = pages.filter((page) => blocksIn(page).some(isRun));

describe("the commands, one after the other as the page has them,", () => {
  let outside: Awaited<ReturnType<typeof openOutside>>;
  beforeAll(async () => {
    outside = await openOutside();
  });
  afterAll(() => outside.close());

  it.each(walked)("of $path do what it says", async (page) => {
    const sandbox = await openSandbox(outside);
    try {
      sandbox.set({ tenants: [{ name: "prod", domain: "acme.us.auth0.com" }] });
      await walk(page, sandbox);
    } finally {
      await sandbox.close();
    }
    expect(blocksIn(page).filter(isRun).length).toBeGreaterThan(0);
  });
});

/** Does what the reader is told to; settings are written, commands are run, and what is shown below them is what is said. */
async function walk(page: Page, sandbox: Sandbox): Promise<void> {
  const blocks = blocksIn(page);
  for (const [index, block] of blocks.entries()) {
    if (isYaml(block)) sandbox.set(settingsIn(block.text) ?? {});
    if (!isRun(block)) continue;
    await prepare(block, sandbox);
    const said = await sandbox.run(block.text);
    const next = blocks[index + 1];
    if (next?.language === "text") expect(said, nameOf(block)).toMatch(patternOf(next.text));
  }
}

const isYaml = ({ language, mark }: Block): boolean =>
  /^ya?ml$/.test(language) && mark?.kind !== "not settings";

type Sandbox = Awaited<ReturnType<typeof openSandbox>>;

/** How things are before, where the page says so: `<!-- with: Watchpost runs -->`. */
async function prepare({ mark }: Block, sandbox: Sandbox): Promise<void> {
  if (mark?.kind !== "with") return;
  for (const state of mark.words.split("; ")) {
    const [, backup] = /^(backups\/\S+) is the folder of a backup$/.exec(state) ?? [];
    if (backup) keepBackup(sandbox.folder, backup);
    else if (state === "Watchpost runs") await sandbox.run("npm start");
    else if (state === "Watchpost is stopped") await sandbox.stop();
    else throw new Error(`nobody knows how to bring this about: ${state}`);
  }
}

function keepBackup(folder: string, name: string): void {
  const [made = ""] = readdirSync(join(folder, "backups"));
  cpSync(join(folder, "backups", made), join(folder, name), { recursive: true });
}

/** Each line stands in it, in this order; an ellipsis stands for anything. */
function patternOf(text: string): RegExp {
  const lines = text.split("\n").map((line) =>
    line
      .split("…")
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*"),
  );
  return new RegExp(lines.join("[\\s\\S]*"));
}
