import { randomUUID } from "node:crypto";
import { ZodError } from "zod";
import type { Bot, ConversationEvent } from "../../src/core/chat-adapter.ts";
import type { Forms } from "../../src/core/forms.ts";
import type { Journal } from "../../src/core/journal.ts";
import type { Log } from "../../src/core/log.ts";
import { createOnce } from "../../src/core/once.ts";
import type { Acknowledged, Listeners } from "./bolt-app.ts";
import { happeningOf } from "./happenings.ts";
import {
  type Incoming,
  type Ourselves,
  ofCommand,
  ofMention,
  ofOpened,
  ofPress,
} from "./incoming.ts";
import { ofFormPress, ofShortcut, type Wanted } from "./modals.ts";
import { isSubmission, ofSubmission, type Submission } from "./submission.ts";
import { createTelling } from "./telling.ts";

export interface Listening {
  readonly listeners: Listeners;
  /** Who we are, once Slack has said it. */
  learn(ourselves: Ourselves): void;
  /** The bot's name in the workspace, as far as Slack has said it. */
  name(): string | undefined;
  /** Whom to tell what became of a conversation, and what to ask about forms. */
  tell(bot: Pick<Bot, "happened" | "forms">): void;
  /** Tells it of what Slack sends no event of. */
  happen(event: ConversationEvent): void;
  /** Tells what an earlier life acknowledged and did not come to tell. */
  resume(): void;
  /** Resolves once everything that happened so far has been told. */
  settled(): Promise<void>;
}

/** Turns what Slack sends into lines and happenings. */
export function createListening(given: {
  take(incoming: Incoming): void;
  open(home: NonNullable<ReturnType<typeof ofOpened>>): void;
  /** Shows a form. */
  ask(wanted: Wanted): void;
  /** A user group has changed. */
  regroup(body: unknown): void;
  isOpen(): boolean;
  /** Where what happened is kept until it was told. */
  journal: Journal;
  log: Log;
}): Listening {
  let ourselves: Ourselves = { team: undefined, botUser: undefined };
  let forms: Forms | undefined;
  const telling = createTelling(given);
  const isNew = createOnce();

  /** Slack's form of a payload may change under us: one that cannot be read is a line in the log, no crash. */
  const reading =
    <Read>(read: (body: unknown) => Read) =>
    (body: unknown): Read | undefined => {
      if (!given.isOpen()) return undefined;
      try {
        return read(body);
      } catch (error) {
        if (!(error instanceof ZodError)) throw error;
        const where = error.issues.map(({ path }) => path.join("."));
        given.log.error({ where }, "Slack sent something that could not be read");
        return undefined;
      }
    };
  const line = (read: (body: unknown, us: Ourselves) => Incoming | undefined) =>
    reading((body) => {
      const incoming = read(body, ourselves);
      if (incoming) given.take(incoming);
    });

  function press(body: unknown): void {
    const pressed = ofPress(body, ourselves);
    const wanted = pressed && ofFormPress(pressed);
    if (wanted) given.ask(wanted);
    else if (pressed) given.take(pressed);
  }

  const submit = (body: unknown): Acknowledged =>
    acknowledgementOf(ofSubmission(body, ourselves, forms), given.take);

  return {
    listeners: {
      command: line(ofCommand),
      press: reading(press),
      shortcut: reading((body) => {
        const wanted = ofShortcut(body, ourselves);
        if (wanted) given.ask(wanted);
      }),
      acknowledge: (body) => (isSubmission(body) ? (reading(submit)(body) ?? {}) : undefined),
      mention: line(ofMention),
      happening: reading((body) => {
        const event = happeningOf(body, ourselves.botUser);
        if (event && isNew(idOf(body))) telling.tell(event);
      }),
      regroup: reading(given.regroup),
      opened: reading((body) => {
        const opened = ofOpened(body, ourselves);
        if (opened && isNew(idOf(body))) given.open(opened);
      }),
    },
    learn: (known) => {
      ourselves = known;
    },
    name: () => ourselves.name,
    tell: (bot) => {
      telling.to(bot.happened);
      forms = bot.forms;
    },
    happen: telling.tell,
    resume: () => telling.resume(isNew),
    settled: telling.settled,
  };
}

/**
 * Wrong answers are told by the acknowledgement; right ones become a line once it is given. So do wrong ones of which nothing
 * was said: the form is gone by then, and the line's answer says what is wrong.
 */
function acknowledgementOf(
  { errors, incoming }: Submission,
  take: (incoming: Incoming) => void,
): Acknowledged {
  const afterwards = () => incoming && take(incoming);
  if (!errors) return { afterwards };
  return { payload: { response_action: "errors", errors }, untold: afterwards };
}

/** Slack delivers an event again when it believes that it was lost. What has no id is always new. */
const idOf = (body: unknown): string =>
  String((body as { event_id?: unknown } | undefined)?.event_id ?? randomUUID());
