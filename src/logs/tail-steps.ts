import { posted } from "../core/border.ts";
import { MINUTE, SECOND } from "../core/clock.ts";
import { passed } from "../core/passed.ts";
import type { Ended, Kept, Told } from "./tail-book.ts";
import { sayCard, sayRefused, saySilence } from "./tail-card.ts";
import { type Course, showsOf, spacingAfter, standingOf } from "./tail-course.ts";
import { sayForgotten, withoutTerms } from "./tail-forgetting.ts";
import { lookUp } from "./tail-inbox.ts";
import type { Sent } from "./tail-sender.ts";
import { hearingOf } from "./tail-silence.ts";
import { sayBatch } from "./tail-words.ts";

/** Who has which role is known to platforms, which are not to be asked all the time. */
const askEveryMs = MINUTE;
const listenEveryMs = 15 * SECOND;
/** The card's figures follow so far behind; with nothing new, it says now and then that it still looks. */
const cardEveryMs = 30 * SECOND;
const cardAnewMs = 5 * MINUTE;
/** So long after its end what is still unsaid is tried. */
const lastTriesMs = 15 * MINUTE;
const mostLookUps = 5;

/** Does what is to be done now: at most one thing that people see. */
export async function step(course: Course): Promise<void> {
  const now = course.parts.clock.now();
  await endIfDue(course, now);
  await endWithoutRole(course, now);
  if (course.behind && !isSilent(course.kept.ended)) await catchUp(course);
  return course.kept.ended ? stepToEnd(course, course.kept.ended, now) : stepOn(course, now);
}

/** Nothing that came in is told any more. */
const isSilent = (ended: Ended | undefined): boolean =>
  ended?.why === "forgotten" || ended?.why === "role";

async function stepOn(course: Course, now: Date): Promise<void> {
  if (!course.kept.card) return postCard(course, now);
  if (isBatchDue(course, now)) return tellBatch(course, now);
  await listen(course, now);
  const { silence } = course.hearing;
  return silence && !course.silenceSaid ? tellOfSilence(course, silence) : refreshCard(course, now);
}

async function stepToEnd(course: Course, ended: Ended, now: Date): Promise<void> {
  if (areOver(course, now)) return giveUp(course);
  if (ended.why === "refused") return tellOfRefusal(course, ended.words);
  if (ended.why === "forgotten") return finishForgotten(course, now);
  if (!course.kept.card) return postCard(course, now);
  if (course.inbox.waiting().length > 0) return tellBatch(course, now);
  if (course.behind && !isSilent(ended)) return;
  await listen(course, now);
  return finish(course, course.kept.card, now);
}

/**
 * Whether its last tries have been made, from the first one on: its end may have passed while the machine slept. Where the clock
 * was set back there are as many again.
 */
function areOver(course: Course, now: Date): boolean {
  const tried = passed(course.triedSince, now);
  if (tried !== Number.POSITIVE_INFINITY) return tried > lastTriesMs;
  course.triedSince = now.getTime();
  return false;
}

/** Whom it looks for is forgotten: nothing more is told, and nothing is kept of what it looked for. */
export async function endForgotten(course: Course, at: Date): Promise<void> {
  course.unwatch();
  course.inbox.done(course.inbox.waiting().map(({ id }) => id));
  course.kept = withoutTerms(course.kept);
  await change(course, { ended: { why: "forgotten", at: at.toISOString() } });
}

async function finishForgotten(course: Course, now: Date): Promise<void> {
  const { parts, kept } = course;
  if (!kept.card) return drop(course);
  if (!course.forgettingSaid) {
    const said = await parts.sender.reply(kept, sayForgotten(kept), "forgotten");
    course.forgettingSaid = said.sent || said.refused !== undefined;
    return;
  }
  return finish(course, kept.card, now);
}

/** Nothing that comes in later is told; whether all was heard that came before is looked up once more. */
export async function end(course: Course, ended: Ended): Promise<void> {
  if (course.kept.ended) return;
  course.unwatch();
  course.behind = ended.why === "stopped" || ended.why === "time";
  await change(course, { ended });
}

/** At once, so that whoever comes in between builds on it; kept when it resolves. */
function change(course: Course, changed: Partial<Kept>): Promise<void> {
  course.kept = { ...course.kept, ...changed };
  return course.parts.book.keep(course.kept);
}

async function endIfDue(course: Course, now: Date): Promise<void> {
  await shortenIfSetBack(course, now);
  const { until } = course.kept;
  if (course.inbox.isFull()) await end(course, { why: "many", at: now.toISOString() });
  if (now.getTime() >= Date.parse(until)) await end(course, { why: "time", at: until });
}

/** Where more is left of it than it was begun for, the clock was set back. */
async function shortenIfSetBack(course: Course, now: Date): Promise<void> {
  const most = new Date(now.getTime() + course.kept.length);
  if (passed(Date.parse(course.kept.until), most) !== Number.POSITIVE_INFINITY) return;
  await change(course, { until: most.toISOString() });
}

/** Whoever lost the role is told nothing more, wherever others read it too: nobody stands for it any more. */
async function endWithoutRole(course: Course, now: Date): Promise<void> {
  const { parts, kept, inbox } = course;
  if (kept.ended || passed(course.askedAt, now) < askEveryMs) return;
  course.askedAt = now.getTime();
  if (await parts.mayGoOn(kept.by.id, kept.from.conversation)) return;
  inbox.done(inbox.waiting().map(({ id }) => id));
  await end(course, { why: "role", at: now.toISOString() });
}

/** What came in while nobody listened. */
async function catchUp(course: Course): Promise<void> {
  const { parts, inbox, query, kept } = course;
  const until = kept.ended ? { until: new Date(kept.ended.at) } : {};
  course.behind = false;
  try {
    await lookUp(
      parts.archive,
      { tenant: kept.tenant, query: { ...query, ...until } },
      { take: inbox.take, enough: inbox.isFull },
    );
    course.lookUps = 0;
  } catch (error) {
    parts.log.warn({ err: error, tail: kept.id }, "what came in for a tail could not be looked up");
    course.lookUps += 1;
    course.behind = course.lookUps < mostLookUps;
    course.unseen = !course.behind;
  }
}

/** After a kill before it was known to be posted. */
async function postCard(course: Course, now: Date): Promise<void> {
  const { parts, kept } = course;
  const sent = await parts.sender.begin(kept, sayCard(standingOf(course), now));
  if (sent.sent) await change(course, { card: sent.ref });
  else await endIfRefused(course, sent, now);
}

function isBatchDue({ inbox, tally, batchAt }: Course, now: Date): boolean {
  return inbox.waiting().length > 0 && passed(batchAt, now) >= spacingAfter(tally.batches());
}

async function tellBatch(course: Course, now: Date): Promise<void> {
  const { parts, kept, inbox, tally, viewer, renumbered } = course;
  const events = inbox.waiting();
  const batch = sayBatch({ events, renumbered }, kept, viewer);
  const { listed, counted, names } = batch;
  const message = await posted(batch.message, { events, mask: viewer.mask });
  const number = tally.batches() + 1;
  const sent = await parts.sender.reply(kept, message, String(number));
  if (!sent.sent) return endIfRefused(course, sent, now);
  const ids = events.map(({ id }) => id);
  const told: Told = { ids, listed, counted, numbers: viewer.mask.numbers() };
  tally.add(told);
  inbox.done(ids);
  course.batchAt = now.getTime();
  course.renumbered = false;
  await parts.book.told(kept.id, number, told);
  await callByName(course, names);
}

/** What everybody has read in events may be called by its name. */
async function callByName(course: Course, names: ReadonlySet<string>): Promise<void> {
  const { once, ...rest } = course.kept;
  if (!once?.shown.every((name) => names.has(name))) return;
  const { shown: _, ...words } = once;
  course.kept = { ...rest, ...words };
  await course.parts.book.keep(course.kept);
}

async function endIfRefused(course: Course, sent: Sent, now: Date): Promise<void> {
  if (sent.sent || !sent.refused) return;
  await end(course, { why: "refused", words: sent.refused.message, at: now.toISOString() });
}

async function listen(course: Course, now: Date): Promise<void> {
  if (passed(course.heardAt, now) < listenEveryMs) return;
  course.heardAt = now.getTime();
  const { parts, kept, resumedAt, hearing } = course;
  const { tenant, zone } = kept;
  const from = resumedAt ? { from: resumedAt } : {};
  try {
    const coverage = await parts.archive.coverage(tenant);
    course.hearing = hearingOf(coverage, { tenant, now, zone, ...from });
  } catch (error) {
    parts.log.warn({ err: error, tail: kept.id }, "how a log is heard could not be asked");
    course.hearing = { last: hearing.last, silence: deaf };
  }
}

const deaf =
  'Watchpost\'s own archive of logs does not answer, so nothing can be told: "doctor" says more.';

async function tellOfSilence(course: Course, silence: string): Promise<void> {
  const { parts, kept } = course;
  const sent = await parts.sender.reply(kept, saySilence(silence, kept), "silence");
  if (sent.sent) course.silenceSaid = true;
  else await endIfRefused(course, sent, parts.clock.now());
}

async function refreshCard(course: Course, now: Date): Promise<void> {
  const { parts, kept } = course;
  const shows = showsOf(course);
  if (!kept.card || passed(course.cardAt, now) < cardAfter(course, shows)) return;
  const sent = await parts.sender.edit(kept.card, sayCard(standingOf(course), now));
  if (!sent.sent) return endIfRefused(course, sent, now);
  course.cardAt = now.getTime();
  course.cardShows = shows;
  course.cardTold = course.tally.events() > 0;
}

/** "No event so far" is not to stand above the first ones. */
function cardAfter({ tally, cardTold, cardShows }: Course, shows: string): number {
  if (tally.events() > 0 && !cardTold) return 0;
  return shows === cardShows ? cardAnewMs : cardEveryMs;
}

async function finish(course: Course, card: NonNullable<Kept["card"]>, now: Date): Promise<void> {
  const { parts, kept } = course;
  const message = sayCard(standingOf(course), now);
  const sent = await parts.sender.edit(card, message);
  if (sent.sent) return drop(course);
  if (!sent.refused) return;
  // A card that is gone, or may not be edited any more: its end is said below.
  const said = await parts.sender.reply(kept, message, "ended");
  if (said.sent || said.refused) return drop(course);
}

async function tellOfRefusal(course: Course, words: string): Promise<void> {
  const { parts, kept } = course;
  if (kept.by.id === kept.from.conversation) return drop(course);
  const sent = await parts.sender.tell(kept, sayRefused(standingOf(course), words));
  if (sent.sent || sent.refused) await drop(course);
}

async function giveUp(course: Course): Promise<void> {
  const { parts, kept, inbox } = course;
  const untold = inbox.waiting().length;
  parts.log.warn({ tail: kept.id, untold }, "the end of a tail could not be told");
  await drop(course);
}

async function drop(course: Course): Promise<void> {
  course.unwatch();
  await course.parts.book.drop(course.kept.id);
  course.over = true;
}
