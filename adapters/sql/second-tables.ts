import type { Engine } from "./engine.ts";
import type { Work } from "./schema.ts";

/** Migration 2: what the bot knows of the tenants themselves, and what the team did about it. */
export async function secondTables(work: Work, engine: Pick<Engine, "withSeq">): Promise<void> {
  await loginRuns(work, engine);
  await ledger(work, engine);
  await readiness(work);
  await digests(work);
}

async function loginRuns({ schema }: Work, { withSeq }: Pick<Engine, "withSeq">): Promise<void> {
  await withSeq(schema.createTable("login_runs"))
    .addColumn("tenant", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("doc", "text", (column) => column.notNull())
    .execute();
  await schema
    .createIndex("login_runs_by_time")
    .on("login_runs")
    .columns(["tenant", "at"])
    .execute();
}

async function ledger({ schema }: Work, { withSeq }: Pick<Engine, "withSeq">): Promise<void> {
  await withSeq(schema.createTable("ledger"))
    .addColumn("bulletin", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("by_id", "text", (column) => column.notNull())
    .addColumn("by_name", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("note", "text")
    .execute();
}

async function readiness({ schema }: Work): Promise<void> {
  await schema
    .createTable("waivers")
    .addColumn("check_id", "text", (column) => column.notNull())
    // Empty: for every tenant. Not null: nulls are never equal, so never unique.
    .addColumn("tenant", "text", (column) => column.notNull())
    .addColumn("until", "bigint", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("by_id", "text", (column) => column.notNull())
    .addColumn("by_name", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("waivers_key", ["check_id", "tenant"])
    .execute();
  await schema
    .createTable("assessments")
    .addColumn("tenant", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("doc", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("assessments_key", ["tenant", "at"])
    .execute();
}

async function digests({ schema }: Work): Promise<void> {
  await schema
    .createTable("digest_schedules")
    .addColumn("conversation", "text", (column) => column.primaryKey())
    .addColumn("weekday", "integer", (column) => column.notNull())
    .addColumn("minute", "integer", (column) => column.notNull())
    .addColumn("zone", "text", (column) => column.notNull())
    .addColumn("next_due_at", "bigint", (column) => column.notNull())
    .addColumn("usual", "integer", (column) => column.notNull())
    .execute();
  await schema
    .createTable("digest_weeks")
    .addColumn("conversation", "text", (column) => column.notNull())
    .addColumn("week", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("digest_weeks_key", ["conversation", "week"])
    .execute();
}
