import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { readPng, readZip } from "../adapters/teams-package-reader.ts";

const cli = fileURLToPath(new URL("../../dist/src/cli.js", import.meta.url));
const id = "0a1b2c3d-1111-4222-8333-444455556666";

it("the built program writes the app package for Teams, icons included, and says where", async () => {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-package-"));
  const { stdout } = await promisify(execFile)(process.execPath, [cli, "teams-package"], {
    cwd: folder,
    env: {
      MICROSOFT_APP_ID: id,
      MICROSOFT_APP_PASSWORD: "a-client-secret",
      MICROSOFT_APP_TENANT_ID: id,
    },
  });
  expect(stdout).toContain("watchpost-teams.zip is written.");
  const files = readZip(readFileSync(join(folder, "watchpost-teams.zip")));
  expect(files.get("manifest.json")?.toString()).toContain(`"botId": "${id}"`);
  expect(readPng(files.get("color.png") as Buffer).width).toBe(192);
  expect(JSON.stringify([...files.values()].map(String)) + stdout).not.toContain("a-client-secret");
  rmSync(folder, { recursive: true });
});
