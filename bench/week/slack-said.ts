import type { Ledger, SaidLine } from "./ledger.ts";

/** The lines said in each channel, so that what is posted there can be told to be the answer to one of them. */
export interface SaidIn {
  add(at: { readonly channel: string; readonly user: string }, line: SaidLine): void;
  /**
   * Where the answer is due whose progress says these words; undefined where no line there is without one. `begun`: where
   * progress was shown already.
   */
  ofProgress(channel: string, progress: string, begun: ReadonlySet<string>): string | undefined;
  /** Where an answer is due that this person alone sees, or everybody. It did not come by the line's own address. */
  ofAnswer(channel: string, user: string | undefined): string | undefined;
}

interface Said {
  readonly user: string;
  readonly line: SaidLine;
}

/** More than can be without an answer in one channel. */
const most = 20;

/** What everybody sees, unless it is refused. */
const forAll = /^\/?(?:login|mute|status)\b|\bshare:here\b/;

/**
 * Progress names its command. After a kill it is shown anew, when others may have spoken in the channel since: the line that
 * was said last there need not be the one that is worked on. Where a line's own address fails, what was asked first comes first.
 */
export function createSaidIn(ledger: Pick<Ledger, "isAcknowledged" | "isAnswered">): SaidIn {
  const said = new Map<string, Said[]>();

  function open(channel: string, fits: (said: Said) => boolean): readonly SaidLine[] {
    const lines = said.get(channel) ?? [];
    return lines.flatMap((one) => {
      const isOpen = !ledger.isAnswered(one.line.spot) && fits(one);
      return isOpen ? [one.line] : [];
    });
  }

  const isTaken = ({ id }: SaidLine): boolean => ledger.isAcknowledged(id);

  return {
    add({ channel, user }, line) {
      said.set(channel, [{ user, line }, ...(said.get(channel) ?? [])].slice(0, most));
    },
    ofProgress(channel, progress, begun) {
      const [, name] = /Working on "([^"]*)"/.exec(progress) ?? [];
      const all = open(channel, ({ line }) => commandIn(line.words) === name);
      // Several may be worked on at once; where all of them have their progress, one of a killed life is shown anew.
      const fresh = all.filter(({ spot }) => !begun.has(spot));
      const lines = fresh.length > 0 ? fresh : all;
      return (lines.find(isTaken) ?? lines[0])?.spot;
    },
    ofAnswer(channel, user) {
      const lines = open(channel, (one) =>
        user === undefined ? forAll.test(one.line.words) : one.user === user,
      );
      return lines.findLast(isTaken)?.spot;
    },
  };
}

const commandIn = (words: string): string | undefined => /^\/?(\S+)/.exec(words)?.[1];
