import SqliteDatabase from "better-sqlite3";
import type { Problem } from "./engine.ts";
import { restoreFix } from "./tables.ts";

/** SQLite's error as words for the operator. `setting`: the one that names the file. */
export function explainSqlite(error: unknown, setting: string): Problem | undefined {
  if (!(error instanceof SqliteDatabase.SqliteError)) return undefined;
  // Extended codes say more than is of use: SQLITE_IOERR_FSYNC, SQLITE_READONLY_DIRECTORY.
  return problems(setting, error.message)[error.code.split("_").slice(0, 2).join("_")];
}

/** What to do where the file or its folder may not be written. */
export const chooseAnother = (setting: string): string =>
  `Choose a file in a folder that the bot may write to, in ${setting}.`;

const problems = (setting: string, said: string): Readonly<Record<string, Problem>> => ({
  SQLITE_CANTOPEN: {
    detail: "It cannot be opened or created.",
    fix: chooseAnother(setting),
  },
  SQLITE_READONLY: { detail: "It cannot be written to.", fix: chooseAnother(setting) },
  SQLITE_PERM: { detail: "Access to it was refused.", fix: chooseAnother(setting) },
  SQLITE_NOTADB: {
    detail: "The file is not a database.",
    fix: `Move it away, or name another file in ${setting}.`,
  },
  SQLITE_CORRUPT: {
    detail: "The database is damaged.",
    fix: restoreFix,
  },
  // What is asked is always well formed: then it is the tables that are not.
  SQLITE_ERROR: { detail: `It is not as Watchpost makes it (${said}).`, fix: restoreFix },
  SQLITE_BUSY: {
    detail: "Another process holds the database.",
    fix: `Stop the other bot that uses this file, or name another file in ${setting}.`,
  },
  SQLITE_FULL: { detail: "The disk is full.", fix: "Free some space on its disk." },
  SQLITE_IOERR: {
    detail: "The disk could not be read or written.",
    fix: "Look at the disk and its mount.",
  },
});
