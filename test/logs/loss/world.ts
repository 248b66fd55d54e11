import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Coverage } from "../../../src/core/archive.ts";
import type { LogReading } from "../../../src/core/log-coverage.ts";
import { createBucket } from "../../../src/sandbox/tenant/bucket.ts";
import { createLogSource, type SourceOptions } from "../../fakes/auth0/log-source.ts";
import { clientId, clientSecret, startFakeAuth0 } from "../../fakes/auth0/server.ts";
import type { build } from "../../fakes/build.ts";
import type { Start } from "./bot.ts";
import { createSender } from "./sender.ts";
import { timeIn, type WorldTime } from "./world-clock.ts";

const token = "a-token-of-the-stream-for-tests-only";

/** An Auth0 whose log goes on, its log stream, and a bot that can be killed. Time goes fast, and can be moved on. */
export async function openWorld(given: {
  built: ReturnType<typeof build>;
  file: string;
  random: () => number;
  log: Omit<SourceOptions, "now">;
}) {
  const { built, file, random } = given;
  let world: WorldTime = { began: Date.now(), times: 120, aheadMs: 0 };
  const now = () => timeIn(world);
  const source = createLogSource({ ...given.log, now });
  const bucket = createBucket({ burst: 50, perSecond: 16 });
  const auth0 = await startFakeAuth0({ log: source, meets });
  let child: ChildProcessByStdio<null, Readable, null> | undefined;
  let origin: string | undefined;
  const sender = createSender({ random, token, door: () => origin });

  /** Now and then it is not well. */
  function meets() {
    const { granted, headers } = bucket.take(now().getTime());
    const status = granted ? ill() : 429;
    return { headers, ...(status && { reply: { status, body: { statusCode: status } } }) };
  }
  const ill = () => (random() < 0.02 ? [500, 503][Math.floor(random() * 2)] : undefined);

  /** As kill -9 does. */
  async function kill(): Promise<void> {
    origin = undefined;
    if (!child) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    child = undefined;
    await gone;
  }

  return {
    now,
    source,
    sender,
    moveOn(ms: number): void {
      world = { ...world, aheadMs: world.aheadMs + ms };
    },
    async start(): Promise<void> {
      const start: Start = { file, origin: auth0.origin, clientId, clientSecret, token, world };
      const script = fileURLToPath(built.urlOf("test/logs/loss/bot.ts"));
      child = spawn(process.execPath, [script, JSON.stringify(start)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [port] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
      origin = `http://127.0.0.1:${port}`;
    },
    kill,
    async coverage(): Promise<Coverage & { readonly reading: LogReading }> {
      const text = await (await fetch(`${origin}/coverage`)).text();
      return JSON.parse(text, (key, value: unknown) =>
        dates.includes(key) && typeof value === "string" ? new Date(value) : value,
      );
    },
    async close(): Promise<void> {
      await kill();
      await auth0.close();
    },
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;

const dates = ["since", "until", "from", "to", "foundAt", "oldest", "newest", "stream", "reader"];
