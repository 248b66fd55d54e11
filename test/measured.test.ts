import { describe, expect, it } from "vitest";
import type { Answer } from "../src/core/chat-adapter.ts";
import { DeliveryError } from "../src/core/errors.ts";
import type { Meter } from "../src/core/meter.ts";
import {
  measuredAdapter,
  measuredAnswer,
  measuredArchive,
  measuredHearing,
  measuredLog,
  measuredSubjects,
} from "../src/measured.ts";
import { fakeArchive } from "./fakes/archive.ts";
import { deaf, fakeLog, openHouse, said } from "./fakes/house.ts";
import { fakePlatform } from "./fakes/platform.ts";
import { fakeStore } from "./fakes/store.ts";
import { noon } from "./fakes/subjects.ts";

/** What was counted, a line for each. */
function counting() {
  const counted: string[] = [];
  const note =
    (what: string) =>
    (...given: readonly unknown[]) =>
      void counted.push([what, ...given].join(" "));
  const meter: Meter = {
    said: note("said"),
    acknowledged: note("acknowledged"),
    answered: (platform) => void counted.push(`answered ${platform}`),
    posted: note("posted"),
    read: note("read"),
    kept: note("kept"),
    noted: note("noted"),
  };
  return { meter, counted };
}

const message = { summary: "", blocks: [] };
const conversation = "slack:channel:C1";

describe("what stands between two parts and counts", () => {
  it("counts what a platform took, and why it did not take what it did not", async () => {
    const { meter, counted } = counting();
    const { adapter, state } = fakePlatform({ name: "slack" });
    const measured = measuredAdapter(adapter, meter);
    const at = await measured.post({ conversation }, message);
    await measured.edit(at, message);
    state.meets = () => new DeliveryError("throttled", "Too fast.");
    await expect(measured.post({ conversation }, message)).rejects.toThrow("Too fast.");
    expect(counted).toEqual(["posted slack taken", "posted slack taken", "posted slack throttled"]);
  });

  it("counts each line by its command and what came of it, and a word that is none as that", async () => {
    const { meter, counted } = counting();
    const house = openHouse();
    const hearing = measuredHearing(deaf, meter);
    const commands = [house.command("status")];
    await house.answer(commands, "status", { hearing });
    await house.answer(commands, "ada@example.com", { hearing });
    expect(counted).toEqual(["said local status answered", "said local  unknown"]);
  });

  it("counts an answer once it is shown, and not one that nobody asked for", async () => {
    const { meter, counted } = counting();
    const answer: Answer = async function* () {
      yield { message, audience: "asker", pending: false };
    };
    const measured = measuredAnswer(answer, meter);
    for await (const _reply of measured(said("home", { unasked: true })));
    for await (const _reply of measured(said("status"))) expect(counted).toEqual([]);
    expect(counted).toEqual(["answered local"]);
  });

  it("does not count an answer that could not be shown", async () => {
    const { meter, counted } = counting();
    const measured = measuredAnswer(async function* () {
      yield { message, audience: "asker", pending: false };
    }, meter);
    const show = async () => {
      for await (const _reply of measured(said("status"))) throw new Error("not taken");
    };
    await expect(show()).rejects.toThrow("not taken");
    expect(counted).toEqual([]);
  });

  it("counts how reading went, and not what a person said", async () => {
    const { meter, counted } = counting();
    const { observe: _, ...quiet } = fakeStore().subjects;
    const subjects = { ...quiet, observe: async () => {}, failed: async () => {} };
    const measured = measuredSubjects(subjects, meter);
    const target = { key: "status", source: "status", title: "Auth0 status" };
    const at = noon;
    await measured.observe([
      { target, at, subjects: [] },
      { target, at },
      { target, at, subjects: [], missed: "A part." },
      { target, at, subjects: [], aside: true },
    ]);
    await measured.failed(target, { at, error: "Away." });
    expect(counted).toEqual(
      ["read", "unchanged", "partial", "failed"].map((how) => `read status ${how}`),
    );
  });

  it("counts new log events, whichever way they came", async () => {
    const { meter, counted } = counting();
    const added = { fresh: 7, known: 0, unreadable: 0 };
    const archive = {
      ...fakeArchive(),
      add: async () => added,
      take: async () => ({ kind: "stored" as const, added, bad: 0 }),
    };
    const measured = measuredArchive(archive, meter);
    await measured.add({ tenant: "prod", way: "reader", records: [] });
    await measured.take("prod", new Uint8Array(), {});
    expect(counted).toEqual(["kept prod reader 7", "kept prod stream 7"]);
  });

  it("counts what the log says by its level, and says it", () => {
    const { meter, counted } = counting();
    const log = fakeLog();
    measuredLog(log, meter).warn({ a: 1 }, "beware");
    expect(counted).toEqual(["noted warn"]);
    expect(log.lines).toEqual(['warn {"a":1} beware']);
  });
});
