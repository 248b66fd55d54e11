import type { PersonId } from "../../src/core/address.ts";
import type { BulletinState, Ledger } from "../../src/core/bulletin.ts";
import { dateOf, given } from "./rows.ts";
import type { Database } from "./schema.ts";

export function createLedger(db: Database): Ledger {
  return {
    async add({ bulletin, state, by, at, note }) {
      const row = { bulletin, state, by_id: by.id, by_name: by.name, at: at.getTime() };
      await db
        .insertInto("ledger")
        .values({ ...row, note: note ?? null })
        .execute();
    },
    async list(bulletin) {
      let query = db.selectFrom("ledger").selectAll().orderBy("seq");
      if (bulletin !== undefined) query = query.where("bulletin", "=", bulletin);
      return (await query.execute()).map((row) => ({
        bulletin: row.bulletin,
        state: row.state as BulletinState,
        by: { id: row.by_id as PersonId, name: row.by_name },
        at: dateOf(row.at),
        ...given("note", row.note),
      }));
    },
  };
}
