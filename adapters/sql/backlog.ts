import { MINUTE } from "../../src/core/clock.ts";
import { earliest } from "../../src/core/freshness.ts";
import type { Backlog } from "../../src/core/store.ts";
import { dateOf } from "./rows.ts";
import type { ConversationRow, Work } from "./schema.ts";

/** What waits to be told, by platform and by why it waits. */
export async function backlog(work: Work, now: Date): Promise<readonly Backlog[]> {
  const rows = await work
    .selectFrom("outbox")
    .innerJoin("conversations", "conversations.id", "outbox.conversation")
    .select(["platform", "paused_reason", "muted_until", "wake_at", "failures"])
    .select(({ fn }) => [fn.countAll().as("count"), fn.min("created_at").as("oldest")])
    .groupBy("conversations.id")
    .execute();
  const found = new Map<string, Backlog>();
  for (const row of rows) {
    const { platform } = row;
    const state = stateOf(row, now.getTime());
    const [count, oldest] = [Number(row.count), dateOf(Number(row.oldest))];
    const known = found.get(`${platform} ${state}`) ?? { platform, state, count: 0, oldest };
    found.set(`${platform} ${state}`, {
      ...known,
      count: known.count + count,
      oldest: earliest([oldest, known.oldest]) ?? oldest,
    });
  }
  return [...found.values()];
}

/** A shorter wait than this is for the platform's pace. */
const paceMs = MINUTE;

type Row = Pick<ConversationRow, "paused_reason" | "muted_until" | "wake_at" | "failures">;

function stateOf(row: Row, now: number): Backlog["state"] {
  if (row.paused_reason !== null) return "paused";
  if (row.muted_until > now) return "held";
  if (row.failures > 0) return "retrying";
  return (row.wake_at ?? 0) > now + paceMs ? "held" : "due";
}
