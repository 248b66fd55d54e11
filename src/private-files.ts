import { readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { archiveFile } from "./archive-file.ts";
import type { ProbeResult } from "./core/chat-adapter.ts";
import { sayList } from "./core/say.ts";
import type { Settings } from "./settings.ts";

/**
 * Whether somebody else on the machine can read what the bot keeps. It creates its files for itself alone; those that an earlier
 * version created, or that were copied there, may be open.
 */
export function probeFiles(store: Settings["store"]): readonly ProbeResult[] {
  // Windows has rights of another kind, and says nothing of them here.
  if (process.platform === "win32") return [];
  const open = filesOf(store).filter(isOpen);
  if (open.length === 0) return [];
  return [
    {
      subject: "Files",
      ok: false,
      mild: true,
      detail: `Other users of this machine can read ${sayList(open)}.`,
      fix: `chmod 600 ${open.map(quoted).join(" ")}`,
    },
  ];
}

function filesOf(store: Settings["store"]): readonly string[] {
  const databases = [store.sqlite, archiveFile(store)].filter((file) => file !== ":memory:");
  return databases.flatMap((file) => [
    file,
    `${file}-wal`,
    `${file}-shm`,
    ...within(`${file}-taken`),
  ]);
}

function within(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** Nobody reads a file in a folder that they may not enter. */
const isOpen = (file: string): boolean =>
  allows(file, 0o044) && allows(dirname(resolve(file)), 0o011);

function allows(path: string, rights: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && (found.mode & rights) !== 0;
}

const quoted = (file: string): string =>
  /^[\w./-]+$/u.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
