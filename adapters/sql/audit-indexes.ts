import type { Engine } from "./engine.ts";
import type { Work } from "./schema.ts";

/** By each of these the trail is looked up, newest first: an index of one column has the numbers in order beside it. */
const columns = ["kind", "by_name", "conversation", "command", "outcome"] as const;

/** Migration 5: a long trail answers as soon as a short one, and ends where it ends. */
export async function auditIndexes(work: Work, engine: Pick<Engine, "oneEnd">): Promise<void> {
  for (const column of columns) {
    await work.schema.createIndex(`audit_by_${column}`).on("audit").columns([column]).execute();
  }
  await engine.oneEnd(work);
}
