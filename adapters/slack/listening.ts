import { ZodError } from "zod";
import type { ConversationEvent, Happened } from "../../src/core/chat-adapter.ts";
import type { Log } from "../../src/core/log.ts";
import type { Listeners } from "./bolt-app.ts";
import { happeningOf } from "./happenings.ts";
import {
  type Incoming,
  type Ourselves,
  ofCommand,
  ofMention,
  ofOpened,
  ofPress,
} from "./incoming.ts";

export interface Listening {
  readonly listeners: Listeners;
  /** Who we are, once Slack has said it. */
  learn(ourselves: Ourselves): void;
  /** Whom to tell what became of a conversation. */
  tell(happened: Happened): void;
  /** Resolves once everything that happened so far has been told. */
  settled(): Promise<void>;
}

/** Turns what Slack sends into lines and happenings. */
export function createListening(given: {
  take(incoming: Incoming): void;
  open(home: NonNullable<ReturnType<typeof ofOpened>>): void;
  isOpen(): boolean;
  log: Log;
}): Listening {
  let ourselves: Ourselves = { team: undefined, botUser: undefined };
  let told: Happened | undefined;
  const telling = new Set<Promise<void>>();
  const seen = new Set<string>();

  /** Slack's form of a payload may change under us: one that cannot be read is a line in the log, no crash. */
  const reading = (read: (body: unknown) => void) => (body: unknown) => {
    if (!given.isOpen()) return;
    try {
      read(body);
    } catch (error) {
      if (!(error instanceof ZodError)) throw error;
      const where = error.issues.map(({ path }) => path.join("."));
      given.log.error({ where }, "Slack sent something that could not be read");
    }
  };
  const line = (read: (body: unknown, us: Ourselves) => Incoming | undefined) =>
    reading((body) => {
      const incoming = read(body, ourselves);
      if (incoming) given.take(incoming);
    });

  function happen(event: ConversationEvent): void {
    const running = (told?.(event) ?? Promise.resolve())
      .catch((error: unknown) => given.log.error({ err: error }, "an event could not be handled"))
      .finally(() => telling.delete(running));
    telling.add(running);
  }

  return {
    listeners: {
      command: line(ofCommand),
      press: line(ofPress),
      mention: line(ofMention),
      happening: reading((body) => {
        const event = happeningOf(body, ourselves.botUser);
        if (event && isFirst(idOf(body), seen)) happen(event);
      }),
      opened: reading((body) => {
        const opened = ofOpened(body, ourselves);
        if (opened && isFirst(idOf(body), seen)) given.open(opened);
      }),
    },
    learn: (known) => {
      ourselves = known;
    },
    tell: (happened) => {
      told = happened;
    },
    settled: async () => {
      await Promise.all(telling);
    },
  };
}

const idOf = (body: unknown): string =>
  String((body as { event_id?: unknown } | undefined)?.event_id ?? "");

/** Slack delivers an event again when it believes that it was lost. */
function isFirst(id: string, seen: Set<string>): boolean {
  if (id !== "" && seen.has(id)) return false;
  seen.add(id);
  if (seen.size > 1000) seen.delete(seen.values().next().value ?? "");
  return true;
}
