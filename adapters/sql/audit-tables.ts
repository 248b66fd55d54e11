import { beginning } from "../../src/core/audit-chain.ts";
import type { Engine } from "./engine.ts";
import type { Work } from "./schema.ts";

/** Migration 4: the audit trail. */
export async function auditTables(work: Work, engine: Pick<Engine, "onlyAdd">): Promise<void> {
  await entries(work);
  await ends(work);
  await engine.onlyAdd(work);
}

async function entries({ schema }: Work): Promise<void> {
  await schema
    .createTable("audit")
    .addColumn("number", "integer", (column) => column.primaryKey())
    .addColumn("previous", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("entry", "text", (column) => column.notNull())
    // What follows stands in the entry too: it is there to be searched by.
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("by_id", "text", (column) => column.notNull())
    .addColumn("by_name", "text", (column) => column.notNull())
    .addColumn("conversation", "text", (column) => column.notNull())
    .addColumn("command", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("audit_by_time").on("audit").columns(["at"]).execute();
  await schema.createIndex("audit_by_person").on("audit").columns(["by_id"]).execute();
  await schema
    .createTable("audit_about")
    .addColumn("digest", "text", (column) => column.notNull())
    .addColumn("number", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("audit_about_key", ["digest", "number"])
    .execute();
  await schema.createIndex("audit_about_by_number").on("audit_about").columns(["number"]).execute();
}

async function ends(work: Work): Promise<void> {
  await work.schema
    .createTable("audit_ends")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("dropped_number", "integer", (column) => column.notNull())
    .addColumn("dropped_hash", "text", (column) => column.notNull())
    .addColumn("head_number", "integer", (column) => column.notNull())
    .addColumn("head_hash", "text", (column) => column.notNull())
    .execute();
  const { number, hash } = beginning;
  await work
    .insertInto("audit_ends")
    .values({
      id: 1,
      dropped_number: number,
      dropped_hash: hash,
      head_number: number,
      head_hash: hash,
    })
    .execute();
}
