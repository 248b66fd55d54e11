import { readdir, readFile } from "node:fs/promises";
import { extname } from "node:path";

/** A file of the page, ready to be sent. */
export interface Asset {
  readonly type: string;
  readonly body: Buffer;
}

/** The page's files by their path; empty where the page has not been built. */
export type Assets = ReadonlyMap<string, Asset>;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Where the build puts the page: beside this file, unless this is the source itself. */
export const builtPage: URL = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/adapters/local/page/" : "./page/",
  import.meta.url,
);

/** Reads them once, so that a path in a request never meets the file system. */
export async function loadAssets(folder: URL): Promise<Assets> {
  const names = await readdir(folder).catch(() => []);
  const wanted = names.filter((name) => extname(name) in types);
  if (!wanted.includes("index.html")) return new Map();
  const files = await Promise.all(
    wanted.map(async (name): Promise<[string, Asset]> => {
      const body = await readFile(new URL(name, folder));
      return [`/${name}`, { type: types[extname(name)] ?? "", body }];
    }),
  );
  const assets = new Map(files);
  const page = assets.get("/index.html");
  return page ? assets.set("/", page) : assets;
}
