import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Creates a database's file for nobody else to read, and its folder, where they are missing. SQLite gives the files beside it
 * the same rights.
 */
export function createPrivate(file: string): void {
  mkdirSync(dirname(resolve(file)), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, "a", 0o600));
}
