import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { createIntake } from "../../src/logs/intake.ts";
import { fakeArchive } from "../fakes/archive.ts";

const event = (nth: number) => ({
  log_id: `90020261128120000000000000000000000000000000000000000${nth}`,
  date: "2026-11-28T12:00:00.000Z",
  type: "s",
});
const lines = (...all: readonly unknown[]) =>
  new Uint8Array(gzipSync(all.map((one) => JSON.stringify(one)).join("\n")));

it("a delivery is kept as the stream's, each event once, and what is no event is counted", async () => {
  const archive = fakeArchive();
  const intake = createIntake(archive);
  const form = { encoding: "gzip" };
  const first = await intake.take("prod", lines(event(1), { log_id: "no time" }, "words"), form);
  expect(first).toEqual({ kind: "stored", added: { fresh: 1, known: 0, unreadable: 1 }, bad: 2 });
  const again = await intake.take("prod", lines(event(1), event(2)), form);
  expect(again).toEqual({ kind: "stored", added: { fresh: 1, known: 1, unreadable: 0 }, bad: 0 });
  // Sent again: were it refused, it would be sent for ever.
  const whole = await intake.take("prod", lines(event(1), "words"), form);
  expect(whole).toEqual({ kind: "stored", added: { fresh: 0, known: 1, unreadable: 0 }, bad: 1 });
  const { events, heard } = await archive.coverage("prod");
  expect([events, heard.stream instanceof Date]).toEqual([2, true]);
});

it("a delivery without a single event is refused, with what is wrong first, and an empty one is none", async () => {
  const intake = createIntake(fakeArchive());
  const take = (text: string) => intake.take("prod", new TextEncoder().encode(text), {});
  expect(await take("<html>\nnot found")).toEqual({
    kind: "refused",
    status: 400,
    why: "No log event is in it: line 1 is no JSON.",
  });
  expect(await take('{"hello":"world"}')).toEqual({
    kind: "refused",
    status: 400,
    why: "No log event is in it: its objects have no id, no type or no time.",
  });
  expect(await take("")).toMatchObject({ kind: "stored", bad: 0 });
});
