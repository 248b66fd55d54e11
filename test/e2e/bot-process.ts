import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import type { Message } from "../../src/core/message.ts";
import { freePort } from "./free-port.ts";

/** One entry of `GET /api/local/conversations/<name>/messages`. */
export interface LocalMessage {
  readonly id: string;
  readonly replyTo: string | null;
  readonly privateTo: string | null;
  readonly inAnswerTo: string | null;
  readonly pending: boolean;
  readonly editedAt: string | null;
  readonly message: Message;
}

const cli = fileURLToPath(new URL("../../dist/src/cli.js", import.meta.url));

/**
 * The built bot as its operator runs it, in a folder of its own; killed and started as often as a test likes.
 * `nodeOptions`: of each start.
 */
export function createBotProcess(
  settings: (port: number) => object,
  nodeOptions: () => readonly string[] = () => [],
) {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-e2e-"));
  const config = join(folder, "watchpost.yaml");
  let child: ChildProcess | undefined;
  let address = "";
  let port = 0;

  async function start(): Promise<void> {
    port ||= await freePort();
    writeFileSync(
      config,
      stringify({ store: { sqlite: join(folder, "watchpost.db") }, ...settings(port) }),
    );
    child = spawn(process.execPath, [...nodeOptions(), cli, "start", "--config", config], {
      env: { ...process.env, WATCHPOST_LOG_LEVEL: "silent" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    for await (const chunk of child.stdout ?? []) {
      said += String(chunk);
      address = /local is on: (\S+?)\.?\n/.exec(said)?.[1] ?? "";
      if (address) break;
    }
    if (!address) throw new Error(`the bot did not start: ${said}`);
  }

  return {
    folder,
    start,
    get address() {
      return address;
    },
    async kill(): Promise<void> {
      const dead = child && once(child, "exit");
      child?.kill("SIGKILL");
      await dead;
    },
    /** Resolves with its exit code. */
    async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
      const dead = child && once(child, "exit");
      child?.kill(signal);
      await dead;
      return child?.exitCode ?? null;
    },
    get pid() {
      return child?.pid ?? 0;
    },
    /** It may go on. */
    signal: (name: NodeJS.Signals): void => void child?.kill(name),
    async say(line: string, person = "ada"): Promise<string> {
      const response = await fetch(`${address}/api/local/lines`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ conversation: "ops", person, line }),
      });
      return ((await response.json()) as { id: string }).id;
    },
    async messages(as = "ada", conversation = "ops"): Promise<readonly LocalMessage[]> {
      const path = `/api/local/conversations/${encodeURIComponent(conversation)}/messages?as=${as}`;
      const response = await fetch(`${address}${path}`);
      return JSON.parse(await response.text(), reviveTime) as readonly LocalMessage[];
    },
    async close(): Promise<void> {
      if (child?.exitCode === null && child.signalCode === null) {
        const dead = once(child, "exit");
        child.kill("SIGKILL");
        await dead;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const reviveTime = (key: string, value: unknown): unknown =>
  key === "time" && typeof value === "string" ? new Date(value) : value;

/** Documents on loopback, by path; each may be rewritten between two reads. */
export async function serveFeeds() {
  const documents = new Map<string, { type: string; body: string }>();
  const reads = new Map<string, number>();
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://x");
    reads.set(pathname, (reads.get(pathname) ?? 0) + 1);
    const document = documents.get(pathname);
    if (document) response.writeHead(200, { "content-type": document.type }).end(document.body);
    else response.writeHead(404).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show: (path: string, body: string, type = "application/xml") =>
      void documents.set(path, { type, body }),
    hide: (path: string) => void documents.delete(path),
    reads: (path: string) => reads.get(path) ?? 0,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
