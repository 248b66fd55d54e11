import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { askingIn, mayAsk } from "./architecture-network.ts";
import {
  developmentOnly,
  homeOf,
  importsOf,
  neverImported,
  problemsOf,
  registeredIn,
  type SourceFile,
} from "./architecture-rules.ts";

const top = fileURLToPath(new URL("..", import.meta.url));
const folders = ["src", "adapters", "test", "bench", "scripts", "docs", "deploy", ".ci", ".github"];
const textual = /\.(ts|mts|js|mjs|css|html|json|yml|yaml|md|example)$|\/run$|^\.[a-z]+$/;

function repository(): readonly SourceFile[] {
  const paths = readdirSync(top, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isFile()) return [entry.name];
    return folders.includes(entry.name) ? filesBelow(join(top, entry.name)) : [];
  });
  return paths
    .filter((path) => textual.test(path))
    .map((path) => ({ path, text: readFileSync(join(top, path), "utf8") }));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(top, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

const packageFile: Record<"dependencies" | "devDependencies", Record<string, string>> = JSON.parse(
  readFileSync(join(top, "package.json"), "utf8"),
);

describe("the architecture", () => {
  it("is kept by every file", () => {
    const files = repository();
    expect(files.length).toBeGreaterThan(50);
    const registered = registeredIn(files);
    expect(registered).toContain("src/commands/help.ts");
    expect(files.flatMap((file) => problemsOf(file, registered))).toEqual([]);
  });

  it("lets nobody ask the network but the files that say whence they have their addresses", () => {
    expect(askingIn(repository())).toEqual(Object.keys(mayAsk).sort());
    const sly = 'const x = await fetch(url);\nimport { connect } from "node:net";';
    expect(askingIn([{ path: "src/commands/x.ts", text: sly }])).toEqual(["src/commands/x.ts"]);
    expect(askingIn([{ path: "src/commands/x.ts", text: "// fetch(url)" }])).toEqual([]);
  });

  it("gives every package that is installed a home, and only those", () => {
    const installed = { ...packageFile.dependencies, ...packageFile.devDependencies };
    expect([...Object.keys(homeOf), ...developmentOnly, ...neverImported].sort()).toEqual(
      Object.keys(installed).sort(),
    );
  });

  it("locks what other systems install too, or npm ci would refuse the lock", () => {
    const { packages }: { packages: Record<string, { optionalDependencies?: object }> } =
      JSON.parse(readFileSync(join(top, "package-lock.json"), "utf8"));
    const names = Object.keys(packages).map((path) => path.split("node_modules/").at(-1));
    const optional = Object.values(packages).flatMap((one) =>
      Object.keys(one.optionalDependencies ?? {}),
    );
    expect(optional.filter((name) => !names.includes(name))).toEqual([]);
  });

  it("gives a reason for every package", () => {
    const reasons = readFileSync(join(top, "ARCHITECTURE.md"), "utf8");
    const installed = { ...packageFile.dependencies, ...packageFile.devDependencies };
    expect(Object.keys(installed).filter((name) => !reasons.includes(`| \`${name}\` |`))).toEqual(
      [],
    );
  });
});

const from = (path: string, ...imports: readonly string[]): SourceFile => ({
  path,
  text: imports.map((name) => `import { x } from "${name}";\n`).join(""),
});

const registered = registeredIn([
  from("src/commands/index.ts", "./help.ts", "./status.ts"),
  from("src/sources/index.ts", "./rss.ts", "./status.ts"),
  from("src/checks/index.ts", "./a.ts", "./b.ts"),
]);

describe("the architecture's rules", () => {
  it.each([
    ["the core that knows a feed", from("src/core/x.ts", "../feeds/runner.ts")],
    ["a command that knows another", from("src/commands/help.ts", "./status.ts")],
    ["a source that knows another", from("src/sources/rss.ts", "./status.ts")],
    ["a check that knows another", from("src/checks/a.ts", "./b.ts")],
    ["a command that reads feeds", from("src/commands/help.ts", "../feeds/runner.ts")],
    ["feeds that know delivery", from("src/feeds/runner.ts", "../delivery/delivery.ts")],
    ["delivery that knows a file of src", from("src/delivery/delivery.ts", "../log.ts")],
    ["a source file that knows an adapter", from("src/settings.ts", "../adapters/index.ts")],
    ["an adapter that knows another", from("adapters/slack/render.ts", "../teams/render.ts")],
    ["an adapter that knows delivery", from("adapters/slack/x.ts", "../../src/delivery/x.ts")],
    ["a file that knows the entry", from("src/http.ts", "./main.ts")],
    ["a product that knows its tests", from("src/feeds/runner.ts", "../../test/fakes/feed.ts")],
    ["a core with a vendor", from("src/core/x.ts", "@slack/bolt")],
    ["a vendor in another's folder", from("adapters/teams/x.ts", "@slack/bolt")],
    ["a vendor's part out of its home", from("adapters/sql/store.ts", "better-sqlite3/lib/x.js")],
    ["a package without a home", from("src/feeds/runner.ts", "left-pad")],
    ["a test's package in the product", from("src/feeds/runner.ts", "fast-check")],
    ["a package in a test that nobody chose", from("test/x.test.ts", "left-pad")],
    ["a builtin without its mark", from("src/feeds/runner.ts", "fs")],
    ["the environment elsewhere", { path: "src/log.ts", text: "const e = process.env.HOME;" }],
    ["the environment by name", { path: "src/a.ts", text: 'import { env } from "node:process";' }],
    ["a file too long", { path: "adapters/slack/x.ts", text: "let x;\n".repeat(301) }],
    ["the forbidden word", { path: "src/feeds/runner.ts", text: "const demoFeed = 1;" }],
    ["a registry's host", { path: ".ci/run", text: "curl https://registry.example.org/x" }],
  ])("refuse %s", (_, file) => {
    expect(problemsOf(file, registered)).toHaveLength(1);
  });

  it.each([
    ["the core in itself", from("src/core/x.ts", "./message.ts", "zod", "node:crypto")],
    ["the list of commands", from("src/commands/index.ts", "./help.ts")],
    ["a source and a part of its own", from("src/sources/status.ts", "./status-page.ts")],
    ["a command on the core", from("src/commands/help.ts", "../core/command.ts")],
    ["feeds among themselves", from("src/feeds/read/x.ts", "../runner.ts", "undici")],
    ["an adapter in its home", from("adapters/slack/x.ts", "./y.ts", "@slack/bolt", "zod")],
    ["the list of platforms", from("adapters/index.ts", "./slack/index.ts")],
    ["the composition root", from("src/main.ts", "../adapters/index.ts", "./feeds/runner.ts")],
    ["the command line", from("src/cli.ts", "./program.ts")],
    ["the program", from("src/program.ts", "./main.ts")],
    ["settings in two files", from("src/settings-yaml.ts", "./settings.ts", "yaml")],
    ["a test of anything", from("test/x.test.ts", "../src/main.ts", "fast-check", "rss-parser")],
    ["the environment at the root", { path: "src/main.ts", text: "process.env.HOME" }],
    ["a comment that speaks of imports", { path: "src/core/x.ts", text: '// import "left-pad"' }],
  ])("allow %s", (_, file) => {
    expect(problemsOf(file, registered)).toEqual([]);
  });

  it("see an import however it is written", () => {
    const text = [
      'import type { A } from "./a.ts";',
      'import {\n  type B,\n  b,\n} from "./b.ts";',
      'export * from "./c.ts";',
      'import "./d.ts";',
      'const e = await import("./e.ts");',
      'const f = require("./f.ts");',
      'type G = import("./g.ts").G;',
      'startWorker(new URL("./h.ts", import.meta.url));',
      'const i = import.meta.resolve("./i.ts");',
    ].join("\n");
    expect([...importsOf(text)].sort()).toEqual([..."abcdefghi"].map((name) => `./${name}.ts`));
  });
});
