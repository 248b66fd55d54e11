import type { Mover } from "../error-codes/error-code.ts";

/** Why something did not go as it was meant to, in words of our own that name nobody. */
export interface LogCause {
  /** `wrong-password`: how it is counted and asked about. */
  readonly code: string;
  /** As lists say it, after a number: "7 × wrong password". */
  readonly phrase: string;
  readonly means: string;
  /** For whoever has the person on the phone. */
  readonly advice: string;
  /** Whose move it is. */
  readonly move: Mover;
}

/** What a table says of one cause. */
export type CauseRow = readonly [phrase: string, move: Mover, means: string, advice: string];
