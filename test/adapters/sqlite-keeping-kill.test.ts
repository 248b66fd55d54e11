import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SettingsError } from "../../src/core/errors.ts";
import { dies } from "./dying-disk.ts";
import {
  copy,
  filesIn,
  journalOf,
  type Kept,
  leftIn,
  newFolder,
  read,
  restore,
  write,
} from "./sqlite-keeping-bench.ts";

let place: ReturnType<typeof newFolder>;
let origin: string;
beforeAll(async () => {
  place = newFolder();
  origin = join(place.folder, "origin");
  mkdirSync(join(origin, "data"), { recursive: true });
  const files = filesIn(join(origin, "data"));
  await write(files, "then", 100);
  journalOf(files).keep("said then");
  copy(files, join(origin, "backup"));
  await write(files, "now", 300);
});
afterAll(() => place.remove());

interface Life {
  readonly folder: string;
  readonly files: Kept;
}

/** Once for each step that there is, each time in a copy of the same house; ends with the one in which it died at none. */
async function atEachStep(
  work: (life: Life) => unknown,
  then: (life: Life, died: boolean) => Promise<void>,
): Promise<number> {
  for (let nth = 1; ; nth += 1) {
    const folder = join(place.folder, "life");
    cpSync(origin, folder, { recursive: true });
    const life = { folder, files: filesIn(join(folder, "data")) };
    const died = dies(nth, () => work(life));
    await then(life, died);
    rmSync(folder, { recursive: true });
    if (!died) return nth - 1;
  }
}

describe("killed before any of its steps on the disk,", { timeout: 120_000 }, () => {
  it("a restore leaves what was there, or is refused until it was run again; then all is the backup's, and what was there is kept", async () => {
    const states = new Set<string>();
    const steps = await atEachStep(
      ({ folder, files }) => restore(join(folder, "backup"), files, true),
      async ({ folder, files }, died) => {
        const found = await read(files).catch((error: unknown) => {
          if (!(error instanceof SettingsError)) throw error;
          return error.message;
        });
        states.add(
          typeof found === "string" ? found.replaceAll(folder, "") : JSON.stringify(found),
        );
        if (died) restore(join(folder, "backup"), files, true);
        expect(await read(files)).toEqual({ word: "then", events: 100 });
        expect(leftIn(files)).toEqual(["said then"]);
        const aside = readdirSync(join(folder, "data"))
          .map((name) => /^watchpost\.db(\.before-[\dTZ-]+Z)$/.exec(name)?.[1])
          .filter((one) => one !== undefined);
        const before = aside.map((end) => ({
          store: files.store + end,
          archive: files.archive + end,
        }));
        const kept = await Promise.all(
          before.filter(({ archive }) => existsSync(archive)).map(read),
        );
        expect(kept).toContainEqual({ word: "now", events: 300 });
        expect(
          readdirSync(join(folder, "data")).filter((name) => name.endsWith("restoring")),
        ).toEqual([]);
      },
    );
    expect(steps).toBeGreaterThan(15);
    expect([...states].sort()).toEqual([
      expect.stringContaining("cut off. Run the same watchpost restore again."),
      JSON.stringify({ word: "now", events: 300 }),
      JSON.stringify({ word: "then", events: 100 }),
    ]);
  });

  it.each([{}, { keep: 1 }])(
    "a backup (%j) is whole or none, and the next one comes all the same",
    async (keep) => {
      const steps = await atEachStep(
        ({ folder, files }) => copy(files, join(folder, "backups"), keep),
        async ({ folder, files }) => {
          const to = join(folder, "backups");
          for (const one of wholeIn(to)) {
            const fresh = filesIn(join(folder, `fresh${one.length}`));
            restore(one, fresh);
            expect(await read(fresh)).toEqual({ word: "now", events: 300 });
            expect(leftIn(fresh)).toEqual(["said then"]);
          }
          const next = copy(files, join(folder, "next"), keep);
          expect(restore(next.folder, filesIn(join(folder, "again"))).files).toHaveLength(2);
        },
      );
      expect(steps).toBeGreaterThan(8);
    },
  );
});

/** What looks like a backup to somebody who looks into the folder. */
function wholeIn(to: string): readonly string[] {
  if (!existsSync(to)) return [];
  const named = readdirSync(to).filter((name) => /^\d{4}-/.test(name));
  return [
    ...(existsSync(join(to, "manifest.json")) ? [to] : []),
    ...named.map((name) => join(to, name)),
  ];
}
