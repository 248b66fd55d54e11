import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Answer, Invocation } from "../../src/core/chat-adapter.ts";
import { type Clock, SECOND } from "../../src/core/clock.ts";
import { lineOf } from "../../src/core/form.ts";
import type { Forms } from "../../src/core/forms.ts";
import type { Log } from "../../src/core/log.ts";
import type { Form, Message } from "../../src/core/message.ts";
import { offeredForm } from "../../src/core/offered-form.ts";
import { within } from "../../src/core/within.ts";
import type { TeamsActivity } from "./activity.ts";
import {
  type DialogAnswer,
  formDialog,
  rememberedAs,
  sentenceDialog,
  wordsDialog,
} from "./dialog.ts";
import { idsOf, readAnswers } from "./dialog-inputs.ts";
import { readFormPress, type Seed, seedShape } from "./form-button.ts";
import { type HeardLine, heardAs, referenceOf, threadOf } from "./hear.ts";
import { isShortcut, shortcutOf } from "./shortcuts.ts";

/**
 * So long is waited for the bot to say whether the person may have the form. A dialog opens within five seconds or not at
 * all, and one that comes late is a poor one: without a word by then it opens, and whoever submits it is judged then.
 */
const patienceMs = 0.8 * SECOND;

/** What a dialog remembers of itself: Teams hands it back with what was filled in. Nobody's rights. */
const remembered = z.object({
  form: seedShape,
  /** The same however often this dialog is submitted. */
  dialog: z.uuid(),
  /** Of the card that its button is on. */
  thread: z.string().optional(),
});

const submission = z.object({ data: z.looseObject({ [rememberedAs]: remembered }) });

type Remembered = z.infer<typeof remembered>;

export interface Dialogs {
  /** What a form's button or a shortcut opens. Its line is said instead where the form is not known. Never takes long. */
  open(activity: TeamsActivity): Promise<DialogAnswer>;
  /** Takes what was filled in, or says what is wrong with it; undefined closes the dialog. Asks nobody. */
  submit(activity: TeamsActivity): DialogAnswer | undefined;
}

export function createDialogs(given: {
  answer: Answer;
  forms: Forms | undefined;
  take(heard: HeardLine): void;
  clock: Clock;
  log: Log;
}): Dialogs {
  const { answer, forms, take, clock, log } = given;
  const formOf = ({ command, values, choices }: Seed) => forms?.of(command, values, choices);

  /** What the bot answers to whoever may not have the form; undefined where they may, or that is not known in time. */
  async function refusal(invocation: Invocation, command: string): Promise<Message | undefined> {
    // Never the button's own line: clients hand back whatever they like, and nobody has said that.
    const asking = { ...invocation, line: `help ${command}`, unasked: true } as const;
    const asked = offeredForm(answer(asking), command).catch(
      (error: unknown) => void log.warn({ err: error }, "who may have a form is not known"),
    );
    const offer = await within(asked, { clock, ms: patienceMs });
    return offer && !offer.form ? offer.message : undefined;
  }

  return {
    async open(activity) {
      const pressed = readFormPress(activity.value) ?? shortcutOf(activity.value);
      if (!pressed) return sentenceDialog(unreadable);
      if (isElsewhere(activity)) return sentenceDialog(elsewhere);
      const form = formOf(pressed.form);
      const heard = heardAs(activity, { line: pressed.line });
      if (!form) {
        take(heard);
        return sentenceDialog(unknown);
      }
      const refused = await refusal(heard.invocation, form.command);
      if (refused) return wordsDialog(form.command, refused);
      return formDialog(form, rememberedFor(pressed.form, threadOf(activity)));
    },
    submit(activity) {
      const said = submission.safeParse(activity.value).data?.data;
      const kept = said?.[rememberedAs];
      const form = kept && formOf(kept.form);
      if (!form) return sentenceDialog(unreadable);
      const read = readAnswers(form, said);
      const { answers } = read;
      const id = `form/${kept.dialog}`;
      const heard = heardAs(activity, { line: lineOf(form, answers), id, thread: kept.thread });
      const problems = {
        ...byInput(form, forms?.check(form.command, answers, heard.invocation) ?? {}),
        ...read.problems,
      };
      if (Object.keys(problems).length === 0) {
        take(heard);
        return isShortcut(activity) ? sentenceDialog(asked) : undefined;
      }
      const filled = { typed: read.typed, problems };
      return formDialog(form, rememberedFor(kept.form, kept.thread), filled);
    },
  };
}

const unreadable =
  "This form is from another version of Watchpost. Close it, and ask for it again.";
const unknown =
  "This form cannot be filled in here. How its line is written appears in the conversation.";

const elsewhere =
  "In a chat between people Watchpost posts nothing. Open the channel or the group chat that shall follow a source, and choose this there.";
const asked =
  "Asked. The answer appears here for you alone or, where Watchpost was not added, in your own chat with it.";

/** A shortcut can be chosen in a chat that the bot is not part of; its own ones are called so. */
const isElsewhere = (activity: TeamsActivity): boolean =>
  isShortcut(activity) &&
  referenceOf(activity).kind === "personal" &&
  !activity.conversation.id.startsWith("a:");

const rememberedFor = (form: Seed, thread: string | undefined): Remembered => ({
  form,
  dialog: randomUUID(),
  ...(thread ? { thread } : {}),
});

function byInput({ fields }: Form, problems: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(problems).map(([name, words]) => {
      const field = fields.find((one) => one.name === name);
      return [field ? idsOf(field)[0] : name, words];
    }),
  );
}
