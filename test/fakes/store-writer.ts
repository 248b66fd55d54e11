import { writeSync } from "node:fs";
import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import type { ConversationId } from "../../src/core/address.ts";

/**
 * A process to be killed: reads an incident that moves on at every read, tells one of two conversations all of
 * it, writes each read into the audit trail, and says on its standard output what was done, each line after it.
 */
const [file = ""] = process.argv.slice(2);
const clock = { now: () => new Date(0), after: async () => {} };
const store = await openSqliteStore({ file, clock });
const target = { key: "t", source: "status", title: "Status" };
const told: ConversationId = "slack:channel:told";
const silent: ConversationId = "slack:channel:silent";

await store.subjects.observe([{ target, at: new Date(0), subjects: [] }]);
for (const conversation of [told, silent]) {
  const wish = { conversation, source: "status", feed: "", as: "thread", origin: "chat" } as const;
  await store.subscriptions.subscribe(wish, new Date(0));
}
for (let count = 1; ; count += 1) {
  const revisions = Array.from({ length: count }, (_, index) => ({
    key: `r${index}`,
    phase: "investigating" as const,
    text: `Word ${index}`,
  }));
  const subject = {
    source: "status",
    id: "incident",
    title: "Incident",
    url: "",
    phase: "investigating" as const,
    revisions,
    labels: [],
    facts: [],
  };
  await store.subjects.observe([{ target, at: new Date(count), subjects: [subject] }]);
  writeSync(1, `observed ${count}\n`);
  for (const telling of await store.outbox.tellings(told)) {
    await store.outbox.told({
      conversation: told,
      source: "status",
      subject: "incident",
      card: { id: "card", shown: `${count}` },
      revisions: telling.untold.map(({ key }) => key),
    });
  }
  writeSync(1, `told ${count}\n`);
  const entry = { at: new Date(count), kind: "backup", detail: `${count}` } as const;
  await store.audit.append([entry, entry]);
  writeSync(1, `audited ${count}\n`);
}
