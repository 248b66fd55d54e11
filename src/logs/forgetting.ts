import type { Archive } from "../core/archive.ts";
import type { EngineAt } from "../core/archive-engine.ts";
import type { ChatAdapter } from "../core/chat-adapter.ts";
import { type Clock, SECOND } from "../core/clock.ts";
import type { Forgetting } from "../core/forgetting.ts";
import type { Log } from "../core/log.ts";
import type { Records } from "../core/records.ts";
import { sayCount } from "../core/say.ts";
import type { Tails } from "../core/tail.ts";
import { within } from "../core/within.ts";
import { hashesOf } from "./hashed.ts";

/** Less than an answer may take. */
const patienceMs = 40 * SECOND;

/** What a kill cut in two is done by the archive's next life; that it is, stands in the trail then. */
export interface ForgettingDesk extends Forgetting {
  tick(): Promise<void>;
  settled(): Promise<void>;
}

export function createForgetting(given: {
  archive: Pick<Archive, "forget">;
  tails: Pick<Tails, "forget">;
  /** Some keep what was said in them with us. */
  chats?: readonly Pick<ChatAdapter, "forget">[];
  /** For the audit trail. Never rejects. */
  note(deed: { readonly kind: "forgotten"; readonly detail: string }): Promise<void>;
  records: Pick<Records, "set" | "remove" | "list">;
  clock: Pick<Clock, "after" | "now">;
  log: Log;
  /** By tenant, where people are kept as hashes. */
  keys: EngineAt["keys"];
}): ForgettingDesk {
  const { archive, tails, chats = [], clock, log, keys } = given;
  const hashes = hashesOf(keys);
  const notes = createNotes(given);

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
      const begun = await notes.begin(tenant);
      const done = archive.forget(tenant, names).then(async (events) => {
        await begun.noted(`${sayCount(events, "event")} of ${tenant}`);
        return events;
      });
      const soon = await within(done, { clock, ms: patienceMs });
      if (soon === undefined) report(done, tenant, log);
      return soon;
    },
    keptAs: (tenant, name) => hashes.get(tenant)?.(name) ?? name,
    tick: notes.catchUp,
    settled: async () => {},
  };
}

/** Keeps in mind, without any name, what the trail is to say of what was begun, until it says so. */
function createNotes(given: Parameters<typeof createForgetting>[0]) {
  const { archive, note, records, clock, log } = given;
  let caughtUp: Promise<void> | undefined;
  let count = 0;
  const unkept = (error: unknown) =>
    log.warn({ err: error }, "it could not be kept in mind that somebody is forgotten");

  async function noted(key: string, detail: string): Promise<void> {
    await note({ kind: "forgotten", detail });
    await records.remove(key).catch(unkept);
  }

  async function noteLeft(): Promise<void> {
    const left = await records.list<{ tenant: string }>(pending);
    const noteAll = async () => {
      for (const { key, value } of left) {
        await archive.forget(value.tenant, []);
        await noted(key, `what was left to forget of ${value.tenant} after a restart`);
      }
    };
    // Nobody waits for it: it may take long.
    noteAll().catch((error: unknown) =>
      log.error({ err: error }, "what is left to forget is not forgotten yet"),
    );
  }

  /** What an earlier life began, once. */
  const catchUp = () => (caughtUp ??= noteLeft().catch(unkept));

  return {
    catchUp,
    async begin(tenant: string) {
      await catchUp();
      count += 1;
      const key = `${pending}${clock.now().getTime()}-${count}`;
      await records.set(key, { tenant }).catch(unkept);
      return { noted: (detail: string) => noted(key, detail) };
    },
  };
}

const pending = "forgetting/";

/** Nobody waits for it any more, so the log says how it ended. */
function report(done: Promise<number>, tenant: string, log: Log): void {
  done.then(
    (events) => log.info({ tenant, events }, "a person was removed from the archive"),
    (error: unknown) =>
      log.error({ err: error, tenant }, "a person could not be removed from the archive yet"),
  );
}
