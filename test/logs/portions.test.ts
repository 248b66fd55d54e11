import type { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { sqliteArchive } from "../../adapters/sql/sqlite-archive.ts";
import { openArchive } from "../../src/logs/archive.ts";
import type { FromArchive, ToArchive } from "../../src/logs/archive-messages.ts";
import type { Portion } from "../../src/logs/portions.ts";
import { startWorker } from "../../src/worker.ts";
import { all, minute, record, streamed, wholeAnswers } from "../contracts/archive-bench.ts";
import { standingClock } from "../contracts/store-bench.ts";

const clock = standingClock();
clock.set(minute(24 * 60));
const engine = sqliteArchive({ file: ":memory:", perSegment: 8, ...wholeAnswers });

/** As long as Auth0's become where they hold whole requests, and longer. */
const long = Array.from({ length: 50 }, (_, index) =>
  record(index, { details: { body: "x".repeat(index % 7 === 0 ? 300_000 : 30_000) } }),
);
const ids = long.map(({ log_id }) => log_id).reverse();

let worker: Worker | undefined;
afterEach(async () => {
  await worker?.terminate();
  worker = undefined;
});

type Request = ToArchive extends infer One ? (One extends { call: number } ? One : never) : never;

/** The archive's thread as the main thread has it, message by message. */
async function openThread() {
  const { module, data } = engine;
  const url = new URL("../../src/logs/archive-thread.ts", import.meta.url);
  const thread = startWorker(url, { workerData: { module: module.href, data, keys: {} } });
  worker = thread;
  const heard: FromArchive[] = [];
  thread.on("message", (message: FromArchive) => heard.push(message));
  const got = (is: (message: FromArchive) => boolean) =>
    expect.poll(() => heard.find(is), { interval: 5, timeout: 20_000 }).toBeDefined();
  await got(({ kind }) => kind === "opened");
  return async (request: Request): Promise<unknown> => {
    thread.postMessage(request);
    const answers = (message: FromArchive) => "call" in message && message.call === request.call;
    await got(answers);
    const answer = heard.find(answers);
    return answer?.kind === "answer" ? answer.result : answer;
  };
}

describe("what a search finds", () => {
  it("comes over in portions, each of which the main thread takes in at once", async () => {
    const ask = await openThread();
    const batch = { ...streamed(long), now: clock.now() };
    await ask({ kind: "add", call: 1, batch });
    const given = ["prod", all, { limit: 200 }];
    let portion = (await ask({ kind: "ask", call: 2, question: "search", given })) as Portion;
    const sizes: number[] = [];
    const found: string[] = [];
    for (let call = 3; ; call += 1) {
      found.push(...portion.events.map(({ id }) => id));
      sizes.push(JSON.stringify(portion.events.map(({ raw }) => raw)).length);
      if (portion.rest === undefined) break;
      portion = (await ask({ kind: "rest", call, rest: portion.rest })) as Portion;
    }
    expect(found).toEqual(ids);
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.max(...sizes)).toBeLessThan(600_000);
  });

  it("is never passed off as all of it where its thread is another one by now", async () => {
    const ask = await openThread();
    expect(await ask({ kind: "rest", call: 1, rest: 7 })).toMatchObject({
      kind: "failed",
      trouble: { message: expect.stringContaining("gone") },
    });
  });

  it("is whole for whoever asked, however many portions it came in", async () => {
    const silent = { info() {}, warn() {}, error() {} };
    const archive = await openArchive({ engine, clock, log: silent });
    await archive.add(streamed(long));
    const found = await archive.search("prod", all, { limit: 40 });
    expect(found.events.map(({ id }) => id)).toEqual(ids.slice(0, 40));
    expect(Object.keys(found).sort()).toEqual(["events", "next"]);
    const rest = await archive.search("prod", all, {
      limit: 40,
      ...(found.next ? { after: found.next } : {}),
    });
    expect(rest.events.map(({ id }) => id)).toEqual(ids.slice(40));
    expect(Object.keys(rest)).toEqual(["events"]);
    await archive.close();
  });
});
