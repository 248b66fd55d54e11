import type { Compilable, CreateTableBuilder } from "kysely";
import type { Clock } from "../../src/core/clock.ts";
import { SettingsError } from "../../src/core/errors.ts";
import type { Database, Work } from "./schema.ts";

/** What is wrong with a database and what the operator can do, in whole sentences. */
export interface Problem {
  readonly detail: string;
  readonly fix: string;
}

/** What an engine adds to the SQL that all of them share. */
export interface Engine {
  readonly db: Database;
  /** All of these or none, in this order. Nothing they bring is told; nobody else waits for more than one commit. */
  together(queries: readonly Compilable[]): Promise<void>;
  readonly clock: Clock;
  /** How the operator knows it, for errors: "The database ./data/watchpost.db". */
  readonly title: string;
  /** Adds a primary key called `seq` that counts up and never gives a number twice. */
  withSeq<T extends string, C extends string>(
    table: CreateTableBuilder<T, C>,
  ): CreateTableBuilder<T, C | "seq">;
  /** Lets nobody change the tables of the audit trail, whoever asks. */
  onlyAdd(work: Work): Promise<void>;
  /** Lets nobody say a second time where that begins and ends. */
  oneEnd(work: Work): Promise<void>;
  /** Whatever lasts in the database itself; called once it is known to be ours. */
  prepare(): void | Promise<void>;
  /** Its size and soundness in words. @throws when it is not sound. */
  inspect(): Promise<string>;
  /** The engine's error as words for the operator: what failed and what to do. */
  explain(error: unknown): Problem | undefined;
  /** May be called twice. */
  close(): Promise<void>;
}

/** The database cannot be used as it stands. */
export function refusal(title: string, { detail, fix }: Problem, cause: unknown): SettingsError {
  const error = new SettingsError(title, [`${detail} ${fix}`]);
  error.cause = cause;
  return error;
}
