import type { LoginRun, LoginRuns } from "../../src/core/login.ts";
import { dateOf } from "./rows.ts";
import type { Database } from "./schema.ts";

export function createLoginRuns(db: Database): LoginRuns {
  return {
    async add(run) {
      const { tenant, at, ...rest } = run;
      const row = { tenant, at: at.getTime(), doc: JSON.stringify(rest) };
      await db.insertInto("login_runs").values(row).execute();
    },
    async latest(tenant, limit) {
      const rows = await db
        .selectFrom("login_runs")
        .select(["tenant", "at", "doc"])
        .where("tenant", "=", tenant)
        .orderBy("at", "desc")
        .orderBy("seq", "desc")
        .limit(limit)
        .execute();
      return rows.map(({ tenant: of, at, doc }) => {
        const rest = JSON.parse(doc) as Omit<LoginRun, "tenant" | "at">;
        return { tenant: of, at: dateOf(at), ...rest };
      });
    },
    async forget(before) {
      await db.deleteFrom("login_runs").where("at", "<", before.getTime()).execute();
    },
  };
}
