import { z } from "zod";
import type { Person } from "../../src/core/chat-adapter.ts";
import { sayLine } from "../../src/core/command.ts";
import { orEnding } from "../../src/core/form.ts";
import type { Forms } from "../../src/core/forms.ts";
import {
  type AnswerTo,
  actorOf,
  actorShape,
  conversationOf,
  type Incoming,
  type Ourselves,
} from "./incoming.ts";
import { clip, printable } from "./limits.ts";
import { formCallback } from "./modal.ts";
import { blockOf, conversationBlock, type FilledIn, readAnswers } from "./modal-inputs.ts";

/** What a form's modal remembers, so that its answer appears where its button was, also after a restart. Nobody's rights. */
const remembered = z.object({
  command: z.string().min(1),
  /** Absent where the modal asks for it. */
  channel: z.string().min(1).optional(),
  thread: z.string().optional(),
  responseUrl: z.string().optional(),
  /** The button was on the person's Home. */
  home: z.literal(true).optional(),
  /** What ends a choice that was there, by field: said where it was taken out. */
  endings: z.record(z.string(), z.string()).default({}),
});

export type Remembered = z.input<typeof remembered>;

/** Slack keeps at most so much. */
const most = 3000;

export function metadataOf(given: Remembered): string {
  const { command, channel, endings } = given;
  const all = JSON.stringify(given);
  return all.length <= most ? all : JSON.stringify({ command, channel, endings });
}

const chosen = z.object({ value: z.string() }).nullish();
const filled = z.object({
  value: z.string().nullish(),
  selected_option: chosen,
  selected_user: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_conversation: z.string().nullish(),
});

const submissionBody = z.object({
  user: actorShape,
  view: z.object({
    id: z.string(),
    hash: z.string().default(""),
    private_metadata: z.preprocess(
      (written) => (typeof written === "string" ? JSON.parse(written) : written),
      remembered,
    ),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), filled)) }),
  }),
  response_urls: z
    .array(z.object({ response_url: z.string(), channel_id: z.string() }))
    .default([]),
});

/** A form that was filled in: what is wrong beside which field, if anything is, and the line that it says. */
export interface Submission {
  readonly errors?: Readonly<Record<string, string>>;
  /** Absent where nobody chose where it is to be answered. */
  readonly incoming?: Incoming;
}

/** Whether a body is the submission of a form of ours. */
export function isSubmission(body: unknown): boolean {
  const { type, view } = (body ?? {}) as { type?: unknown; view?: { callback_id?: unknown } };
  return type === "view_submission" && view?.callback_id === formCallback;
}

/** Looks at nothing but what it is given: the acknowledgement waits for it. */
export function ofSubmission(
  body: unknown,
  ourselves: Ourselves,
  forms: Pick<Forms, "check"> | undefined,
): Submission {
  const { user, view, response_urls: addresses } = submissionBody.parse(body);
  const { values } = view.state;
  const to = returnOf(view.private_metadata, { user: user.id, values, addresses });
  if (!to) return { errors: { [conversationBlock]: "Choose a channel." } };
  const by = actorOf(user, ourselves);
  const { command, endings } = view.private_metadata;
  const { answers: given, errors } = readAnswers(values);
  const answers = withEndings(given, endings);
  const from = placeOf(to);
  const found = { ...problems({ command, answers, by, from }, values, forms), ...errors };
  const said = { line: sayLine(command, answers), by, from };
  const isChosen = view.private_metadata.channel === undefined;
  const invocation = isChosen ? { ...said, chosen: true as const } : said;
  const incoming = { id: `form:${view.id}:${view.hash}`, invocation, to };
  return Object.keys(found).length > 0 ? { errors: found, incoming } : { incoming };
}

function withEndings(
  given: Readonly<Record<string, string>>,
  endings: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const ended = Object.entries(endings).map(([name, ending]) => [
    name,
    orEnding(given[name], ending),
  ]);
  return { ...given, ...Object.fromEntries(ended) };
}

function returnOf(
  { channel: known, thread, responseUrl, home }: Remembered,
  said: {
    user: string;
    values: FilledIn;
    addresses: readonly { response_url: string; channel_id: string }[];
  },
): AnswerTo | undefined {
  const { user, values, addresses } = said;
  const [asked] = Object.values(values[conversationBlock] ?? {});
  const channel = known ?? asked?.selected_conversation;
  if (!channel) return undefined;
  const given = addresses.find(({ channel_id: id }) => id === channel)?.response_url;
  const address = responseUrl ?? given;
  return {
    via: "form",
    channel,
    user,
    ...(thread ? { thread } : {}),
    ...(home ? { home } : {}),
    ...(address ? { responseUrl: address } : {}),
  };
}

const placeOf = ({ channel, user, thread }: AnswerTo) => ({
  conversation: conversationOf(channel, user),
  ...(thread ? { thread } : {}),
});

/** Characters of an error beside a field: what was typed may be repeated in it. */
const mostWords = 300;

function problems(
  {
    command,
    answers,
    by,
    from,
  }: {
    command: string;
    answers: Readonly<Record<string, string>>;
    by: Person;
    from: Incoming["invocation"]["from"];
  },
  values: FilledIn,
  forms: Pick<Forms, "check"> | undefined,
): Readonly<Record<string, string>> {
  const found = Object.entries(forms?.check(command, answers, { by, from }) ?? {});
  return Object.fromEntries(
    found.flatMap(([field, words]) => {
      const block = blockOf(field, values);
      return block === undefined ? [] : [[block, clip(printable(words), mostWords)]];
    }),
  );
}
