import type { Archive } from "../core/archive.ts";
import type { EngineAt } from "../core/archive-engine.ts";
import type { ChatAdapter } from "../core/chat-adapter.ts";
import { type Clock, SECOND } from "../core/clock.ts";
import type { Forgetting } from "../core/forgetting.ts";
import type { Log } from "../core/log.ts";
import { sayCount } from "../core/say.ts";
import type { Tails } from "../core/tail.ts";
import { within } from "../core/within.ts";
import { hashesOf } from "./hashed.ts";

/** Less than an answer may take. */
const patienceMs = 40 * SECOND;

export function createForgetting(given: {
  archive: Pick<Archive, "forget">;
  tails: Pick<Tails, "forget">;
  /** Some keep what was said in them with us. */
  chats?: readonly Pick<ChatAdapter, "forget">[];
  /** For the audit trail. Never rejects. */
  note(deed: { readonly kind: "forgotten"; readonly detail: string }): Promise<void>;
  clock: Pick<Clock, "after">;
  log: Log;
  /** By tenant, where people are kept as hashes. */
  keys: EngineAt["keys"];
}): Forgetting {
  const { archive, tails, chats = [], note, clock, log, keys } = given;
  const hashes = hashesOf(keys);

  /** What they tell next, or told before, would name somebody who is gone. */
  async function forgetElsewhere(tenant: string, names: readonly string[]): Promise<void> {
    await tails
      .forget(tenant, names)
      .catch((error: unknown) =>
        log.error({ err: error, tenant }, "the tails that look for a person could not be ended"),
      );
    await Promise.all(chats.map((chat) => chat.forget?.(names))).catch((error: unknown) =>
      log.error({ err: error }, "a person could not be removed from a chat's history"),
    );
  }

  return {
    async forget(tenant, names) {
      await forgetElsewhere(tenant, names);
      const done = archive.forget(tenant, names).then(async (events) => {
        await note({ kind: "forgotten", detail: `${sayCount(events, "event")} of ${tenant}` });
        return events;
      });
      const soon = await within(done, { clock, ms: patienceMs });
      if (soon === undefined) report(done, tenant, log);
      return soon;
    },
    keptAs: (tenant, name) => hashes.get(tenant)?.(name) ?? name,
  };
}

/** Nobody waits for it any more, so the log says how it ended. */
function report(done: Promise<number>, tenant: string, log: Log): void {
  done.then(
    (events) => log.info({ tenant, events }, "a person was removed from the archive"),
    (error: unknown) =>
      log.error({ err: error, tenant }, "a person could not be removed from the archive yet"),
  );
}
