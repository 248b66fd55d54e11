import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { copyOf, isLetIn, stagesOf } from "../../scripts/supply/dockerfile.ts";
import { isNeeded, neededFiles } from "../../scripts/supply/image-rules.ts";
import { lockOf } from "../../scripts/supply/lock.ts";
import { importsOf } from "../architecture-rules.ts";

const top = fileURLToPath(new URL("../../", import.meta.url));
const modules = realpathSync(`${top}node_modules`);
const read = (path: string): string => readFileSync(`${top}${path}`, "utf8");

const stages = stagesOf(read("deploy/Dockerfile"));
const image = stages.at(-1);
const ignore = read(".dockerignore");
const said = (word: string) => image?.steps.filter((step) => step.word === word) ?? [];

describe("the image", () => {
  it("is made of Node 24 in each stage, and holds no shell and no package manager", () => {
    expect(stages.length).toBeGreaterThan(1);
    for (const { base } of stages)
      expect(base).toMatch(/^(node:24-|gcr\.io\/distroless\/nodejs24-)/);
    expect(image?.base).toContain("distroless");
    expect(said("RUN")).toEqual([]);
  });

  it("runs as a user of a fixed number who is not root, and who owns the volume alone", () => {
    expect(said("USER").map(({ rest }) => rest)).toEqual(["65532:65532"]);
    const owned = said("COPY").map(({ rest }) => copyOf(rest));
    expect(owned.filter(({ owner }) => owner !== undefined).map(({ target }) => target)).toEqual([
      "/data",
    ]);
    expect(said("VOLUME").map(({ rest }) => rest)).toEqual(["/data"]);
  });

  it("is stopped by a signal that the bot hears, and asked after its health by what it holds", () => {
    expect(said("STOPSIGNAL").map(({ rest }) => rest)).toEqual(["SIGTERM"]);
    expect(said("HEALTHCHECK")[0]?.rest).toMatch(
      /CMD \["\/nodejs\/bin\/node", "\/app\/health.mjs"\]$/,
    );
    expect(said("ENTRYPOINT")[0]?.rest).toBe('["/nodejs/bin/node", "/app/dist/src/cli.js"]');
  });

  it("says the version it is of", () => {
    const { version } = JSON.parse(read("package.json"));
    expect(said("ARG").map(({ rest }) => rest)).toEqual([`VERSION=${version}`]);
    for (const path of ["deploy/compose.yaml", "deploy/kubernetes/kustomization.yaml"]) {
      expect(read(path)).toContain(version);
    }
  });

  it("lets no install script run but SQLite's", () => {
    const installs = stages.flatMap(({ steps }) =>
      steps.filter(({ rest }) => /npm (ci|i)/.test(rest)),
    );
    expect(installs.length).toBeGreaterThan(0);
    for (const { rest } of installs) expect(rest).toContain("--ignore-scripts");
    const rebuilt = stages.flatMap(({ steps }) =>
      steps.flatMap(({ rest }) => /npm rebuild .*/.exec(rest) ?? []),
    );
    expect(rebuilt).toEqual(["npm rebuild better-sqlite3"]);
  });

  it("is built of what is let in, and of nothing that may hold a secret", () => {
    const copied = stages.flatMap(({ steps }) =>
      steps.flatMap(({ word, rest }) => (word === "COPY" ? [copyOf(rest)] : [])),
    );
    const sources = copied.flatMap(({ from, sources }) => (from ? [] : sources));
    expect(sources).toContain("package-lock.json");
    expect(sources.filter((path) => path !== "." && !isLetIn(ignore, path))).toEqual([]);
    for (const path of [".env", "watchpost.yaml", "data/watchpost.db", ".git/config"]) {
      expect([path, isLetIn(ignore, path)]).toEqual([path, false]);
    }
    for (const path of [
      "deploy/secrets/slack_bot_token",
      "node_modules/zod/index.js",
      "test/x.ts",
    ]) {
      expect([path, isLetIn(ignore, path)]).toEqual([path, false]);
    }
  });
});

describe("the packages in the image", () => {
  const lock = lockOf(read("package-lock.json"));
  const needed = new Set(neededFiles(top, lock));

  it("are all that the product asks for, with the files that it would load", () => {
    const wanted = [...new Set(["src", "adapters"].flatMap(importedBelow))];
    expect(wanted.length).toBeGreaterThan(10);
    const missing = wanted.filter((name) => {
      const file = realpathSync(fileURLToPath(import.meta.resolve(name)));
      return !needed.has(`node_modules/${relative(modules, file)}`);
    });
    expect(missing).toEqual([]);
  });

  it("leave out what is never loaded, and keep every licence", () => {
    const packages = [...needed].map((path) => path.split("node_modules/").at(-1) ?? "");
    for (const name of ["zrender", "@azure/identity", "@azure/msal-browser", "prebuild-install"]) {
      expect([name, packages.some((path) => path.startsWith(`${name}/`))]).toEqual([name, false]);
    }
    expect(packages.filter((path) => /\.(ts|map)$|^(@types|undici-types)\//.test(path))).toEqual(
      [],
    );
    expect(packages).toContain("echarts/LICENSE");
    expect(packages).toContain("echarts/NOTICE");
  });

  it("take less than 60 MB", () => {
    const bytes = [...needed].reduce((sum, path) => sum + statSync(`${top}${path}`).size, 0);
    expect(bytes).toBeGreaterThan(10e6);
    expect(bytes).toBeLessThan(60e6);
  });

  it.each([
    ["yaml", "dist/doc/Document.js"],
    ["debug", "src/index.js"],
    ["echarts", "dist/package.json"],
    ["better-sqlite3", "build/Release/better_sqlite3.node"],
    ["@azure/core-util", "dist/commonjs/index.js"],
    ["x", "LICENSE.md"],
  ])("hold %s's %s", (name, path) => {
    expect(isNeeded(name, path)).toBe(true);
  });

  it.each([
    ["echarts", "dist/echarts.esm.mjs"],
    ["better-sqlite3", "deps/sqlite3/sqlite3.c"],
    ["better-sqlite3", "build/Release/test_extension.node"],
    ["@azure/core-util", "dist/esm/index.js"],
    ["pino", "test/basic.test.js"],
    ["zod", "index.d.cts"],
    ["x", ".github/workflows/ci.yml"],
  ])("do without %s's %s", (name, path) => {
    expect(isNeeded(name, path)).toBe(false);
  });
});

/** What the code asks for while it runs: types are gone by then. */
function importedBelow(folder: string): readonly string[] {
  return readdirSync(`${top}${folder}`, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, "utf8"))
    .flatMap((text) => importsOf(text.replace(/^import type [^;]*;|typeof import\([^)]*\)/gm, "")))
    .filter((name) => !/^[./]/.test(name) && !isBuiltin(name) && !name.startsWith("tsx"));
}
