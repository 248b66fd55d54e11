/** What the bot says to the thread at the front. */
export type ToFront =
  | {
      readonly kind: "open";
      readonly host: string;
      readonly port: number;
      /** Where the bot's own server listens, for every other path. */
      readonly inner: string;
      readonly doors: readonly { path: string; module: string; data: unknown; journal?: string }[];
    }
  /** What was handed over with this number is written down. */
  | { readonly kind: "released"; readonly kept: number }
  | { readonly kind: "answer"; readonly id: number; readonly json: string | undefined }
  | { readonly kind: "renew"; readonly path: string; readonly data: object }
  | { readonly kind: "shut"; readonly path: string }
  | { readonly kind: "close" };

/** What the thread at the front says to the bot. */
export type FromFront =
  | { readonly kind: "listening"; readonly port: number }
  | { readonly kind: "refused"; readonly code: string }
  /**
   * `kept`: it is in the journal until it is released. `id`: somebody waits for what the bot answers to it; then it is in the
   * journal from its acknowledgement on, if that says nothing.
   */
  | {
      readonly kind: "said";
      readonly path: string;
      readonly said: unknown;
      readonly id?: number;
      readonly kept?: number;
    }
  /** Who said something was answered, after so many milliseconds. */
  | { readonly kind: "took"; readonly path: string; readonly ms: number }
  | { readonly kind: "trouble"; readonly code: string }
  | { readonly kind: "shut"; readonly path: string }
  | { readonly kind: "closed" };

/** Who knocked at the front, told to the server behind it. Only the front sets it. */
export const peerHeader = "x-watchpost-peer";
