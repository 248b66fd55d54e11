import { stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { SECOND } from "../core/clock.ts";
import type { Sample, World } from "./world.ts";

/** What the databases take, and what is left beside them. */
export async function readFiles({ files, archive }: World): Promise<readonly Sample[]> {
  const { events } = await archive.facts();
  const each = await Promise.all(Object.entries(files).map(readFile));
  return [{ name: "watchpost_log_archive_events", labels: {}, value: events }, ...each.flat()];
}

async function readFile([file, path]: readonly [string, string]): Promise<readonly Sample[]> {
  if (path === ":memory:") return [];
  const sizes = await Promise.all(["", "-wal"].map((end) => sizeOf(`${path}${end}`)));
  const { bavail, blocks, bsize } = await statfs(dirname(path));
  const labels = { file };
  return [
    { name: "watchpost_file_bytes", labels, value: sizes.reduce((one, other) => one + other) },
    { name: "watchpost_disk_free_bytes", labels, value: bavail * bsize },
    { name: "watchpost_disk_size_bytes", labels, value: blocks * bsize },
  ];
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** The audit trail, how it was found when it was last gone through, and the last backup, which is noted in it. */
export async function readAudit({ audit }: World): Promise<readonly Sample[]> {
  const { head, check, backupAt } = await audit.standing();
  const labels = {};
  const samples: Sample[] = [
    { name: "watchpost_audit_entries_total", labels, value: head.number },
    { name: "watchpost_backup_timestamp_seconds", labels, value: secondsOf(backupAt) },
  ];
  if (!check) return samples;
  const sound = Number(check.fault === undefined);
  return [
    ...samples,
    { name: "watchpost_audit_sound", labels, value: sound },
    { name: "watchpost_audit_check_timestamp_seconds", labels, value: secondsOf(check.at) },
  ];
}

/** As Prometheus counts time; 0 for never. */
const secondsOf = (at: Date | undefined): number => (at?.getTime() ?? 0) / SECOND;
