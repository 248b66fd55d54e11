import type { PersonId } from "./address.ts";

/** What a team did about a bulletin. `open`: nothing yet. */
export const bulletinStates = ["open", "acknowledged", "owned", "done", "not affected"] as const;
export type BulletinState = (typeof bulletinStates)[number];

/** One line of the ledger: somebody did something about a bulletin. Lines are added, never changed. */
export interface LedgerLine {
  /** The id of the subject of source `advisories`. */
  readonly bulletin: string;
  readonly state: BulletinState;
  readonly by: { readonly id: PersonId; readonly name: string };
  readonly at: Date;
  readonly note?: string;
}

/** What was done about which bulletin, by whom and when. */
export interface Ledger {
  add(line: LedgerLine): Promise<void>;
  /** All lines, oldest first. */
  list(bulletin?: string): Promise<readonly LedgerLine[]>;
}

/** Where a bulletin stands: its last line, if it has any. */
export function standingOf(bulletin: string, lines: readonly LedgerLine[]): LedgerLine | undefined {
  return lines.filter((line) => line.bulletin === bulletin).at(-1);
}

/** Somebody still has to do something. */
export const isHandled = (line: LedgerLine | undefined): boolean =>
  line?.state === "done" || line?.state === "not affected";
