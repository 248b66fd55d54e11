import type { App, Receiver, ReceiverEvent } from "@slack/bolt";
import { answerableMs, type Journal } from "../../src/core/journal.ts";
import type { Log } from "../../src/core/log.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import type { Bolt } from "./bolt.ts";
import { happenings } from "./happenings.ts";
import { shortcutIds } from "./modals.ts";
import { createStrangers } from "./strangers.ts";
import { groupEvents } from "./user-groups.ts";
import { type clientOptions, named } from "./web-client.ts";

/** What comes in from Slack, already acknowledged. None of these may throw for long: Slack has its answer. */
export interface Listeners {
  command(body: unknown): void;
  press(body: unknown): void;
  shortcut(body: unknown): void;
  mention(body: unknown): void;
  happening(body: unknown): void;
  opened(body: unknown): void;
  /** A user group has changed. */
  regroup(body: unknown): void;
  /** What the acknowledgement itself has to say, found without waiting for anything; undefined where it says nothing. */
  acknowledge(body: unknown): Acknowledged | undefined;
}

export interface Acknowledged {
  readonly payload?: object;
  /** Done once the acknowledgement is on its way. */
  readonly afterwards?: () => void;
  /** Done in place of all that where the acknowledgement was given before, and said nothing. */
  readonly untold?: () => void;
}

/**
 * A Bolt app that acknowledges whatever comes before it looks at it. So nothing that hangs or throws later – not
 * even in Bolt itself, which in Socket Mode has no deadline – can keep Slack waiting. It asks Slack nothing.
 */
export function createBoltApp(
  bolt: Bolt,
  given: {
    receiver: Receiver;
    options: ReturnType<typeof clientOptions>;
    listeners: Listeners;
    /** Where an event is from before its acknowledgement until it was heard. */
    journal: Journal;
    /** What comes was acknowledged so long after it came. Absent where that is done elsewhere. */
    acknowledged?: PlatformContext["acknowledged"];
    log: Log;
  },
): App {
  const { receiver, options, listeners, journal, acknowledged, log } = given;
  const strangers = createStrangers(log);
  const heard = new WeakSet<object>();

  function acknowledgementOf(body: object): Acknowledged {
    try {
      const acknowledged = listeners.acknowledge(body);
      if (acknowledged) heard.add(body);
      return acknowledged ?? {};
    } catch (error) {
      log.error({ err: error }, "a form could not be checked");
      return {};
    }
  }

  class AckFirstApp extends bolt.App {
    override async processEvent(event: ReceiverEvent): Promise<void> {
      const isDone = event.ack === alreadyDone;
      const [began, release] = [performance.now(), journal.keep(event.body)];
      const { payload, afterwards, untold = afterwards } = acknowledgementOf(event.body);
      event.ack(payload).then(
        () => isDone || acknowledged?.(performance.now() - began),
        (error: unknown) =>
          log.warn({ err: error }, "Slack could not be told that a request was received"),
      );
      // Whatever else waits to be acknowledged comes first.
      await new Promise((turn) => setImmediate(turn));
      (isDone ? untold : afterwards)?.();
      try {
        await super.processEvent({ ...event, ack: async () => {} });
      } catch (error) {
        // Bolt takes fields for granted that only Slack itself always sends.
        log.error({ err: error }, "something from Slack could not be handled");
      }
      release();
      if (!heard.has(event.body)) strangers.meet(event.body);
    }
  }

  /** What is registered so is known to be handled. */
  const hear =
    (listen: (body: unknown) => void) =>
    async ({ body }: { body: object }): Promise<void> => {
      heard.add(body);
      listen(body);
    };

  const app = new AckFirstApp({
    receiver,
    // Given a token instead, Bolt calls Slack at start and on every request, and a wrong one ends the process.
    authorize: async () => ({ botToken: named.bot }),
    convoStore: false,
    ignoreSelf: false,
    clientOptions: options,
    ...(options.logger ? { logger: options.logger } : {}),
  });
  app.error(async (error) => {
    log.error({ err: error }, "something from Slack could not be handled");
  });
  app.command(/^/, hear(listeners.command));
  app.action(/^/, hear(listeners.press));
  for (const id of shortcutIds) {
    app.shortcut({ type: "shortcut", callback_id: id }, hear(listeners.shortcut));
  }
  app.event("app_mention", hear(listeners.mention));
  app.event("app_home_opened", hear(listeners.opened));
  for (const name of happenings) app.event(name, hear(listeners.happening));
  for (const name of groupEvents) app.event(name, hear(listeners.regroup));
  return app;
}

/** For what was acknowledged before, by somebody else or in an earlier life. */
export const alreadyDone = async (): Promise<void> => {};

/** What an earlier life acknowledged and did not come to hear. */
export function hearAgain(app: App, journal: Journal): void {
  for (const { said, at, release } of journal.left()) {
    const body = said as Record<string, unknown>;
    if (Date.now() - at > answerableMs) release();
    else void app.processEvent({ body, ack: alreadyDone }).finally(release);
  }
}
