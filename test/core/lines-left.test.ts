import { beforeEach, describe, expect, it } from "vitest";
import type { Answer } from "../../src/core/chat-adapter.ts";
import { MINUTE } from "../../src/core/clock.ts";
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

const live = (answer = echo): Lines<{ url: string }> =>
  createLines<{ url: string }>({
    answer,
    records,
    journal: journals.open("lines"),
    clock,
    log: fakeLog(),
    show: async ({ reply: { message } }) => void shown.push(message.summary),
  });

const written = async () => (await records.list("line/")).map(({ key }) => key);
const write = (id: string, at = clock.now().getTime()) =>
  records.set(`line/${id}`, { invocation: said(id), to, at });

function opening() {
  let open = () => {};
  const ready = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { ready, open: () => open() };
}

describe("lines that an earlier life left", () => {
  it("are known from the start, and answered once the bot listens", async () => {
    await write("one");
    const { ready, open } = opening();
    const lines = live();
    await lines.resume(ready);
    lines.take("one", said("one"), to);
    await new Promise((turn) => setImmediate(turn));
    expect(shown).toEqual([]);
    open();
    await expect.poll(() => shown).toEqual(["one"]);
    await lines.settled();
    expect(await written()).toEqual([]);
  });

  it("are kept where the bot ends before it listens", async () => {
    await write("one");
    const at = clock.now().getTime();
    journals.open("lines").keep({ id: "two", kept: { invocation: said("two"), to, at } });
    const { ready, open } = opening();
    const lines = live();
    await lines.resume(ready);
    await lines.settled();
    open();
    await ready;
    expect([shown, await written()]).toEqual([[], ["line/one"]]);
    const next = live();
    await next.resume();
    await expect.poll(() => shown.toSorted()).toEqual(["one", "two"]);
  });

  it("stay written down where this life is answering them already", async () => {
    const { ready, open } = opening();
    const lines = live(async function* (invocation) {
      await ready;
      yield* echo(invocation);
    });
    lines.take("one", said("one"), to);
    await expect.poll(written).toEqual(["line/one"]);
    await lines.resume();
    for (let turn = 0; turn < 5; turn += 1) await new Promise((next) => setImmediate(next));
    expect(await written()).toEqual(["line/one"]);
    open();
    await lines.settled();
    expect([shown, await written()]).toEqual([["one"], []]);
  });

  it("are let go of where nobody waits for them any more", async () => {
    const at = clock.now().getTime() - 26 * MINUTE;
    await write("old", at);
    journals.open("lines").keep({ id: "old too", kept: { invocation: said("old too"), to, at } });
    const lines = live();
    await lines.resume();
    await lines.settled();
    expect(shown).toEqual([]);
    expect([await written(), journals.kept("lines")]).toEqual([[], []]);
  });
});
