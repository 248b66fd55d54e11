import type { CreateTableBuilder } from "kysely";
import type { Clock } from "../../src/core/clock.ts";
import type { Database } from "./schema.ts";

/** What an engine adds to the SQL that all of them share. */
export interface Engine {
  readonly db: Database;
  readonly clock: Clock;
  /** How the operator knows it, for errors: "The database ./data/watchpost.db". */
  readonly title: string;
  /** Adds a primary key called `seq` that counts up and never gives a number twice. */
  withSeq<T extends string, C extends string>(
    table: CreateTableBuilder<T, C>,
  ): CreateTableBuilder<T, C | "seq">;
  /** Whatever lasts in the database itself; called once it is known to be ours. */
  prepare(): void | Promise<void>;
  /** Its size and soundness in words. @throws when it is not sound. */
  inspect(): Promise<string>;
  /** The engine's error as words for the operator: what failed and what to do. */
  explain(error: unknown): { readonly detail: string; readonly fix: string } | undefined;
  /** May be called twice. */
  close(): Promise<void>;
}
