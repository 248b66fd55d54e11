import type { CommandContext } from "../core/command.ts";
import { sayCount, sayDate, sayTime } from "../core/say.ts";
import type { Finding } from "./doctor-finding.ts";

const subject = "Audit trail";

/** Whether what was done can still be told as it was. */
export async function trail({ audit, zone }: CommandContext): Promise<readonly Finding[]> {
  const { head, dropped, check } = await audit.standing();
  if (head.number === 0) return [];
  if (!check) return [{ tone: "good", subject, detail: "not verified yet" }];
  const when = sayTime(check.at, zone);
  if (check.fault) {
    const detail = `it was changed, as was seen ${when}. ${check.fault}`;
    const fix =
      "Keep a copy of the database as it is, look who can write to its file, and compare with the heads in Watchpost's log: watchpost audit verify --head <head>.";
    return [{ tone: "bad", subject, detail, fix }];
  }
  const since = check.since ? ` since ${sayDate(check.since, zone)}` : "";
  const count = head.number - dropped.number;
  const entries = sayCount(count, "entry", "entries");
  const verified = check.entries < count ? `; ${check.entries} of them were` : ", all of them";
  return [{ tone: "good", subject, detail: `${entries}${since}${verified} verified ${when}` }];
}
