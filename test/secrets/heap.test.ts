import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { platforms } from "../../adapters/index.ts";
import { type JsonSchema, settingsJsonSchema, settingsOf } from "../../scripts/sync-settings.ts";
import { sources } from "../../src/sources/index.ts";
import { plantSecrets } from "./planted.ts";

const folder = mkdtempSync(join(tmpdir(), "watchpost-heap-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { planted, environment, files } = plantSecrets(folder);

let lastWords = "";

describe("a secret of the settings", () => {
  // A picture of a whole heap takes its time; this process hears whoever runs it meanwhile.
  beforeAll(async () => {
    const program = fileURLToPath(new URL("./heap-child.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import", "tsx", program, folder, ...files], {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "inherit", "pipe"],
    });
    child.stderr.setEncoding("utf8").on("data", (words: string) => {
      lastWords += words;
    });
    const [code] = await once(child, "close");
    expect(code).toBe(1);
  });

  it("is among those that are planted here, whichever it is", () => {
    const schema: JsonSchema = settingsJsonSchema({ sources, platforms });
    const secret = settingsOf(schema).filter(({ schema: { writeOnly } }) => writeOnly);
    expect(secret.map(({ path }) => path).toSorted()).toEqual([...planted.keys()].toSorted());
  });

  it.each(["heap", "report", "environment", "settings"])(
    "is nowhere in the %s of the bot that was opened with it",
    (name) => {
      const seen = readFileSync(join(folder, name));
      expect(pathsIn(seen)).toEqual([]);
      // What is no secret is there: it was looked at.
      const known = {
        heap: "acme.us.auth0.com",
        report: "header",
        environment: "_FILE",
        settings: "managedIdentity",
      };
      expect(seen.includes(known[name as keyof typeof known])).toBe(true);
    },
  );

  it("is not in the last words of a bot that ends by an error which holds them all", () => {
    expect(JSON.parse(lastWords)).toMatchObject({ err: { type: "Error" } });
    expect(lastWords).toContain("a dump of a request: ");
    expect(lastWords).toContain("[secret]");
    expect(pathsIn(Buffer.from(lastWords))).toEqual([]);
  });
});

/** Which of the planted secrets stand there; of a key, its lines. */
const pathsIn = (seen: Buffer): readonly string[] =>
  [...planted]
    .filter(([, value]) =>
      (value.includes("\n") ? value.split("\n").slice(1, 3) : [value]).some((part) =>
        seen.includes(part),
      ),
    )
    .map(([path]) => path);
