import { readdirSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { type Lock, type Place, reachedIn } from "./lock.ts";

/** Packages that are installed and never loaded, and why; what only they use is left out of the image with them. */
const neverLoaded: Readonly<Record<string, string>> = {
  "@azure/identity": "credentials for sending; botframework-connector only checks tokens for us",
  "@azure/msal-node": "the same",
  "prebuild-install": "fetches SQLite's build while packages are installed",
  "undici-types": "types",
  zrender: "echarts.min.js has it inside",
};

const isLeft = (name: string): boolean =>
  name.startsWith("@types/") || Object.hasOwn(neverLoaded, name);

/** Of these packages nothing else is ever opened. */
const onlyNeeded: Readonly<Record<string, readonly string[]>> = {
  "better-sqlite3": ["lib/", "build/Release/better_sqlite3.node"],
  "dejavu-fonts-ttf": ["ttf/DejaVuSans.ttf", "ttf/DejaVuSans-Bold.ttf"],
  echarts: ["dist/echarts.min.js"],
  kysely: ["dist/esm/"],
};

/** Kept of every package: what tells Node how to read the files beside it, and the terms it is passed on under. */
const always = /(^|\/)package\.json$|^(licen[sc]es?|copying|notice|unlicense|authors)\b/i;

/** At a package's top: for its own developers, for browsers, or older ways to say the same. */
const folders =
  /^(\.|_ts3\.4\/|vendors\/chai\/|(tests?|__tests__|docs?|examples?|benchmarks?|coverage|docsify)\/)/;

/** Azure's packages hold everything four times, and are asked for by `require` only. */
const azure = /^dist\/(browser|esm|react-native|workerd)\//;

/** Not code: types, sources of another language, maps, words. */
const kinds = /\.(ts|cts|mts|map|flow|md|markdown|tsbuildinfo|html|css|png|svg|gif|jpg|ico)$/i;

/** Whether the image needs a file of a package; `path` is within the package. */
export function isNeeded(name: string, path: string): boolean {
  if (always.test(path)) return true;
  const only = onlyNeeded[name];
  if (only && !only.some((start) => path.startsWith(start))) return false;
  if (/^@(azure|typespec)\//.test(name) && azure.test(path)) return false;
  return !folders.test(path) && !kinds.test(path);
}

/** The files of `node_modules` that the image needs, from the root, with `/`. What is not installed here is left out. */
export function neededFiles(root: string, lock: Lock): readonly string[] {
  return reachedIn(lock, isLeft).flatMap((place) => filesOf(root, place));
}

function filesOf(root: string, { path, name }: Place): readonly string[] {
  const folder = join(root, path);
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((file) => !file.startsWith("node_modules/") && isNeeded(name, file))
    .map((file) => `${path}/${file}`);
}
