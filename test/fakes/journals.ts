import type { Journal, Left } from "../../src/core/journal.ts";

/** Journals in memory, which outlive whoever writes in them. */
export interface FakeJournals {
  readonly open: (name: string) => Journal;
  /** What is kept and not released, by journal. */
  kept(name: string): readonly unknown[];
}

export function fakeJournals(): FakeJournals {
  const journals = new Map<string, Set<Left>>();
  const kept = (name: string): Set<Left> => {
    const known = journals.get(name) ?? new Set();
    journals.set(name, known);
    return known;
  };
  return {
    open: (name) => ({
      keep(said) {
        const release = () => void kept(name).delete(left);
        // As it would come back from a file.
        const left = { said: JSON.parse(JSON.stringify(said)) as unknown, at: Date.now(), release };
        kept(name).add(left);
        return release;
      },
      left: () => [...kept(name)],
    }),
    kept: (name) => [...kept(name)].map(({ said }) => said),
  };
}
