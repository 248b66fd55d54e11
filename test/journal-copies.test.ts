import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createJournal } from "../src/journal.ts";
import { copyJournals, joinJournals } from "../src/journal-copies.ts";
import { journalsFolder } from "../src/journals.ts";

describe("the journals that a backup carries", () => {
  let folder: string;
  let [here, there] = ["", ""];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "watchpost-journals-"));
    [here = "", there = ""] = ["here.db", "there.db"].map((name) => join(folder, name));
    for (const store of [here, there]) writeFileSync(store, "");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const journal = (store: string, name: string) =>
    createJournal(join(journalsFolder(store), name), (error) => {
      throw error;
    });
  const left = (store: string, name: string) =>
    journal(store, name)
      .left()
      .map(({ said, at }) => ({ said, at }));

  it("hold what is open and nothing else, each in its own, as old as it is", () => {
    const lines = journal(here, "slack-lines");
    lines.keep({ line: "one" });
    lines.keep({ line: "answered" })();
    journal(here, "door-slack-events").keep("two");
    const words = copyJournals(here);
    expect(words).not.toContain("answered");
    joinJournals(there, words);
    for (const name of ["slack-lines", "door-slack-events"]) {
      expect(left(there, name)).toEqual(left(here, name));
    }
    expect(left(there, "slack-lines")[0]?.at).toBeGreaterThan(Date.now() - 60_000);
  });

  it("are none where nothing was ever acknowledged", () => {
    expect(copyJournals(here)).toBe("");
    expect(existsSync(journalsFolder(here))).toBe(false);
  });

  it("leave out what is half written, by a kill or by a bot that goes on", () => {
    journal(here, "lines").keep("one");
    const file = join(journalsFolder(here), "lines");
    writeFileSync(file, `${readFileSync(file, "utf8")}{"n":2,"at":17,"sa`);
    writeFileSync(`${file}.new`, '{"n":3,"at":17,"said":"three"}\n');
    expect(copyJournals(here).match(/said/g)).toHaveLength(1);
  });

  it.each(["../other", "a/b", "", "..", "x".repeat(101)])(
    "lead nowhere else by a journal called %j",
    (name) => {
      const words = JSON.stringify({ journal: name, at: 1, said: "x" });
      expect(() => joinJournals(there, words)).toThrow();
      expect(readdirSync(folder).sort()).not.toContain("other");
    },
  );

  const keep = (store: string, said: readonly unknown[]) => {
    rmSync(journalsFolder(store), { recursive: true, force: true });
    for (const each of said) journal(store, "lines").keep(each);
  };
  const keys = (list: readonly object[]) => new Set(list.map((one) => JSON.stringify(one)));

  it("lose nothing and double nothing, whatever is there, and however often they are put in place", () => {
    const lists = fc.array(fc.jsonValue(), { maxLength: 8 });
    fc.assert(
      fc.property(lists, lists, (copied, own) => {
        keep(here, copied);
        keep(there, own);
        const words = copyJournals(here);
        const before = left(there, "lines");
        joinJournals(there, words);
        const once = left(there, "lines");
        expect(keys(once)).toEqual(keys([...left(here, "lines"), ...before]));
        joinJournals(there, words);
        expect(left(there, "lines")).toEqual(once);
        journal(there, "lines").keep("next");
        expect(left(there, "lines").slice(0, -1)).toEqual(once);
      }),
      { numRuns: 60 },
    );
  });
});
