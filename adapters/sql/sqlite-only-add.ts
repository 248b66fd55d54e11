import { sql } from "kysely";
import type { Work } from "./schema.ts";

const no = (words: string): string => `begin select raise(abort, '${words}'); end`;
const changed = "an audit trail is never changed";
const cut = "an audit trail loses its oldest entries alone";
const dropped = "(select dropped_number from audit_ends)";

/**
 * The database itself refuses to change the audit trail, also when something else than Watchpost asks it to. Old entries
 * go only once it is written down up to where.
 */
const triggers: readonly string[] = [
  `audit_changed before update on audit ${no(changed)}`,
  `audit_cut before delete on audit when old.number > ${dropped} ${no(cut)}`,
  `audit_again before insert on audit when new.number <= (select head_number from audit_ends) ${no(changed)}`,
  `audit_about_changed before update on audit_about ${no(changed)}`,
  `audit_about_cut before delete on audit_about when old.number > ${dropped} ${no(cut)}`,
  `audit_ends_gone before delete on audit_ends ${no(changed)}`,
  `audit_ends_back before update on audit_ends when new.head_number < old.head_number or new.dropped_number < old.dropped_number ${no(changed)}`,
];

export async function onlyAdd(work: Work): Promise<void> {
  for (const trigger of triggers) await sql.raw(`create trigger ${trigger}`).execute(work);
}

/** Where the trail begins and ends is written down once: by another row old entries could be called dropped. */
export async function oneEnd(work: Work): Promise<void> {
  await sql
    .raw(`create trigger audit_ends_other before insert on audit_ends ${no(changed)}`)
    .execute(work);
}
