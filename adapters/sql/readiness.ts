import type { PersonId } from "../../src/core/address.ts";
import type {
  Assessment,
  Assessments,
  CheckResult,
  Waiver,
  Waivers,
} from "../../src/core/check.ts";
import { dateOf, given } from "./rows.ts";
import type { Database } from "./schema.ts";

export function createWaivers(db: Database): Waivers {
  return {
    async add({ check, tenant, until, reason, by, at }) {
      const key = { check_id: check, tenant: tenant ?? "" };
      const accepted = { until: until.getTime(), reason, at: at.getTime() };
      const row = { ...accepted, by_id: by.id, by_name: by.name };
      await db
        .insertInto("waivers")
        .values({ ...key, ...row })
        .onConflict((conflict) => conflict.columns(["check_id", "tenant"]).doUpdateSet(row))
        .execute();
    },
    async remove({ check, tenant }) {
      const { numDeletedRows } = await db
        .deleteFrom("waivers")
        .where("check_id", "=", check)
        .where("tenant", "=", tenant ?? "")
        .executeTakeFirst();
      return numDeletedRows > 0;
    },
    async list() {
      const rows = await db.selectFrom("waivers").selectAll().orderBy("at").execute();
      return rows.map((row) => ({
        check: row.check_id,
        ...given("tenant", row.tenant || undefined),
        until: dateOf(row.until),
        reason: row.reason,
        by: { id: row.by_id as PersonId, name: row.by_name },
        at: dateOf(row.at),
      }));
    },
  };
}

export function createAssessments(db: Database): Assessments {
  return {
    async add({ tenant, at, results }) {
      const doc = JSON.stringify(results);
      await db
        .insertInto("assessments")
        .values({ tenant, at: at.getTime(), doc })
        .onConflict((conflict) => conflict.columns(["tenant", "at"]).doUpdateSet({ doc }))
        .execute();
    },
    async lastBefore(tenant, before) {
      const row = await db
        .selectFrom("assessments")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("at", "<=", before.getTime())
        .orderBy("at", "desc")
        .limit(1)
        .executeTakeFirst();
      return row && assessmentOf(row);
    },
  };
}

function assessmentOf({
  tenant,
  at,
  doc,
}: {
  tenant: string;
  at: number;
  doc: string;
}): Assessment {
  const results = JSON.parse(doc) as readonly Stored[];
  return { tenant, at: dateOf(at), results: results.map(resultOf) };
}

/** As JSON has it: times are text. */
type Stored = Omit<CheckResult, "waiver"> & {
  readonly waiver?: Omit<Waiver, "until" | "at"> & { readonly until: string; readonly at: string };
};

function resultOf({ waiver, ...result }: Stored): CheckResult {
  if (!waiver) return result;
  return {
    ...result,
    waiver: { ...waiver, until: new Date(waiver.until), at: new Date(waiver.at) },
  };
}
