import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { refusal } from "./engine.ts";

/** A restore that has begun to move files, and perhaps was cut off over it. */
export interface Unfinished {
  /** The folder of the backup. */
  readonly from: string;
  /** What the names of files end with that were there before. */
  readonly aside: string;
}

const schema = z.object({ from: z.string(), aside: z.string().regex(/^\.before-[\w-]+$/) });

/** Stands beside the store for as long as its files are neither the old ones nor the new ones. */
const markerOf = (store: string): string => `${store}-restoring`;

/** Nothing where the mark itself is half written: then no file was moved yet. */
export function unfinishedOf(store: string): Unfinished | undefined {
  const marker = markerOf(store);
  if (!existsSync(marker)) return undefined;
  try {
    return schema.parse(JSON.parse(readFileSync(marker, "utf8")));
  } catch {
    return undefined;
  }
}

export const begin = (store: string, what: Unfinished): void =>
  writeFileSync(markerOf(store), JSON.stringify(what), { mode: 0o600, flush: true });

export const finish = (store: string): void => rmSync(markerOf(store));

/** A bot that began with an empty store here would have forgotten everything, and nobody would notice. @throws SettingsError */
export function refuseUnfinished(store: string, title: string): void {
  if (!existsSync(markerOf(store))) return;
  const detail = "Restoring a backup into it was cut off.";
  const fix = "Run the same watchpost restore again.";
  throw refusal(title, { detail, fix }, undefined);
}
