import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { licenceOf } from "./licence-rules.ts";
import type { Place } from "./lock.ts";

/** A file that says under which terms the package beside it may be used. */
const isTerms = (name: string): boolean => /^(licen[sc]es?|copying|notice|unlicense)\b/i.test(name);

interface Noticed {
  readonly title: string;
  readonly terms: string;
}

/**
 * What must be passed on with the packages that ship: for each its licence, where its source is, and the texts it comes
 * with; packages with the same texts stand together. Only what is installed here is in it, because only that is passed on.
 */
export function noticesOf(root: string, product: string, places: readonly Place[]): string {
  const installed = places.filter(({ path }) => existsSync(join(root, path)));
  const groups = new Map<string, string[]>();
  for (const { title, terms } of installed.map((place) => noticed(root, place))) {
    groups.set(terms, [...(groups.get(terms) ?? []), title]);
  }
  const parts = [...groups].map(([terms, titles]) => `${titles.join("\n")}\n\n${terms}`);
  return `${opening(product)}\n\n${[...new Set(parts)].map((part) => `${rule}\n${part}`).join("\n\n")}\n`;
}

const rule = "=".repeat(80);

const opening = (product: string): string => `Packages that ${product} comes with

Each is the work of its authors and under its own licence, which stands below it. Where a licence asks for the source
(MPL-2.0), it is at the address given, and unchanged by us.`;

function noticed(root: string, place: Place): Noticed {
  const { repository, author } = readPackage(join(root, place.path));
  const licence = licenceOf(place) ?? "no licence";
  const title = `${place.name} ${place.version} (${licence})${repository ? `, ${repository}` : ""}`;
  const own = termsIn(join(root, place.path));
  if (own !== "") return { title, terms: own };
  return { title, terms: inherited(root, place) ?? withoutText(licence, author) };
}

/** Parts of a package that come as packages of their own (`x-linux-x64`) are under the terms of the whole. */
function inherited(root: string, { path, optional }: Place): string | undefined {
  if (!optional) return undefined;
  for (let whole = path; whole.includes("-"); ) {
    whole = whole.slice(0, whole.lastIndexOf("-"));
    const terms = existsSync(join(root, whole)) ? termsIn(join(root, whole)) : "";
    if (terms !== "") return terms;
  }
  return undefined;
}

const withoutText = (licence: string, author: string): string =>
  `The package holds no text of its own; it says: ${licence}${author === "" ? "" : `, by ${author}`}.`;

function termsIn(folder: string): string {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => isTerms(entry.name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? readdirSync(join(folder, entry.name)).map((name) => join(entry.name, name))
        : [entry.name],
    );
  return files
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trim())
    .join("\n\n");
}

function readPackage(folder: string): { readonly repository: string; readonly author: string } {
  const written = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly repository?: string | { readonly url?: string };
    readonly homepage?: string;
    readonly author?: string | { readonly name?: string };
  };
  const { repository, author, homepage = "" } = written;
  const url = typeof repository === "string" ? repository : (repository?.url ?? homepage);
  return {
    repository: webAddress(url),
    author: typeof author === "string" ? author : (author?.name ?? ""),
  };
}

/** `git+ssh://git@github.com/a/b.git` and `github:a/b` are one address on the web. */
function webAddress(written: string): string {
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(written)?.[1];
  if (short) return `https://github.com/${short}`;
  return written
    .replace(/^git\+/, "")
    .replace(/^(?:ssh|git):\/\/(?:git@)?/, "https://")
    .replace(/^git@([^:]+):/, "https://$1/")
    .replace(/\.git$/, "");
}
