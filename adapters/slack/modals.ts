import type { types, webApi } from "@slack/bolt";
import { z } from "zod";
import { addressOf } from "../../src/core/address.ts";
import type { Answer } from "../../src/core/chat-adapter.ts";
import { type Clock, SECOND } from "../../src/core/clock.ts";
import type { Forms } from "../../src/core/forms.ts";
import type { Log } from "../../src/core/log.ts";
import type { Form } from "../../src/core/message.ts";
import { offeredForm } from "../../src/core/offered-form.ts";
import { within } from "../../src/core/within.ts";
import { slackCodeOf } from "./errors.ts";
import {
  type AnswerTo,
  actorOf,
  actorShape,
  type Incoming,
  lineId,
  type Ourselves,
  type Press,
} from "./incoming.ts";
import { formView, waitingView, wordsView } from "./modal.ts";
import { metadataOf } from "./submission.ts";

/** What a shortcut of the app opens. */
const shortcuts: Readonly<Record<string, string>> = { subscribe_channel: "subscribe" };

/** Every shortcut that is listened to. */
export const shortcutIds: readonly string[] = Object.keys(shortcuts);

/** A trigger opens nothing after three seconds, so nothing is gained by waiting longer. */
const openMs = 4 * SECOND;

/** A form that somebody wants to see, and the line that stands for it where it cannot be shown. */
export interface Wanted {
  readonly trigger: string;
  readonly command: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  /** The modal asks for the conversation, since it was not opened in one. */
  readonly choosesConversation: boolean;
  readonly instead: Incoming;
}

export function ofFormPress(press: Press): Wanted | undefined {
  const { form, ...instead } = press;
  // On a Home nobody is in a conversation.
  return form && { ...form, choosesConversation: instead.to.home === true, instead };
}

const shortcutBody = z.object({
  user: actorShape,
  callback_id: z.string(),
  trigger_id: z.string(),
});

/** Undefined for a shortcut that is not ours. */
export function ofShortcut(body: unknown, ourselves: Ourselves): Wanted | undefined {
  const { user, callback_id: id, trigger_id: trigger } = shortcutBody.parse(body);
  const command = Object.hasOwn(shortcuts, id) ? shortcuts[id] : undefined;
  if (command === undefined) return undefined;
  const conversation = addressOf("slack", "user", user.id);
  const instead = {
    id: lineId("shortcut", trigger),
    invocation: {
      line: `help ${command}`,
      by: actorOf(user, ourselves),
      from: { conversation },
    },
    to: { via: "form", channel: user.id, user: user.id },
  } as const;
  return { trigger, command, choosesConversation: true, instead };
}

export interface Modals {
  /** Opens the form's modal at once. Returns at once; never throws. */
  open(wanted: Wanted): void;
  /** Resolves once every modal that was asked for is open, or its line is being answered. */
  settled(): Promise<void>;
}

/**
 * Opens modals before anything is asked, since a trigger lasts three seconds; then asks, as the person, whether they
 * may say the command, and shows what is answered if not. A form that cannot be shown is explained by its line.
 */
export function createModals(given: {
  views: webApi.WebClient["views"];
  answer: Answer;
  forms?: Forms | undefined;
  take(incoming: Incoming): void;
  clock: Clock;
  log: Log;
}): Modals {
  const { views, answer, forms, take, clock, log } = given;
  const seen = new Set<string>();
  const opening = new Set<Promise<void>>();

  const viewOf = (form: Form, wanted: Wanted): types.ModalView =>
    formView(form, {
      metadata: metadataFor(wanted, form),
      choosesConversation: wanted.choosesConversation,
    });

  async function show(wanted: Wanted): Promise<void> {
    const { command, trigger, values, choices, instead } = wanted;
    const form = forms?.of(command, values, choices);
    const view = form ? viewOf(form, wanted) : waitingView(command);
    const opened = await within(views.open({ trigger_id: trigger, view }), { clock, ms: openMs });
    const id = opened?.view?.id;
    if (id === undefined) throw new Error("Slack did not say that it opened the modal");
    // What a chosen conversation allows is known once it is chosen.
    if (form && wanted.choosesConversation) return;
    void fill(id, wanted, form).catch((error: unknown) =>
      log.warn({ cause: causeOf(error), line: instead.id }, "a modal could not be filled"),
    );
  }

  /** The person's own role decides whether the reply offers the form. */
  async function fill(id: string, wanted: Wanted, shown: Form | undefined): Promise<void> {
    const line = `help ${wanted.command}`;
    const asked = answer({ ...wanted.instead.invocation, line, unasked: true });
    const offer = await offeredForm(asked, wanted.command);
    if (!offer || (offer.form && shown)) return;
    const { form, message } = offer;
    const view = form ? viewOf(form, wanted) : wordsView(wanted.command, message);
    await views.update({ view_id: id, view });
  }

  return {
    open(wanted) {
      const { instead } = wanted;
      if (seen.has(instead.id)) return;
      seen.add(instead.id);
      if (seen.size > 1000) seen.delete(seen.values().next().value ?? "");
      const running = show(wanted)
        .catch((error: unknown) => {
          log.warn({ cause: causeOf(error) }, "a modal could not be opened; its line is answered");
          take(instead);
        })
        .finally(() => opening.delete(running));
      opening.add(running);
    },
    settled: async () => {
      await Promise.all(opening);
    },
  };
}

function metadataFor({ choosesConversation, instead: { to } }: Wanted, form: Form): string {
  const { home } = to;
  const what = { command: form.command, ...endingsOf(form) };
  return metadataOf(
    choosesConversation ? { ...what, ...(home ? { home } : {}) } : { ...what, ...whereOf(to) },
  );
}

function endingsOf({ fields }: Form): { endings?: Readonly<Record<string, string>> } {
  const endings = fields.flatMap(({ name, ending }) => (ending ? [[name, ending]] : []));
  return endings.length > 0 ? { endings: Object.fromEntries(endings) } : {};
}

function whereOf({ channel, thread, responseUrl, home }: AnswerTo) {
  return {
    channel,
    ...(home ? { home } : {}),
    ...(thread ? { thread } : {}),
    ...(responseUrl ? { responseUrl } : {}),
  };
}

const causeOf = (error: unknown): string =>
  slackCodeOf(error) ?? (error instanceof Error ? error.message : "unknown");
