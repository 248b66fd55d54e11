import type { Archive } from "../core/archive.ts";

/** Keeps nothing. */
export const noArchive: Archive = {
  add: async ({ records }) => ({ fresh: 0, known: 0, unreadable: records.length }),
  watch: () => () => {},
  search: async () => ({ events: [] }),
  event: async () => undefined,
  counts: async () => [],
  kinds: async () => [],
  coverage: async () => ({ events: 0, holes: [], heard: {}, recovered: 0 }),
  expire: async () => 0,
  forget: async () => 0,
  backup: async () => {},
  facts: async () => ({ bytes: 0, events: 0 }),
  check: async () => ({ subject: "Log archive", ok: true, detail: "keeps nothing" }),
  close: async () => {},
};
