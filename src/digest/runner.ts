import type { ConversationId } from "../core/address.ts";
import type { Assessment } from "../core/check.ts";
import { type Clock, HOUR, MINUTE } from "../core/clock.ts";
import { type DigestSchedule, digestSource, type WeeklyTime } from "../core/digest.ts";
import type { Log } from "../core/log.ts";
import type { Message } from "../core/message.ts";
import { isOver, noWait, type Wait } from "../core/passed.ts";
import type { Store } from "../core/store.ts";
import type { Subject } from "../core/subject.ts";
import type { Subscription } from "../core/subscription.ts";
import { lastDue, nextFree, weekOf } from "../core/weekly.ts";

/** Whom a digest is for, and as of when. */
export interface Reading {
  readonly conversation: ConversationId;
  /** Times are said in it. */
  readonly zone: string;
  /** Absent: all of them. */
  readonly tenant?: string;
  /** When it was due, where it comes later than that. */
  readonly lateSince?: Date;
}

/** What is needed of the facts here: what next week's digest will compare with. */
export interface Gathered {
  readonly assessments: readonly Assessment[];
}

/** How digests are made: everything is looked at once, then told to each conversation in its own way. */
export interface Maker<Facts extends Gathered = Gathered> {
  gather(): Promise<Facts>;
  compose(facts: Facts, reading: Reading): Promise<Message>;
}

export interface DigestRunnerOptions<Facts extends Gathered = Gathered> {
  readonly store: Pick<Store, "digests" | "subscriptions" | "assessments">;
  readonly maker: Maker<Facts>;
  /** For conversations that chose no time of their own. */
  readonly usual: WeeklyTime;
  readonly clock: Clock;
  readonly log: Log;
  /** A digest waits in an outbox. */
  onQueued(): void;
}

/** Sees to it that every conversation that follows the digest gets one of each week: on time, or late rather than never. */
export interface DigestRunner {
  /** Begins to make what is due. To be called about every second. */
  tick(): Promise<void>;
  /** Resolves once what is under way is done. */
  settled(): Promise<void>;
}

/** A digest that is to be made now. */
interface Due {
  readonly schedule: DigestSchedule;
  readonly subscription: Subscription;
}

/** Later than this, it says so. */
const lateAfter = HOUR;

export function createDigestRunner<Facts extends Gathered>(
  options: DigestRunnerOptions<Facts>,
): DigestRunner {
  const { clock, log } = options;
  const rest = createRest(clock);
  let aligned = false;
  let under: Promise<void> | undefined;

  async function work(all: readonly Due[]): Promise<void> {
    try {
      const facts = await options.maker.gather();
      for (const assessment of facts.assessments) await options.store.assessments.add(assessment);
      for (const due of all) await rest.watch(due, () => deliver(due, facts, options), log);
    } catch (error) {
      for (const due of all) rest.failed(due, error, log);
    }
  }

  return {
    async tick() {
      const all = await followers(options, { align: !aligned });
      aligned = true;
      const due = all.filter((one) => isDue(one.schedule, clock.now()) && !rest.isResting(one));
      if (under || due.length === 0) return;
      under = work(due).finally(() => {
        under = undefined;
      });
    },
    async settled() {
      await under;
    },
  };
}

const isDue = ({ nextDueAt }: DigestSchedule, now: Date): boolean => nextDueAt <= now;

/** Everybody who follows the digest, with a schedule: whoever has none gets the usual one. */
async function followers(
  options: Pick<DigestRunnerOptions, "store" | "usual" | "clock">,
  { align }: { align: boolean },
): Promise<readonly Due[]> {
  const { digests, subscriptions } = options.store;
  const schedules = new Map((await digests.schedules()).map((one) => [one.conversation, one]));
  const all: Due[] = [];
  for (const subscription of await subscriptions.list()) {
    if (subscription.source !== digestSource) continue;
    const kept = schedules.get(subscription.conversation);
    const schedule = await timed(subscription.conversation, kept, options, align);
    all.push({ schedule, subscription });
  }
  return all;
}

/** The schedule as it is kept, or the usual one; `align`: the settings may name another usual time than they did. */
async function timed(
  conversation: ConversationId,
  kept: DigestSchedule | undefined,
  { store: { digests }, usual, clock }: Pick<DigestRunnerOptions, "store" | "usual" | "clock">,
  align: boolean,
): Promise<DigestSchedule> {
  const now = clock.now();
  if (kept && !(align && kept.usual && !isDue(kept, now) && !isSame(kept, usual))) return kept;
  const had = (await digests.had(conversation)).map(({ week }) => week);
  const nextDueAt = nextFree(usual, now, had);
  // A move that would leave a week without its digest waits until that is told.
  if (kept && weekOf(nextDueAt, usual.zone) > weekOf(kept.nextDueAt, kept.zone)) return kept;
  const made = { ...usual, conversation, nextDueAt, usual: true };
  await digests.schedule(made);
  return made;
}

function isSame(one: WeeklyTime, other: WeeklyTime): boolean {
  return one.weekday === other.weekday && one.minute === other.minute && one.zone === other.zone;
}

/** Makes one digest and puts it into its outbox: of the latest week that is due, however many have passed. */
async function deliver<Facts extends Gathered>(
  { schedule: kept, subscription }: Due,
  facts: Facts,
  { store: { digests }, maker, usual, clock, onQueued }: DigestRunnerOptions<Facts>,
): Promise<void> {
  const { conversation } = kept;
  const schedule = kept.usual ? { ...kept, ...usual } : kept;
  if (!isSame(schedule, kept)) await digests.schedule(schedule);
  const began = clock.now();
  // Where zones' rules were changed meanwhile, what was promised stands.
  const dueAt = new Date(Math.max(+lastDue(schedule, began), +kept.nextDueAt));
  const late = began.getTime() - dueAt.getTime() > lateAfter;
  const message = await maker.compose(facts, {
    conversation,
    zone: schedule.zone,
    ...(subscription.tenant ? { tenant: subscription.tenant } : {}),
    ...(late ? { lateSince: dueAt } : {}),
  });
  const at = clock.now();
  const week = weekOf(dueAt, schedule.zone);
  const subject = subjectOf(message, { conversation, week, at });
  const nextDueAt = nextFree(schedule, at, [week]);
  if (await digests.deliver({ conversation, week, subject, nextDueAt, at })) onQueued();
}

function subjectOf(
  message: Message,
  { conversation, week, at }: { conversation: ConversationId; week: string; at: Date },
): Subject {
  return {
    source: digestSource,
    id: `${conversation}:${week}`,
    title: `Weekly digest ${week}`,
    url: "",
    phase: "published",
    revisions: [{ key: week, phase: "published", text: message.summary, at }],
    labels: [],
    facts: [],
    for: conversation,
    shows: message,
  };
}

const pauses = { first: MINUTE, longest: 30 * MINUTE } as const;

/** What could not be made is tried again, less and less often, until it works. */
function createRest(clock: Clock) {
  const resting = new Map<ConversationId, Wait & { readonly failures: number }>();

  function failed({ schedule: { conversation } }: Due, error: unknown, log: Log): void {
    const failures = (resting.get(conversation)?.failures ?? 0) + 1;
    const ms = Math.min(pauses.first * 2 ** (failures - 1), pauses.longest);
    resting.set(conversation, { failures, from: clock.now().getTime(), ms });
    log.warn(
      { err: error, conversation, failures },
      "a digest could not be made; it is tried again",
    );
  }

  return {
    failed,
    isResting: ({ schedule: { conversation } }: Due): boolean =>
      !isOver(resting.get(conversation) ?? noWait, clock.now()),
    async watch(due: Due, job: () => Promise<void>, log: Log): Promise<void> {
      try {
        await job();
        resting.delete(due.schedule.conversation);
      } catch (error) {
        failed(due, error, log);
      }
    },
  };
}
