// Puts the page's HTML and CSS beside its compiled code, and takes away what no longer has a source.
import { copyFile, readdir, rm } from "node:fs/promises";

const from = new URL("../adapters/local/page/", import.meta.url);
const to = new URL("../dist/adapters/local/page/", import.meta.url);

const sources = await readdir(from);
const copied = sources.filter((name) => /\.(html|css)$/.test(name));
for (const name of copied) await copyFile(new URL(name, from), new URL(name, to));

const compiled = sources.filter((name) => name.endsWith(".ts")).map((name) => name.slice(0, -3));
const expected = new Set([
  ...copied,
  ...compiled.flatMap((name) => [`${name}.js`, `${name}.js.map`]),
]);
for (const name of await readdir(to)) {
  if (!expected.has(name)) await rm(new URL(name, to), { recursive: true });
}
