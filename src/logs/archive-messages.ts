import type { Archive, Arrival } from "../core/archive.ts";
import type { CameIn } from "../core/archive-engine.ts";
import type { LogBodyForm } from "../core/log-intake.ts";
import type { LogQuery } from "../core/log-query.ts";

/** What is asked of the engine as it stands. */
export type Question = Exclude<keyof Archive, "add" | "watch" | "close">;

/** What the bot says to the archive's thread. What carries a `call` is answered once. */
export type ToArchive =
  | { readonly kind: "add"; readonly call: number; readonly batch: CameIn }
  /** The body of a log stream's request. */
  | {
      readonly kind: "take";
      readonly call: number;
      readonly tenant: string;
      readonly body: Uint8Array<ArrayBuffer>;
      readonly form: LogBodyForm;
      readonly now: Date;
    }
  | {
      readonly kind: "ask";
      readonly call: number;
      readonly question: Question;
      readonly given: readonly unknown[];
    }
  /** Of what a search found: what has not gone over yet. */
  | { readonly kind: "rest"; readonly call: number; readonly rest: number }
  | {
      readonly kind: "watch";
      readonly watch: number;
      readonly tenant: string;
      readonly query: LogQuery;
    }
  | { readonly kind: "unwatch"; readonly watch: number }
  | { readonly kind: "close"; readonly call: number };

/** What the archive's thread says to the bot. */
export type FromArchive =
  | { readonly kind: "opened" }
  /** It is no use: the operator is told why. */
  | { readonly kind: "unfit"; readonly trouble: Trouble }
  | { readonly kind: "answer"; readonly call: number; readonly result: unknown }
  | { readonly kind: "failed"; readonly call: number; readonly trouble: Trouble }
  | { readonly kind: "arrived"; readonly watch: number; readonly arrival: Arrival };

/** An error on its way from one thread to another. */
export interface Trouble {
  readonly message: string;
  /** Of a SettingsError. */
  readonly problems?: readonly string[];
}
