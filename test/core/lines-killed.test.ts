import { beforeEach, describe, expect, it } from "vitest";
import type { Answer } from "../../src/core/chat-adapter.ts";
import { createLines, type Lines } from "../../src/core/lines.ts";
import { fakeLog, said } from "../fakes/house.ts";
import { type FakeJournals, fakeJournals } from "../fakes/journals.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { type FakeRecords, fakeRecords } from "../fakes/records.ts";

const clock = manualClock();
const to = { url: "reply-here" };
let records: FakeRecords;
let journals: FakeJournals;
let shown: string[];
beforeEach(() => {
  records = fakeRecords();
  journals = fakeJournals();
  shown = [];
});

const echo: Answer = async function* ({ line }) {
  yield { message: { summary: line, blocks: [] }, audience: "asker", pending: false };
};

const known = () => ({
  answer: echo,
  records,
  journal: journals.open("lines"),
  clock,
  log: fakeLog(),
});

/** A life of the bot. `onShow`: when the platform has taken an answer. */
const live = (onShow = () => {}): Lines<{ url: string }> =>
  createLines<{ url: string }>({
    ...known(),
    async show({ to: { url }, reply: { message } }) {
      shown.push(`${url}: ${message.summary}`);
      onShow();
    },
  });

const kept = async () => (await records.list("line/")).length;

describe("lines that were answered before a kill", () => {
  it("are not answered again where a kill came after the platform took the answer, before that was written down", async () => {
    live(() => records.stall()).take("1", said("status"), to);
    await expect.poll(() => shown).toEqual(["reply-here: status"]);
    await expect.poll(() => journals.kept("lines")).toEqual([{ id: "1", done: true }]);
    records.revive();
    expect(await kept()).toBe(1);

    const next = live();
    await next.resume();
    next.take("1", said("status"), to);
    await next.settled();
    expect(shown).toEqual(["reply-here: status"]);
    expect(await kept()).toBe(0);
    expect(journals.kept("lines")).toEqual([]);
  });

  it("are not answered again where a kill came while the platform was told something more about an answer it had taken", async () => {
    const killed = createLines<{ url: string }>({
      ...known(),
      show({ taken }) {
        taken?.();
        return new Promise(() => {});
      },
    });
    killed.take("1", said("status"), to);
    await expect.poll(() => journals.kept("lines")).toEqual([{ id: "1", done: true }]);
    const next = live();
    await next.resume();
    await next.settled();
    expect(shown).toEqual([]);
    expect(await kept()).toBe(0);
  });

  it("are not answered again where a kill came while it was written down where their progress stood", async () => {
    const killed = createLines<{ url: string }>({
      ...known(),
      async *answer(invocation) {
        yield { message: { summary: "…", blocks: [] }, audience: "asker", pending: true };
        yield* echo(invocation);
      },
      async show({ reply: { pending }, remember }) {
        if (!pending) return;
        records.stall();
        remember?.("here");
      },
    });
    killed.take("1", said("status"), to);
    await expect.poll(clock.waiting).toBe(1);
    await clock.advance(2000);
    await expect.poll(() => journals.kept("lines")).toEqual([{ id: "1", done: true }]);
    records.revive();
    const next = live();
    await next.resume();
    await next.settled();
    expect(shown).toEqual([]);
  });

  it("are not answered again, nor kept for ever, where a kill left one that is known to be answered written down", async () => {
    await records.set("line/1", { invocation: said("status"), to, at: clock.now().getTime() });
    await records.set("answered/1", clock.now().getTime());
    const lines = live();
    await lines.resume();
    await lines.settled();
    expect(shown).toEqual([]);
    expect(await kept()).toBe(0);
  });

  it("are answered by the next life where the bot's own parts were closed before they could be shown", async () => {
    let close = () => {};
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    const ending = createLines<{ url: string }>({
      ...known(),
      async show() {
        await closed;
        throw new Error("The store is closed.");
      },
    });
    ending.take("1", said("status"), to);
    await expect.poll(kept).toBe(1);
    const settled = ending.settled();
    close();
    await settled;
    const next = live();
    await next.resume();
    await next.settled();
    expect(shown).toEqual(["reply-here: status"]);
    expect(await kept()).toBe(0);
  });

  it("are answered by the next life where the answer comes when the time is over and the clock has woken nobody yet", async () => {
    let go = () => {};
    const asked = new Promise<void>((resolve) => {
      go = resolve;
    });
    const ending = createLines<{ url: string }>({
      ...known(),
      async *answer(invocation) {
        await asked;
        yield* echo(invocation);
      },
      show: async () => void shown.push("too late"),
    });
    ending.take("1", said("status"), to);
    await expect.poll(kept).toBe(1);
    const settled = ending.settled();
    clock.set(new Date(clock.now().getTime() + 5000));
    go();
    await settled;
    expect([shown, await kept()]).toEqual([[], 1]);
  });

  it("are let go of by the next life where it is no better off", async () => {
    await records.set("line/1", { invocation: said("status"), to, at: clock.now().getTime() });
    const lines = live(() => {
      throw new Error("a fault of ours");
    });
    await lines.resume();
    await expect.poll(kept).toBe(0);
    await lines.settled();
  });
});
