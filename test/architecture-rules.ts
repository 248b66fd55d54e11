import { isBuiltin } from "node:module";
import { posix } from "node:path";

/** Which folders a file may import from; the nearest rule stands. Its own folder is always allowed. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  "src/main.ts": ["src", "adapters"],
  "src/cli.ts": ["src"],
  "src/program.ts": ["src"],
  "src/program": ["src"],
  "src/chores.ts": ["src", "adapters/sql"],
  "src/services.ts": ["src"],
  "src/life.ts": ["src"],
  "src/watch.ts": ["src"],
  "src/open-platforms.ts": ["src"],
  "src/open-feeds.ts": ["src"],
  "src/core": [],
  "src/commands": ["src/core"],
  "src/sources": ["src/core"],
  "src/checks": ["src/core"],
  "src/feeds": ["src/core", "src/outgoing", "src/worker.ts", "src/kept-worker.ts"],
  "src/login": ["src/core", "src/outgoing"],
  "src/charts": ["src/core", "src/worker.ts", "src/kept-worker.ts"],
  "src/logs": ["src/core", "src/worker.ts"],
  "src/http": ["src/core", "src/worker.ts", "src/journal.ts"],
  "adapters/sql": ["src/core", "src/worker.ts"],
  src: ["src/core"], // delivery, sandbox, and the files that stand in src itself
  "adapters/index.ts": ["src/core", "adapters"],
  adapters: ["src/core"],
};

/** The one place of the product that may name each package, or the few. What is not listed may not be imported. */
export const homeOf: Readonly<Record<string, string | readonly string[]>> = {
  "@resvg/resvg-js": "src/charts/",
  "@slack/bolt": "adapters/slack/",
  auth0: "adapters/auth0/",
  "better-sqlite3": "adapters/sql/sqlite",
  botbuilder: "adapters/teams/",
  "botframework-connector": "adapters/teams/",
  "dejavu-fonts-ttf": "src/charts/",
  echarts: "src/charts/",
  htmlparser2: "src/feeds/",
  jose: ["src/login/", "adapters/teams/"],
  kysely: "adapters/sql/",
  "node-cron": "src/scheduler.ts",
  pino: "src/log.ts",
  "prom-client": "src/metrics/",
  "rss-parser": "src/feeds/",
  semver: "src/sources/",
  tsx: "src/worker.ts",
  undici: ["src/feeds/", "src/outgoing/"],
  yaml: "src/settings-yaml.ts",
  zod: "",
};

/** Packages for tests, scripts and benches only: the product never names them. */
export const developmentOnly: readonly string[] = [
  "@microsoft/m365agentsplayground",
  "@simulacrum/auth0-simulator",
  "adaptivecards",
  "ajv",
  "autocannon",
  "axe-core",
  "fast-check",
  "playwright-core",
  "react",
  "react-dom",
  "slack-blocks-to-jsx",
  "vitest",
];

/** Installed for their programs or their types: nothing imports them by name. */
export const neverImported: readonly string[] = [
  "@biomejs/biome",
  "@types/better-sqlite3",
  "@types/node",
  "@types/semver",
  "knip",
  "typescript",
];

/** Folders of registered things that know nothing of each other: only the folder's list knows them all. */
const strangers = ["src/commands", "src/sources", "src/checks"];

/** A file of the repository. */
export interface SourceFile {
  /** From the repository's top, with `/`. */
  readonly path: string;
  readonly text: string;
}

const isProduct = (path: string) => path.startsWith("src/") || path.startsWith("adapters/");

/** What the lists of strangers register. A file beside them that no list names is a part of those that import it. */
export function registeredIn(files: readonly SourceFile[]): ReadonlySet<string> {
  const lists = files.filter(({ path }) =>
    strangers.some((folder) => path === `${folder}/index.ts`),
  );
  return new Set(
    lists.flatMap(({ path, text }) => {
      const targets = importsOf(text).map((name) => posix.join(posix.dirname(path), name));
      return targets.filter((target) => folderOf(target) === folderOf(path));
    }),
  );
}

/** Every broken rule of one file, as sentences. */
export function problemsOf(
  file: SourceFile,
  registered: ReadonlySet<string> = new Set(),
): readonly string[] {
  return [
    ...importsOf(file.text).flatMap((name) => importProblem(file.path, name, registered)),
    ...wordProblems(file),
    ...(isProduct(file.path) ? productProblems(file) : []),
  ];
}

const forms = [
  /^\s*(?:import|export)\b[^;'"`]*?\bfrom\s*["']([^"']+)["']/gm,
  /^\s*import\s*["']([^"']+)["']/gm,
  /\b(?:import|require|require\.resolve|import\.meta\.resolve)\s*\(\s*["'`]([^"'`]+)["'`]/g,
  // A worker is loaded by its address.
  /\bnew URL\(\s*["'`](\.[^"'`]+)["'`]\s*,\s*import\.meta\.url/g,
];

/** What a file imports, however it is written: statements, types, `import()`, `require()`, a worker's address. */
export function importsOf(text: string): readonly string[] {
  const code = text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, "");
  return forms.flatMap((form) => [...code.matchAll(form)].map(([, name]) => name ?? ""));
}

function importProblem(
  path: string,
  name: string,
  registered: ReadonlySet<string>,
): readonly string[] {
  if (name.startsWith("/")) return []; // A page's own address, not a file.
  const problem = name.startsWith(".")
    ? relativeProblem(path, name, registered)
    : packageProblem(path, name);
  return problem ? [`${path} imports ${name}: ${problem}`] : [];
}

function relativeProblem(
  path: string,
  name: string,
  registered: ReadonlySet<string>,
): string | undefined {
  if (!isProduct(path)) return undefined;
  const target = posix.join(posix.dirname(path), name);
  if (!isProduct(target)) return isData(target) ? undefined : "the product imports only itself";
  if (folderOf(path) === folderOf(target) && !isEntry(target)) {
    return strangerProblem(path, registered.has(target));
  }
  if (isEntry(target) && !opens(path, target)) return "nothing stands above the entry points";
  return folderProblem(path, target);
}

function strangerProblem(path: string, isRegistered: boolean): string | undefined {
  if (!isRegistered || path.endsWith("/index.ts")) return undefined;
  return "what two registered things share belongs in src/core";
}

function folderProblem(path: string, target: string): string | undefined {
  const allowed = ruleFor(path);
  if (allowed.some((folder) => isWithin(target, folder))) return undefined;
  return `${folderOf(path)} may import ${["itself", ...allowed].join(", ")}`;
}

const isData = (path: string) => path === "package.json";
const isEntry = (path: string) => /^src\/(main|program|cli)\.ts$/.test(path);
/** The command line opens the program, and the program the composition root. */
const opens = (path: string, target: string) =>
  (path === "src/cli.ts" && target === "src/program.ts") ||
  (/^src\/program(\.ts|\/)/.test(path) && target === "src/main.ts");
const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

/** `src/feeds/read/x.ts` is in src/feeds; `src/log.ts` is in src. */
function folderOf(path: string): string {
  const [top = "", next = "", ...deeper] = path.split("/");
  return deeper.length > 0 ? `${top}/${next}` : top;
}

function ruleFor(path: string): readonly string[] {
  const top = path.split("/")[0] ?? "";
  return mayImport[path] ?? mayImport[folderOf(path)] ?? mayImport[top] ?? [];
}

function packageProblem(path: string, name: string): string | undefined {
  if (isBuiltin(name)) {
    return name.startsWith("node:") ? undefined : "write builtin modules with node:";
  }
  const parts = name.split("/");
  const bare = parts.slice(0, name.startsWith("@") ? 2 : 1).join("/");
  const home = homeOf[bare];
  if (!isProduct(path)) {
    const known = home !== undefined || developmentOnly.includes(bare);
    return known ? undefined : "the package is not in the table of homes";
  }
  if (home === undefined) return "the package has no home in the product";
  const homes = [home].flat();
  if (homes.some((one) => path.startsWith(one))) return undefined;
  return `the package's home is ${homes.join(" or ")}`;
}

function productProblems({ path, text }: SourceFile): readonly string[] {
  const lines = text.trimEnd().split("\n").length;
  const readsEnvironment =
    /\bprocess\s*(\?\.|\.)\s*env\b|\benv\b[^;'"]*from\s*["']node:process/.test(text);
  return [
    ...(lines > 300 ? [`${path} has ${lines} lines; 300 is the most`] : []),
    ...(readsEnvironment && path !== "src/main.ts"
      ? [`${path} reads the environment; only src/main.ts does`]
      : []),
  ];
}

const mayDemonstrate = [
  "src/program.ts",
  "src/program/demo.ts",
  "package.json",
  "package-lock.json",
  "test/",
  "docs/",
];
const hosts =
  /\b((registry|npm\.pkg)\.[\w-]+\.(org|com|net|io|dev)|(artifactory|nexus|verdaccio)[\w-]*\.[\w.-]+)/i;

function wordProblems({ path, text }: SourceFile): readonly string[] {
  const allowed = mayDemonstrate.some((place) => path.startsWith(place)) || path.endsWith(".md");
  const host = hosts.exec(text)?.[0];
  return [
    ...(!allowed && /demo/i.test(text)
      ? [`${path} knows the word "demo"; only the program does`]
      : []),
    ...(host && !path.startsWith("test/architecture")
      ? [`${path} names the registry ${host}`]
      : []),
  ];
}
