import { sql } from "kysely";
import type { Engine } from "./engine.ts";
import type { Work } from "./schema.ts";

type Seq = Pick<Engine, "withSeq">;

/** Migration 1: everything that the store began with. */
export async function firstTables(work: Work, engine: Seq): Promise<void> {
  await world(work);
  await subscriptions(work, engine);
  await conversations(work);
  await outbox(work, engine);
  await cards(work);
  await work.schema
    .createTable("records")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("records_key", ["platform", "key"])
    .execute();
}

async function world({ schema }: Work): Promise<void> {
  await schema
    .createTable("targets")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("tenant", "text")
    .addColumn("feed", "text")
    .addColumn("first_read_at", "bigint")
    .addColumn("last_read_at", "bigint")
    .addColumn("last_tried_at", "bigint")
    .addColumn("failures", "integer", (column) => column.notNull())
    .addColumn("error", "text")
    .addColumn("oldest_at", "bigint")
    .addColumn("skew_ms", "bigint")
    .addColumn("validators", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("subjects")
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("doc", "text", (column) => column.notNull())
    .addColumn("phase", "text", (column) => column.notNull())
    .addColumn("open", "integer", (column) => column.notNull())
    .addColumn("feed", "text", (column) => column.notNull())
    .addColumn("tenants", "text", (column) => column.notNull())
    .addColumn("words", "text", (column) => column.notNull())
    .addColumn("starts_at", "bigint")
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("first_seen_at", "bigint", (column) => column.notNull())
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("subjects_key", ["source", "id"])
    .execute();
  await schema
    .createIndex("subjects_by_change")
    .on("subjects")
    .columns(["source", "changed_at"])
    .execute();
  await schema
    .createIndex("subjects_open")
    .on("subjects")
    .columns(["source"])
    .where(sql.ref("open"), "=", 1)
    .execute();
}

async function subscriptions({ schema }: Work, engine: Seq): Promise<void> {
  await engine
    .withSeq(schema.createTable("subscriptions"))
    .addColumn("conversation", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("feed", "text", (column) => column.notNull())
    .addColumn("loudness", "text", (column) => column.notNull())
    .addColumn("tenant", "text")
    .addColumn("only_label", "text")
    .addColumn("quiet", "text")
    .addColumn("mention", "text")
    .addColumn("by_id", "text")
    .addColumn("by_name", "text")
    .addColumn("origin", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("subscriptions_one", ["conversation", "source", "feed"])
    .execute();
}

async function conversations({ schema }: Work): Promise<void> {
  await schema
    .createTable("conversations")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("generation", "integer", (column) => column.notNull())
    .addColumn("wishes", "integer", (column) => column.notNull())
    .addColumn("wake_at", "bigint")
    .addColumn("not_before", "bigint", (column) => column.notNull())
    .addColumn("lease_holder", "text")
    .addColumn("lease_until", "bigint", (column) => column.notNull())
    .addColumn("muted_until", "bigint", (column) => column.notNull())
    .addColumn("paused_reason", "text")
    .addColumn("paused_since", "bigint")
    .addColumn("retry_at", "bigint", (column) => column.notNull())
    .addColumn("failures", "integer", (column) => column.notNull())
    .addColumn("error", "text")
    .execute();
}

async function outbox({ schema }: Work, engine: Seq): Promise<void> {
  await engine
    .withSeq(schema.createTable("outbox"))
    .addColumn("conversation", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("revision", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("outbox_one", ["conversation", "source", "subject", "revision"])
    .addForeignKeyConstraint("outbox_subject", ["source", "subject"], "subjects", ["source", "id"])
    .execute();
}

async function cards({ schema }: Work): Promise<void> {
  await schema
    .createTable("cards")
    .addColumn("conversation", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("message_id", "text", (column) => column.notNull())
    .addColumn("shown", "text", (column) => column.notNull())
    .addColumn("stale", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("cards_one", ["conversation", "source", "subject"])
    .addForeignKeyConstraint("cards_subject", ["source", "subject"], "subjects", ["source", "id"])
    .execute();
  await schema.createIndex("cards_by_subject").on("cards").columns(["source", "subject"]).execute();
  await schema
    .createIndex("cards_stale")
    .on("cards")
    .columns(["conversation"])
    .where(sql.ref("stale"), "=", 1)
    .execute();
}
