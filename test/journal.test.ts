import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Journal } from "../src/core/journal.ts";
import { createJournal } from "../src/journal.ts";
import { journalsOf } from "../src/journals.ts";
import { fakeLog } from "./fakes/house.ts";

describe("a journal in a file", () => {
  let folder: string;
  let file: string;
  let troubles: unknown[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "watchpost-journal-"));
    file = join(folder, "taken", "lines");
    troubles = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = () => createJournal(file, (error) => troubles.push(error));
  const left = () =>
    open()
      .left()
      .map(({ said }) => said);
  const size = () => statSync(file).size;

  it("gives back after a kill what was kept and not released, in its order", () => {
    const journal = open();
    journal.keep({ line: "one" });
    const release = journal.keep({ line: "two\nand three" });
    journal.keep("four – ✓");
    release();
    expect(left()).toEqual([{ line: "one" }, "four – ✓"]);
    expect(troubles).toEqual([]);
  });

  it("keeps what an earlier life left until that is released, through any number of lives", () => {
    open().keep("one");
    const [first] = open().left();
    const second = open();
    second.keep("two");
    expect(left()).toEqual(["one", "two"]);
    expect(first?.at).toBeGreaterThan(Date.now() - 60_000);
    const third = open();
    third.left()[0]?.release();
    expect(third.left().map(({ said }) => said)).toEqual(["two"]);
    third.keep("three");
    expect(left()).toEqual(["two", "three"]);
  });

  it("passes over a line that a kill left half written, and goes on behind it", () => {
    open().keep("one");
    appendFileSync(file, '{"n":2,"at":17,"sa');
    const next = open();
    next.keep("two");
    expect(left()).toEqual(["one", "two"]);
  });

  it("stays small, whether or not something is always open", () => {
    const journal = open();
    const words = "x".repeat(1000);
    for (let n = 0; n < 2000; n += 1) journal.keep(words)();
    expect(size()).toBeLessThan(100_000);
    const release = journal.keep("open all the while");
    for (let n = 0; n < 9000; n += 1) journal.keep(words)();
    expect(size()).toBeLessThan(6_000_000);
    release();
    expect(size()).toBeLessThan(1000);
    expect(left()).toEqual([]);
  });

  it("holds nothing of what was answered a while later, and all of what was not", async () => {
    const journal = createJournal(file, (error) => troubles.push(error), 5);
    const release = journal.keep("forget mira.quillon@example.com");
    journal.keep("status");
    release();
    await expect.poll(() => readFileSync(file, "utf8")).not.toContain("quillon");
    expect(left()).toEqual(["status"]);
    expect(troubles).toEqual([]);
  });

  it("is nobody else's to read", () => {
    open().keep("one");
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(statSync(join(folder, "taken")).mode & 0o077).toBe(0);
  });

  it("says once that it cannot write, and lets what comes in go on", () => {
    mkdirSync(file, { recursive: true }); // A folder stands in its way.
    const journal = open();
    journal.keep("one")();
    journal.keep("two")();
    expect(journal.left()).toEqual([]);
    expect(troubles).toHaveLength(1);
    rmSync(file, { recursive: true });
    journal.keep("three");
    expect(left()).toEqual(["three"]);
  });

  it("leaves nothing on the disk of a bot that keeps nothing", () => {
    const journals = journalsOf(":memory:", fakeLog());
    journals.open("lines").keep("one");
    expect(journals.folder).toBeUndefined();
    open();
    expect(() => readFileSync(file)).toThrow("ENOENT");
  });

  it("holds what a list would hold, whatever is kept, released and killed", () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ keep: fc.jsonValue() }) },
      { weight: 5, arbitrary: fc.record({ release: fc.nat() }) },
      { weight: 1, arbitrary: fc.constant("kill" as const) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        rmSync(file, { force: true });
        const lives = () => createJournal(file, (error) => troubles.push(error), neverMs);
        const run = beside(lives, () => closeAsKilled(file));
        for (const one of steps) run(one);
        run("kill");
        closeAsKilled(file);
      }),
      { numRuns: 200 },
    );
    expect(troubles).toEqual([]);
  });
});

/** Longer than any test: a life that was killed tidies nothing. */
const neverMs = 2 ** 31 - 1;

/** A kill closes what its process had open. Here that process lives on, and must not run out of descriptors. */
function closeAsKilled(file: string): void {
  if (!existsSync(file) || !existsSync("/dev/fd")) return;
  const { dev, ino } = statSync(file);
  for (const descriptor of readdirSync("/dev/fd").map(Number)) {
    const opened = statOf(descriptor);
    if (opened?.dev === dev && opened.ino === ino) closeSync(descriptor);
  }
}

function statOf(descriptor: number) {
  try {
    return fstatSync(descriptor);
  } catch {
    return undefined; // It was closed since: the one that read the list.
  }
}

type Step = "kill" | { readonly keep: unknown } | { readonly release: number };

/** Takes each step with a journal and with a list; after a kill both must hold the same. */
function beside(open: () => Journal, kill: () => void): (step: Step) => void {
  let journal = open();
  let list: { readonly said: unknown; release(): void }[] = [];
  const said = () => list.map((one) => one.said);
  return (step) => {
    if (step === "kill") {
      kill();
      journal = open();
      const left = journal.left();
      expect(left.map((one) => one.said)).toEqual(said());
      list = [...left];
    } else if ("keep" in step) {
      const release = journal.keep(step.keep);
      list.push({ said: JSON.parse(JSON.stringify(step.keep)), release });
    } else {
      const [gone] = list.splice(step.release % Math.max(1, list.length), 1);
      gone?.release();
    }
  };
}
