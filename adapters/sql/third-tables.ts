import type { Work } from "./schema.ts";

/** Migration 3: what a conversation's life is made of beside its pauses. */
export async function thirdTables({ schema }: Work): Promise<void> {
  await schema
    .alterTable("conversations")
    .addColumn("paused_everywhere", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.alterTable("conversations").addColumn("shared_since", "bigint").execute();
}
