import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { platforms } from "../adapters/index.ts";
import { slackManifest } from "../adapters/slack/manifest.ts";
import { commands } from "../src/commands/index.ts";
import { sources } from "../src/sources/index.ts";
import { mayImport } from "../test/architecture-rules.ts";
import { skips } from "../test/contracts/skips.ts";
import { environmentExample } from "./sync-environment.ts";
import { everyOf, settingsJsonSchema, settingsTable } from "./sync-settings.ts";
import {
  commandTable,
  importTable,
  platformTable,
  skipTable,
  sourceTable,
  withPart,
} from "./sync-tables.ts";

export interface GeneratedFile {
  /** From the repository's top. */
  readonly path: string;
  /** What it should hold. */
  readonly text: string;
}

const top = fileURLToPath(new URL("..", import.meta.url));

export const fullPath = (path: string): string => join(top, path);
export const current = (path: string): string => readFileSync(fullPath(path), "utf8");

/** Every file that is generated, wholly or in parts, as it should be now. */
export function generatedFiles(): readonly GeneratedFile[] {
  const schema = settingsJsonSchema({ sources, platforms });
  return [
    inParts("README.md", {
      commands: commandTable(commands),
      sources: sourceTable(sources, everyOf),
      platforms: platformTable(platforms),
    }),
    inParts("ARCHITECTURE.md", { imports: importTable(mayImport) }),
    inParts("docs/settings.md", { settings: settingsTable(schema) }),
    inParts("docs/platforms.md", { skips: skipTable(skips) }),
    { path: "watchpost.schema.json", text: `${JSON.stringify(schema, null, 2)}\n` },
    { path: ".env.example", text: environmentExample(current("watchpost.example.yaml"), schema) },
    { path: "manifest.yml", text: slackManifest("http") },
    { path: "docs/slack-manifest-socket.yml", text: slackManifest("socket") },
  ];
}

function inParts(path: string, parts: Readonly<Record<string, string>>): GeneratedFile {
  const text = Object.entries(parts).reduce(
    (document, [name, part]) => withPart(document, name, part),
    current(path),
  );
  return { path, text };
}
