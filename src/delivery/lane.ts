import { partsOf } from "../core/address.ts";
import { posted } from "../core/border.ts";
import { excerpt } from "../core/card.ts";
import type { ChatAdapter } from "../core/chat-adapter.ts";
import { type Clock, HOUR, MINUTE, SECOND } from "../core/clock.ts";
import { DeliveryError } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import { type Message, text } from "../core/message.ts";
import {
  type Card,
  type Lane,
  longestWaits,
  type Outbox,
  type Release,
  type Telling,
} from "../core/store.ts";
import { isOwn } from "../core/subject.ts";
import type { Pacer } from "./pacer.ts";
import { firstDue, type Step } from "./step.ts";

export interface LaneOptions {
  readonly outbox: Outbox;
  readonly adapter: ChatAdapter;
  readonly pacer: Pacer;
  readonly clock: Clock;
  readonly log: Log;
  readonly holder: string;
  /** Between 0 and 1. */
  random(): number;
  stopping(): boolean;
}

/** A lane is handed back after so long, well before its lease ends, that no other holder takes it in the middle of a step. */
const shiftMs = 20 * SECOND;
/** A longer wait for the platform's pace is spent outside, so that others can go on. */
const patienceMs = 2 * SECOND;
/** So short before its turn a lane has looked for the last time: looking takes a while, and the turn would pass unused. */
const glanceMs = 100;
/**
 * When a paused conversation is tried again: soon (it may have been opened again in that very moment),
 * then ever less often. Platforms do not always say that they would take messages again.
 */
const retryPausedMs = (failures: number): number =>
  Math.min(5 * SECOND * 6 ** Math.min(failures, 8), HOUR);
const longestBackoffMs = 5 * MINUTE;

type Handed = Pick<Release, "wakeAt" | "notBefore" | "failures" | "error">;

/** Tells one conversation everything that is due there, step by step, and says how to hand it back. Never rejects for a platform's sake. */
export async function workLane(lane: Lane, options: LaneOptions): Promise<Release> {
  const { conversation, generation } = lane;
  const { holder } = options;
  return { conversation, generation, holder, ...(await work(lane, options)) };
}

async function work(lane: Lane, options: LaneOptions): Promise<Handed> {
  const end = options.clock.now().getTime() + shiftMs;
  let handed: Handed | undefined;
  while (!handed) handed = await turn(lane, options, end);
  return handed;
}

/** One look at what is due, and one step or one wait; how to hand the lane back, or undefined to look again. */
async function turn(lane: Lane, options: LaneOptions, end: number): Promise<Handed | undefined> {
  const { outbox, clock } = options;
  const tellings = await outbox.tellings(lane.conversation);
  const now = clock.now(); // Looking takes a while itself.
  const due = firstDue(tellings, now, (step) => waitFor(step, lane, options, now));
  if (!due.step) return { failures: 0, ...(due.wakeAt ? { wakeAt: due.wakeAt } : {}) };
  const asBefore = { failures: lane.failures, ...(lane.error ? { error: lane.error } : {}) };
  if (now.getTime() >= end || options.stopping()) return { ...asBefore, wakeAt: now };
  if (due.wait > patienceMs) return { ...asBefore, wakeAt: later(now, due.wait) };
  if (due.wait > glanceMs) {
    await clock.after(due.wait - glanceMs); // And look again: what is shown then is the newest state.
    return undefined;
  }
  const isItsTurn = await turnComes(due.step, lane, options);
  return isItsTurn ? attempt(due.step, due.telling, lane, options) : undefined;
}

/** False where another lane was quicker. */
async function turnComes(step: Step, lane: Lane, options: LaneOptions): Promise<boolean> {
  const left = () => waitFor(step, lane, options, options.clock.now());
  for (let wait = left(); wait > 0; wait = left()) {
    if (wait > glanceMs) return false;
    await options.clock.after(wait);
  }
  return true;
}

async function attempt(
  step: Step,
  telling: Telling,
  lane: Lane,
  options: LaneOptions,
): Promise<Handed | undefined> {
  const { outbox, clock, pacer } = options;
  const send = sendOf(step, lane);
  if (send) pacer.take(send, clock.now());
  try {
    await take(step, telling, options);
  } catch (error) {
    return afterFailure(error, step, telling, lane, options);
  }
  if (lane.paused && send && (await outbox.resume(lane.conversation, clock.now()))) {
    const { conversation, paused } = lane;
    options.log.info({ conversation, was: paused.reason }, "a conversation takes messages again");
  }
  return undefined;
}

function sendOf({ kind }: Step, { conversation }: Lane) {
  if (kind === "settle") return undefined;
  const { platform } = partsOf(conversation);
  return { platform, conversation, kind: kind === "edit card" ? "edit" : "post" } as const;
}

function waitFor(step: Step, lane: Lane, { pacer }: LaneOptions, now: Date): number {
  const send = sendOf(step, lane);
  return send ? pacer.wait(send, now) : 0;
}

/** Does the step, then remembers it. The message that the platform rejects as it is goes out plain, once. */
async function take(step: Step, telling: Telling, options: LaneOptions): Promise<void> {
  let card: Card;
  try {
    card = await show(step, step.kind === "settle" ? undefined : step.message, telling, options);
  } catch (error) {
    if (!(error instanceof DeliveryError && error.outcome === "rejected")) throw error;
    options.log.error(
      { err: error, subject: telling.subject.id },
      "a message was rejected; sending it plain",
    );
    card = await show(step, plainly(telling), telling, options);
  }
  const { conversation } = telling.subscription;
  const { source, id: subject } = telling.subject;
  await options.outbox.told({ conversation, source, subject, card, revisions: step.tells });
}

async function show(
  step: Step,
  given: Message | undefined,
  telling: Telling,
  { adapter }: LaneOptions,
): Promise<Card> {
  const { conversation } = telling.subscription;
  if (step.kind === "settle" || !given) return settled(step);
  // What others have published is shown as they did.
  const message = isOwn(telling.subject) ? await posted(given) : given;
  if (step.kind === "post card") {
    const { id } = await adapter.post({ conversation }, message, keyOf(step, telling));
    return { id, shown: step.shown };
  }
  if (step.kind === "edit card") {
    await adapter.edit({ conversation, id: step.card.id }, message);
    return step.card;
  }
  const { alsoInChannel } = step;
  const thread = step.card.id;
  const place = { conversation, thread, ...(alsoInChannel ? { alsoInChannel } : {}) };
  await adapter.post(place, message, keyOf(step, telling));
  return step.card;
}

/** Of what is told, the oldest: what joins it until the next try does not make that another post. */
function keyOf({ kind }: Step, { subject, order }: Telling): string {
  return `${kind}/${subject.source}/${subject.id}/${order}`;
}

function settled(step: Step): Card {
  if (step.kind === "post card") throw new TypeError("a card that was not posted has no id");
  return step.card;
}

/** How to hand the lane back. */
async function afterFailure(
  error: unknown,
  step: Step,
  telling: Telling,
  lane: Lane,
  options: LaneOptions,
): Promise<Handed> {
  const { outbox, clock, log } = options;
  const { conversation } = lane;
  const { source, id: subject } = telling.subject;
  const failure = failureOf(error);
  log.warn({ err: failure, conversation, subject, step: step.kind }, "a message was not taken");
  const now = clock.now();
  const failed = { failures: lane.failures + 1, error: failure.message };
  switch (failure.outcome) {
    case "gone":
      // Someone deleted it. The card is posted anew, by the next holder: not in a loop with a platform that is confused.
      await outbox.cardGone({ conversation, source, subject });
      return { ...failed, notBefore: later(now, backoff(lane.failures, options.random())) };
    case "refused":
    case "rejected": {
      // The pause alone holds the lane back, so that whatever ends it frees the lane at once.
      const retryAt = later(now, retryPausedMs(lane.paused ? lane.failures : 0));
      const everywhere = failure.everywhere ? ({ everywhere: true } as const) : {};
      // Unless it was opened meanwhile: then it is tried again at once.
      const { generation } = lane;
      const paused = { reason: failure.message, since: now, retryAt, generation, ...everywhere };
      await outbox.pause(conversation, paused);
      return { ...failed, wakeAt: now };
    }
    case "throttled": {
      // What the platform counts together waits, and this lane goes on with what it does not.
      const wait = failure.retryAfterMs ?? backoff(lane.failures, options.random());
      const send = sendOf(step, lane);
      if (send) options.pacer.hold(send, wait, now);
      return { ...failed, wakeAt: now };
    }
    case "unavailable":
    case "unknown": {
      const wait = failure.retryAfterMs ?? backoff(lane.failures, options.random());
      return { ...failed, notBefore: later(now, Math.min(wait, longestWaits.notBefore)) };
    }
    default:
      return failure.outcome satisfies never;
  }
}

function failureOf(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  return new DeliveryError("unknown", "Watchpost itself failed.", { cause: error });
}

/** One second, then twice as long each time; half of it by chance, so that lanes do not march in step. */
function backoff(failures: number, random: number): number {
  const whole = Math.min(SECOND * 2 ** Math.min(failures, 20), longestBackoffMs);
  return whole / 2 + (random * whole) / 2;
}

const later = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

function plainly({ subject, untold }: Telling): Message {
  const words = [
    subject.title,
    ...untold.map((revision) => excerpt(revision.text, 500)),
    subject.url,
  ];
  return {
    summary: excerpt(subject.title, 100),
    blocks: [text(excerpt(words.filter(Boolean).join("\n"), 2500))],
  };
}
