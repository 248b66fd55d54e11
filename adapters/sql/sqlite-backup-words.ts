import { resolve } from "node:path";
import type { Made } from "./sqlite-backup.ts";
import type { Restored } from "./sqlite-restore.ts";

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
const together = (bytes: number, holds: string): string =>
  [megabytes(bytes), holds].filter(Boolean).join(", ");
const minute = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;

/** What is said of a backup that was made. */
export function sayMade({ folder, files, removed }: Made): readonly string[] {
  return [
    ...files.map(
      ({ name, bytes, holds }) =>
        `${folder}/${name} is written and sound: ${together(bytes, holds)}.`,
    ),
    ...removed.map((older) => `${older} was older, and is removed.`),
    `To put it back: watchpost restore --from ${folder}`,
  ];
}

/** What is said of a backup that was put in place. */
export function sayRestored({ manifest, files, kept }: Restored): readonly string[] {
  return [
    ...files.map(
      ({ file, bytes, holds }) => `${file} is restored and sound: ${together(bytes, holds)}.`,
    ),
    `All is as it was on ${minute(manifest.made)}. ${manifest.running ? mayRepeat : nothingRepeats}`,
    ...(kept.length > 0
      ? [`What was there before is kept: ${kept.map((file) => resolve(file)).join(", ")}`]
      : []),
    "Now run watchpost doctor, and start Watchpost.",
  ];
}

const mayRepeat =
  "Watchpost ran on after that: what it has told since may be told once more, and lines of the 25 minutes before now may be answered once more.";
const nothingRepeats =
  "Watchpost was stopped then: unless it was started again, nothing is told twice.";
