import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const cli = fileURLToPath(new URL("../../dist/src/cli.js", import.meta.url));

export interface Audited {
  /** What `watchpost audit verify` said. */
  readonly verdict: string;
  readonly whole: boolean;
  /** By the platform's id of a line, how it went, as often as it was answered. */
  readonly lines: ReadonlyMap<string, readonly string[]>;
}

/** Verifies and exports the trail, as its operator would. */
export async function auditedIn(config: string, to: string): Promise<Audited> {
  const { code, said } = await verify(config);
  await run(process.execPath, [cli, "audit", "export", "--config", config, "--to", to]);
  const lines = new Map<string, readonly string[]>();
  for (const line of readFileSync(to, "utf8").split("\n").filter(Boolean)) {
    const { entry } = JSON.parse(line) as { entry: Record<string, unknown> };
    if (entry.kind !== "line" || typeof entry.line !== "string") continue;
    lines.set(entry.line, [...(lines.get(entry.line) ?? []), String(entry.outcome)]);
  }
  return { verdict: said.split("\n")[0] ?? "", whole: code === 0, lines };
}

async function verify(config: string): Promise<{ code: number; said: string }> {
  try {
    const { stdout } = await run(process.execPath, [cli, "audit", "verify", "--config", config]);
    return { code: 0, said: stdout };
  } catch (error) {
    const { code = 1, stdout = "" } = error as { code?: number; stdout?: string };
    return { code, said: stdout || String(error) };
  }
}
