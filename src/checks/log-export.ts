import type { LogArchive } from "../core/check.ts";
import { completenessOf } from "../core/log-coverage.ts";

/** Whether the bot's own copy is as good as a log stream: proved to be whole up to now. */
export function isExport(archive: LogArchive | null | undefined, at: Date): archive is LogArchive {
  if (!archive) return false;
  const { coverage, reading } = archive;
  return completenessOf(coverage, { now: at, reading }) === "whole";
}
