import { sql } from "kysely";
import type { Records, RecordsPage } from "../../src/core/records.ts";
import type { Database, Work } from "./schema.ts";

/** The store's own notes are kept where no platform's name can be. */
export const ownNotes = "watchpost:store";

export function createRecords(db: Database | Work, platform: string): Records {
  return {
    async get<T>(key: string) {
      const row = await db
        .selectFrom("records")
        .select("value")
        .where("platform", "=", platform)
        .where("key", "=", key)
        .executeTakeFirst();
      return row && (JSON.parse(row.value) as T);
    },
    async set(key, value) {
      const text = JSON.stringify(value ?? null);
      await db
        .insertInto("records")
        .values({ platform, key, value: text })
        .onConflict((conflict) =>
          conflict.columns(["platform", "key"]).doUpdateSet({ value: text }),
        )
        .execute();
    },
    async remove(key) {
      await db
        .deleteFrom("records")
        .where("platform", "=", platform)
        .where("key", "=", key)
        .execute();
    },
    async list<T>(prefix: string, page?: RecordsPage) {
      // Not LIKE: engines disagree on case, and a prefix may hold its wildcards. Engines count characters, not UTF-16 units.
      let query = db
        .selectFrom("records")
        .select(["key", "value"])
        .where("platform", "=", platform)
        .where(sql<string>`substr(key, 1, ${[...prefix].length})`, "=", prefix)
        .orderBy("key");
      if (page?.after !== undefined) query = query.where("key", ">", page.after);
      if (page) query = query.limit(page.limit);
      const rows = await query.execute();
      return rows.map(({ key, value }) => ({ key, value: JSON.parse(value) as T }));
    },
  };
}
