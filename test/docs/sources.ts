import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What Watchpost is made of, without what browsers run. */
export const sourceFiles: readonly { readonly path: string; readonly text: string }[] = [
  "src",
  "adapters",
].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name))
    .map((path) => ({ path, text: readFileSync(path, "utf8") })),
);
