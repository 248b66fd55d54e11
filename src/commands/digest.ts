import { type Arg, arg, inOwnWords, isZone, keyed, optional, shownAs } from "../core/args.ts";
import { pauseWhereClosed, sayClosed } from "../core/closed.ts";
import { type CommandContext, defineCommand } from "../core/command.ts";
import { type DigestSchedule, digestSource, type WeeklyTime } from "../core/digest.ts";
import { UserError } from "../core/errors.ts";
import { actions, type Block, type Message, note, text } from "../core/message.ts";
import type { Subscription } from "../core/subscription.ts";
import { nextFree, parseWeekly, sayWeekly, sayWhen, weekOf, writeWeekly } from "../core/weekly.ts";
import { refuseSettled } from "../core/wish.ts";

const zoneArg: Arg<string> = {
  ...arg.word("the time zone it is meant in", "Europe/Berlin"),
  parse(written) {
    if (isZone(written)) return written;
    throw new UserError(`"${written}" is not a time zone; write one like Europe/Berlin or UTC.`);
  },
};

/** What this conversation has of the digest. */
interface Here {
  readonly subscription: Subscription | undefined;
  readonly schedule: DigestSchedule | undefined;
}

export const digest = defineCommand({
  name: "digest",
  summary: "Show the weekly digest as it would be now, or say when it comes here",
  verb: "Show or schedule",
  examples: [
    "digest",
    "digest now",
    "digest schedule",
    "digest schedule Fri 16:00 zone:Europe/Berlin",
    "digest off",
  ],
  access: "operator",
  audience: "asker",
  shares: ([first]) => first?.toLowerCase() === "now",
  args: {
    what: optional(arg.choice("what to do with it", ["now", "schedule", "off"])),
    at: shownAs("Day and time", {
      ...inOwnWords(arg.rest("a time of the week, with schedule"), () => true),
      hint: "Mon 09:00",
    }),
    zone: shownAs("Time zone", optional(keyed(zoneArg))),
  },
  async run({ what, at, zone }, context) {
    if (what === "schedule") return schedule({ at, zone }, context);
    if (at || zone) {
      throw new UserError(
        `To choose when the digest comes, say it with schedule, like: digest schedule ${at || "Mon 09:00"}`,
      );
    }
    return what === "off" ? off(context) : preview(context);
  },
});

async function hereOf({ store, from: { conversation } }: CommandContext): Promise<Here> {
  const held = await store.subscriptions.list(conversation);
  const schedules = await store.digests.schedules();
  return {
    subscription: held.find(({ source }) => source === digestSource),
    schedule: schedules.find((one) => one.conversation === conversation),
  };
}

async function preview(context: CommandContext): Promise<Message> {
  const { digests, from } = context;
  const here = await hereOf(context);
  const message = await digests.compose(from.conversation);
  return { ...message, blocks: [...message.blocks, ...whenNext(here, digests.usual)] };
}

function whenNext({ subscription, schedule: own }: Here, usual: WeeklyTime): readonly Block[] {
  if (!subscription) {
    return [
      note(`Shown because it was asked for. It can come here every week, on ${sayWeekly(usual)}.`),
      actions({ label: "Have it every week", line: "digest schedule" }),
    ];
  }
  const next = own ? `; the next one is on ${sayWhen(own.nextDueAt, own.zone)}` : "";
  return [
    note(`Shown because it was asked for. It comes here on ${sayWeekly(own ?? usual)}${next}.`),
  ];
}

/** What is not named stays as it was, or is as usual. */
async function schedule(
  { at, zone }: { at: string; zone: string | undefined },
  context: CommandContext,
): Promise<Message> {
  const { store, digests, from, now } = context;
  const here = await hereOf(context);
  const base = here.schedule ?? digests.usual;
  const time = parseWeekly(at || writeWeekly(base), zone ?? base.zone);
  const had = (await store.digests.had(from.conversation)).map(({ week }) => week);
  const chosen = at !== "" || zone !== undefined;
  const usual = !chosen && (here.schedule?.usual ?? true);
  const nextDueAt = nextFree(time, now, had);
  // First the subscription: a schedule without one is nobody's.
  if (!here.subscription) await follow(context);
  await store.digests.schedule({ ...time, conversation: from.conversation, nextDueAt, usual });
  const closed = await pauseWhereClosed(context);
  const verdict = `This conversation gets the weekly digest on ${sayWeekly(time)}.`;
  const next = `The next one is on ${sayWhen(nextDueAt, time.zone)}.`;
  const weeks = sayWeeks({ time, nextDueAt, before: here.schedule, had, now });
  return {
    summary: [verdict, next, ...weeks, ...(closed ? [closed] : [])].join(" "),
    tone: closed ? "warning" : "good",
    blocks: [
      text([{ bold: verdict }, ` ${[next, ...weeks].join(" ")}`]),
      ...sayClosed(closed),
      ...(here.subscription?.origin === "settings"
        ? []
        : [note(["To end it: ", { code: "digest off" }])]),
      actions({ label: "Show it now", line: "digest" }),
    ],
  };
}

async function follow({ store, from, by, now }: CommandContext): Promise<void> {
  const { id, name } = by;
  await store.subscriptions.subscribe(
    {
      conversation: from.conversation,
      source: digestSource,
      feed: "",
      as: "card",
      by: { id, name },
      origin: "chat",
    },
    now,
  );
}

/** A week that has two such times gets one digest, and one that is passed over does not go unsaid. */
function sayWeeks(given: {
  time: WeeklyTime;
  nextDueAt: Date;
  before: DigestSchedule | undefined;
  had: readonly string[];
  now: Date;
}): readonly string[] {
  const { time, nextDueAt, before, had, now } = given;
  if (nextFree(time, now, []) < nextDueAt) {
    return ["This week's was here already, and there is one a week."];
  }
  const promised = before && weekOf(before.nextDueAt, before.zone);
  if (promised && promised < weekOf(nextDueAt, time.zone) && !had.includes(promised)) {
    return [
      `The one that was due on ${sayWhen(before.nextDueAt, before.zone)} falls away; say digest now to have it now.`,
    ];
  }
  return [];
}

async function off(context: CommandContext): Promise<Message> {
  const { subscription } = await hereOf(context);
  if (!subscription) {
    const words = "This conversation gets no weekly digest; nothing has changed.";
    return { summary: words, blocks: [text(words)] };
  }
  refuseSettled(subscription);
  // Its schedule ends with it.
  await context.store.subscriptions.unsubscribe(subscription);
  const words = "This conversation no longer gets the weekly digest.";
  return {
    summary: words,
    blocks: [
      text([{ bold: words }, " digest shows it whenever it is asked for."]),
      actions({ label: "Have it every week", line: "digest schedule" }),
    ],
  };
}
