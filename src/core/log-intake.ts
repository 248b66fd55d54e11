import type { Added } from "./archive.ts";

/** What a delivery says of its body. */
export interface LogBodyForm {
  /** `Content-Encoding`, as it was sent. */
  readonly encoding?: string;
  /** `Content-Type`, as it was sent. */
  readonly type?: string;
}

/** What became of a delivered body. */
export type Taken =
  | {
      readonly kind: "stored";
      readonly added: Added;
      /** Parts of the body that were no events; they are kept nowhere. */
      readonly bad: number;
    }
  /** Nothing of it is kept, and sending it again would not help. `why`: a sentence without anything that stood in the body. */
  | { readonly kind: "refused"; readonly status: 400 | 413 | 415; readonly why: string };

/** Where the bodies of log streams go. */
export interface LogIntake {
  /**
   * Resolves with "stored" only once its events are durable. `body` is given away: its memory may be moved to another thread.
   * Rejects where the archive cannot take anything now; sending it again later is right then.
   */
  take(tenant: string, body: Uint8Array<ArrayBuffer>, form: LogBodyForm): Promise<Taken>;
}
