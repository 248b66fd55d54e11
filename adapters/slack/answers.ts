import { addressOf } from "../../src/core/address.ts";
import type { MessageRef, Reply } from "../../src/core/chat-adapter.ts";
import { DeliveryError, type DeliveryOutcome } from "../../src/core/errors.ts";
import { inTime } from "../../src/core/in-time.ts";
import type { Show } from "../../src/core/lines.ts";
import type { Log } from "../../src/core/log.ts";
import { type Outgoing, straight } from "../../src/core/outgoing.ts";
import { afterSharing } from "../../src/core/share.ts";
import { isSlack } from "./hosts.ts";
import type { AnswerTo } from "./incoming.ts";
import type { createPicturedAnswers } from "./pictured-answers.ts";
import { type Posting, quiet } from "./posting.ts";
import { blocksRefused } from "./refusals.ts";
import { renderWithoutBlocks } from "./render.ts";
import { renderChecked } from "./render-checked.ts";
import { callTimeoutMs } from "./web-client.ts";

/** What an answer has shown so far, also in an earlier life of the bot. */
interface Course {
  /** The message that later states replace. */
  shown?: MessageRef;
  /** The line's own address was used. */
  responded?: boolean;
  /** The line's own address failed once; it will not get better. */
  addressFailed?: boolean;
}

type State = Parameters<Show<AnswerTo>>[0];

/** With what a line's own address is used, and where it may be. */
interface Responding {
  readonly fetch: Outgoing["fetch"];
  readonly apiUrl: string;
  readonly log: Log;
}

/**
 * Shows answers where the line was said. The line's own address (response_url) is used first, since it works
 * without the bot being in the channel; it is good for five uses in half an hour. Progress of an answer to all is
 * posted as a message, which alone can be edited.
 */
export function createAnswers({
  posting,
  pictured,
  outgoing = straight,
  apiUrl,
  log,
}: {
  posting: Posting;
  /** The ways to show an answer with pictures. */
  pictured: ReturnType<typeof createPicturedAnswers>;
  outgoing?: Pick<Outgoing, "fetch">;
  apiUrl: string;
  log: Log;
}): Show<AnswerTo> {
  const courses = new WeakMap<AnswerTo, Course>();
  const by: Responding = { fetch: outgoing.fetch, apiUrl, log };

  /** Through the line's own address: what it showed before is replaced, as far as Slack does that. */
  async function address({ to, reply }: State, course: Course): Promise<void> {
    const replace = course.responded === true && to.via === "command";
    await respond(to, reply, { replace, ...by });
    course.responded = true;
  }

  async function progressToAll(
    { to, reply, first, remember }: State,
    course: Course,
  ): Promise<void> {
    if (course.shown) await posting.quickly.edit(course.shown, reply.message);
    else if (first) {
      course.shown = await posting.quickly.post(inChannel(to), reply.message);
      remember?.({ shown: course.shown } satisfies Course);
    }
  }

  async function progress(state: State, course: Course): Promise<void> {
    const { to, reply, first, remember } = state;
    const alone = !to.responseUrl && /^[DU]/.test(to.channel);
    if (reply.audience === "all" || alone) return progressToAll(state, course);
    // A button's address cannot replace what it posted, and without an address nothing private can be edited.
    if (to.via !== "command" && !(to.responseUrl && first)) return;
    const isNew = !course.responded;
    await address(state, course);
    if (isNew) remember?.({ responded: true } satisfies Course);
  }

  async function finish(state: State, course: Course): Promise<void> {
    const { to, reply, taken } = state;
    const { shown } = course;
    const place = placeOf(to, reply);
    const told = taken ? { taken } : {};
    const pictures = await pictured({ to, reply, place, progress: shown, ...told });
    const ways: readonly Way[] = [
      ...pictures.map((go) => ({ go })),
      // Another way would leave the progress standing.
      ...(shown ? [{ go: () => posting.edit(shown, reply.message), waits: true }] : []),
      ...(to.responseUrl && !course.addressFailed ? [{ go: () => address(state, course) }] : []),
      { go: () => posting.post(place, reply.message), waits: true },
      // Somebody is waiting: where the channel is closed to the bot, the asker is told in private.
      { go: () => posting.post(inPrivate(to), reply.message), forGood: true },
    ];
    await firstThatWorks(ways, log);
    state.taken?.();
    await standIn(state, by).catch((error: unknown) =>
      log.warn({ err: error }, "a private answer that was shared could not be marked so"),
    );
  }

  return async (state) => {
    const course = courses.get(state.to) ?? { ...(state.remembered as Course | undefined) };
    courses.set(state.to, course);
    if (!state.reply.pending) return finish(state, course);
    await progress(state, course).catch((error: unknown) => {
      course.addressFailed = state.reply.audience === "asker";
      log.warn({ err: error }, "progress could not be shown in Slack");
    });
  };
}

/** The private answer that was shared gives way to a word that it was. */
async function standIn({ invocation, to, reply }: State, by: Responding): Promise<void> {
  const message = afterSharing(invocation.line);
  if (!message || !to.ephemeral || !to.responseUrl || reply.audience !== "all") return;
  await respond(to, { message, audience: "asker" }, { replace: true, ...by });
}

/** A way to show an answer. */
interface Way {
  go(): Promise<unknown>;
  /** Where Slack asks to wait, its turn is waited for rather than the next way taken. */
  readonly waits?: boolean;
  /** Not taken after a failure that passes: then the answer is shown later, where it belongs. */
  readonly forGood?: true;
}

async function firstThatWorks(ways: readonly Way[], log: Log): Promise<void> {
  let failure: unknown;
  for (const { go, waits, forGood } of ways) {
    if (forGood && passing.has(outcomeOf(failure))) continue;
    try {
      await go();
      return;
    } catch (error) {
      if (waits && outcomeOf(error) === "throttled") throw error;
      failure = error;
      log.warn({ err: error }, "an answer could not be shown in Slack; another way is tried");
    }
  }
  throw failure;
}

const outcomeOf = (error: unknown): DeliveryOutcome | undefined =>
  error instanceof DeliveryError ? error.outcome : undefined;

const passing = new Set<DeliveryOutcome | undefined>(["unavailable", "unknown"]);

const inPrivate = ({ user }: AnswerTo) => ({ conversation: addressOf("slack", "user", user) });

function inChannel({ channel, user, thread }: AnswerTo) {
  const conversation = /^[DU]/.test(channel)
    ? addressOf("slack", "user", user)
    : addressOf("slack", "channel", channel);
  return thread ? { conversation, thread } : { conversation };
}

function placeOf(to: AnswerTo, { audience }: Reply) {
  const place = inChannel(to);
  return audience === "all" ? place : { ...place, onlyFor: addressOf("slack", "user", to.user) };
}

/** Sends a state to the line's own address. @throws when Slack does not take it. */
async function respond(
  to: AnswerTo,
  { message, audience }: Pick<Reply, "message" | "audience">,
  { replace, fetch, apiUrl, log }: Responding & { readonly replace: boolean },
): Promise<void> {
  const address = to.responseUrl ?? "";
  if (!isSlack(address, apiUrl)) throw new Error("Slack named a response_url that is not its own");
  const sendIn = (content: object, signal: AbortSignal) =>
    fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify({
        response_type: audience === "all" ? "in_channel" : "ephemeral",
        replace_original: replace,
        ...quiet,
        ...(to.thread ? { thread_ts: to.thread } : {}),
        ...content,
      }),
      redirect: "error",
      signal,
    });
  const send = (content: object) =>
    inTime(callTimeoutMs, async (signal) => {
      const response = await sendIn(content, signal);
      const code = await refusalOf(response); // Read whole, or its connection would be lost.
      return { ...(response.ok ? {} : { refused: code }), status: response.status };
    });
  const { refused, status } = await send(renderChecked(message, log));
  if (refused === undefined) return;
  if (!blocksRefused.has(refused)) throw refusal(status, refused);
  const plain = await send(renderWithoutBlocks(message));
  if (plain.refused !== undefined) throw refusal(plain.status, plain.refused);
}

/** Slack's word for why, which comes as JSON or bare. */
async function refusalOf(response: Response): Promise<string> {
  const body = (await response.text()).trim();
  const [, named] = /"error"\s*:\s*"([a-z_]+)"/.exec(body) ?? [];
  return named ?? (/^[a-z_]+$/.test(body) ? body : "");
}

const refusal = (status: number, code: string): Error =>
  new Error(`a response_url answered with the status ${status} ${code}`.trim());
