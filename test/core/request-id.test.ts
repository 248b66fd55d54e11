import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/core/chat-adapter.ts";
import { noJournal } from "../../src/core/journal.ts";
import { createLines } from "../../src/core/lines.ts";
import {
  identified,
  inRequest,
  newRequestId,
  outsideRequests,
  requestId,
  requestIdOf,
} from "../../src/core/request-id.ts";
import { openLog } from "../../src/log.ts";
import { said } from "../fakes/house.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { fakeRecords } from "../fakes/records.ts";

/** The diary, as whoever runs the bot reads it. */
function diary() {
  const written: string[] = [];
  const log = openLog("info", { write: (line: string) => void written.push(line) });
  const entries = () => written.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, entries };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("a request's id", () => {
  it("stands in every entry that a line causes, and never in another line's", async () => {
    const { log, entries } = diary();
    const answer: Answer = async function* ({ line }) {
      log.info({ line }, "begun");
      await turn();
      log.info({ line }, "half way");
      yield { message: { summary: line, blocks: [] }, audience: "all", pending: false };
    };
    const lines = createLines({
      answer,
      show: async ({ reply }) => {
        await turn();
        log.warn({ line: reply.message.summary }, "shown");
      },
      records: fakeRecords(),
      journal: noJournal,
      clock: manualClock(),
      log,
    });
    lines.take("a", said("a"), undefined);
    lines.take("b", said("b"), undefined);
    await lines.settled();
    expect(entries()).toHaveLength(6);
    for (const { line, request } of entries()) expect(request).toBe(requestIdOf(String(line)));
  });

  it("is the same for every delivery of one line, and another for each other line", () => {
    expect(requestIdOf("command:1")).toBe(requestIdOf("command:1"));
    expect(requestIdOf("command:1")).not.toBe(requestIdOf("command:2"));
    expect(requestIdOf("ada@example.com")).toMatch(/^[0-9a-f]{10}$/);
  });

  it("is given to an answer that no line asked for, from its first state to its last", async () => {
    const seen: (string | undefined)[] = [];
    const answer = identified(async function* () {
      for (const pending of [true, false]) {
        seen.push(requestId());
        await turn();
        yield { message: { summary: "", blocks: [] }, audience: "asker", pending };
      }
      seen.push(requestId());
    });
    for await (const _reply of answer(said("home"))) await turn();
    expect(seen[0]).toMatch(/^[0-9a-f]{10}$/);
    expect(new Set(seen).size).toBe(1);
    expect(requestId()).toBeUndefined();
  });

  it("is left alone where there is one already", async () => {
    const seen: (string | undefined)[] = [];
    const answer = identified(async function* () {
      seen.push(requestId());
      yield { message: { summary: "", blocks: [] }, audience: "asker", pending: false };
    });
    await inRequest("abc", async () => {
      for await (const _reply of answer(said("home")));
    });
    expect(seen).toEqual(["abc"]);
  });

  it("does not cling to what outlives whoever needed it first", () => {
    expect(inRequest(newRequestId(), () => outsideRequests(requestId))).toBeUndefined();
  });
});
