import type { ConversationId } from "./core/address.ts";
import type { ChatAdapter, ConversationEvent, Person } from "./core/chat-adapter.ts";
import { type Clock, HOUR, SECOND } from "./core/clock.ts";
import { DeliveryError } from "./core/errors.ts";
import type { Log } from "./core/log.ts";
import type { Records } from "./core/records.ts";
import type { Store } from "./core/store.ts";
import { introduce, type Offered } from "./introduction.ts";

/** How far one introduction has come. One that was being sent when the process died may have been seen: it is not sent again. */
interface Introduced {
  readonly state: "wanted" | "sending" | "done";
  /** Of the arrival that it is for, the same at each delivery; absent where the platform gives none. */
  readonly event?: string;
  readonly by?: Person;
  /** ISO 8601. */
  readonly at: string;
}

export interface Introductions {
  /** The bot came into a conversation, or left it. Resolves once that is written down, before anything is posted. */
  happened(event: ConversationEvent): Promise<void>;
  /** Goes on with those that a stop or a kill held up before they were sent. */
  resume(): Promise<void>;
  /** Ends the waits, and resolves once what is being sent is sent. What is still to come is resumed by the next start. */
  stop(): Promise<void>;
}

/** Between two introductions on one platform, however many conversations it was invited to at once. */
const spacingMs = SECOND;
const mostTries = 4;
/** Until the next try, where the platform does not say it. */
const patienceMs = 5 * SECOND;
/** Later than this after the arrival nobody wonders any more who has come. */
const staleMs = HOUR;

interface Parts {
  readonly adapter: Pick<ChatAdapter, "name" | "post">;
  readonly records: Records;
  readonly subscriptions: Pick<Store["subscriptions"], "list">;
  readonly offered: Offered;
  readonly clock: Clock;
  readonly log: Log;
}

/** Says once after each arrival of the bot who invited it and how to subscribe. */
export function createIntroductions(given: Parts): Introductions {
  const { adapter, records, clock } = given;
  const pages = createPages(records);
  const telling = createTelling(given, pages);

  async function arrive(conversation: ConversationId, event: ConversationEvent): Promise<void> {
    const before = await pages.of(conversation);
    // Without a name for the arrival, one that was not followed by a departure is the same one.
    if (before && (event.id === undefined || before.event === event.id)) return;
    const introduced: Introduced = {
      state: "wanted",
      at: clock.now().toISOString(),
      ...(event.id === undefined ? {} : { event: event.id }),
      ...(event.by ? { by: event.by } : {}),
    };
    await pages.write(conversation, introduced);
    telling.begin(conversation, introduced);
  }

  return {
    async happened(event) {
      const { kind, conversation } = event;
      if (!conversation) return;
      if (kind === "joined") await arrive(conversation, event);
      if (kind === "moved" && event.to) await pages.move(conversation, event.to);
      if (kind === "left" || kind === "deleted") await records.remove(conversation);
    },
    async resume() {
      const fresh = clock.now().getTime() - staleMs;
      for (const { key, value } of await records.list<Introduced>(`${adapter.name}:`)) {
        if (value.state !== "wanted" || Date.parse(value.at) < fresh) continue;
        telling.begin(key as ConversationId, value);
      }
    },
    stop: telling.stop,
  };
}

type Pages = ReturnType<typeof createPages>;

/** How far each introduction has come, by conversation. */
function createPages(records: Records) {
  const of = (conversation: ConversationId) => records.get<Introduced>(conversation);
  const write = (conversation: ConversationId, introduced: Introduced) =>
    records.set(conversation, introduced);
  /** The bot may have left, and come again, while this one waited. */
  const isMeant = async (conversation: ConversationId, { at }: Introduced) =>
    (await of(conversation))?.at === at;
  return {
    of,
    write,
    isMeant,
    async move(from: ConversationId, to: ConversationId): Promise<void> {
      const introduced = await of(from);
      if (!introduced) return;
      await write(to, introduced);
      await records.remove(from);
    },
    /** Who invited the bot is not needed any more. */
    async finish(conversation: ConversationId, introduced: Introduced): Promise<void> {
      if (!(await isMeant(conversation, introduced))) return;
      const { by: _, ...rest } = introduced;
      await write(conversation, { ...rest, state: "done" });
    },
  };
}

/** The introductions under way. */
function createTelling({ adapter, subscriptions, offered, clock, log }: Parts, pages: Pages) {
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  let turn: Promise<void> = Promise.resolve();

  /** Posts are spaced, so that a bot which was invited everywhere floods nobody. */
  function nextTurn(): Promise<void> {
    const mine = turn;
    turn = turn.then(() => clock.after(spacingMs, stopping.signal));
    return mine;
  }

  async function tell(conversation: ConversationId, introduced: Introduced): Promise<void> {
    for (let left = mostTries; left > 0; left -= 1) {
      await nextTurn();
      const isMeant = !stopping.signal.aborted && (await pages.isMeant(conversation, introduced));
      if (!isMeant) return;
      const wait = await attempt(conversation, introduced);
      if (wait === undefined) break;
      await clock.after(wait, stopping.signal);
    }
    await pages.finish(conversation, introduced);
  }

  /** Milliseconds until it may be tried again; undefined where there is no more to do. */
  async function attempt(
    conversation: ConversationId,
    introduced: Introduced,
  ): Promise<number | undefined> {
    const held = await subscriptions.list(conversation);
    await pages.write(conversation, { ...introduced, state: "sending" });
    try {
      await adapter.post(
        { conversation },
        introduce({ conversation, by: introduced.by }, held, offered),
      );
      return undefined;
    } catch (error) {
      log.warn({ err: error, conversation }, "an introduction was not taken");
      const wait = patienceAfter(error);
      if (wait !== undefined) await pages.write(conversation, introduced);
      return wait;
    }
  }

  return {
    begin(conversation: ConversationId, introduced: Introduced): void {
      const running = tell(conversation, introduced)
        .catch((error: unknown) =>
          log.error({ err: error, conversation }, "an introduction could not be made"),
        )
        .finally(() => underWay.delete(running));
      underWay.add(running);
    },
    async stop(): Promise<void> {
      stopping.abort();
      await Promise.all(underWay);
    },
  };
}

/** Tried again only where it was certainly not shown. */
function patienceAfter(error: unknown): number | undefined {
  if (!(error instanceof DeliveryError)) return undefined;
  const { outcome, retryAfterMs } = error;
  if (outcome !== "throttled" && outcome !== "unavailable") return undefined;
  return retryAfterMs ?? patienceMs;
}
