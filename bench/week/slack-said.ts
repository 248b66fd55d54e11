import type { Ledger, SaidLine } from "./ledger.ts";

/** The lines said in each channel, so that what is posted there for everybody can be told to be the answer to one of them. */
export interface SaidIn {
  add(channel: string, line: SaidLine): void;
  /** Where the answer is due whose progress says these words; undefined where no line there is without one. */
  spotOf(channel: string, progress: string): string | undefined;
}

/** More than can be without an answer in one channel. */
const most = 20;

/**
 * Progress names its command. After a kill it is shown anew, when others may have spoken in the channel since: the line that
 * was said last there need not be the one that is worked on.
 */
export function createSaidIn(ledger: Pick<Ledger, "isAcknowledged" | "isAnswered">): SaidIn {
  const said = new Map<string, SaidLine[]>();
  return {
    add(channel, line) {
      said.set(channel, [line, ...(said.get(channel) ?? [])].slice(0, most));
    },
    spotOf(channel, progress) {
      const [, name] = /Working on "([^"]*)"/.exec(progress) ?? [];
      const open = (said.get(channel) ?? []).filter(
        ({ words, spot }) => commandIn(words) === name && !ledger.isAnswered(spot),
      );
      return (open.find(({ id }) => ledger.isAcknowledged(id)) ?? open[0])?.spot;
    },
  };
}

const commandIn = (words: string): string | undefined => /^\/?(\S+)/.exec(words)?.[1];
