import type { Log } from "./log.ts";
import type { Records } from "./records.ts";

/** Notes once that a line is done with, and forgets it when that is written down. */
export function createCross(note: () => () => void) {
  let end: (() => void) | undefined;
  return {
    begin(): void {
      end ??= note();
    },
    end: () => end?.(),
  };
}

/** Writes down with a line where its answer stands, one after the other. */
export function createMemory(
  key: string,
  kept: object,
  { records, log }: { readonly records: Pick<Records, "set">; readonly log: Log },
) {
  let written = Promise.resolve();
  return {
    remember(remembered: unknown): void {
      written = written
        .then(() => records.set(key, { ...kept, remembered }))
        .catch((error: unknown) =>
          log.warn({ err: error }, "where an answer stands could not be written down"),
        );
    },
    settled: () => written,
  };
}
