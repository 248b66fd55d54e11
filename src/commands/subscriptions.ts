import { type CommandContext, defineCommand } from "../core/command.ts";
import { sayDuration } from "../core/duration.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { formAction } from "../core/form.ts";
import { freshnessOf, isReliable, sayFreshness, targetsOf } from "../core/freshness.ts";
import {
  type Action,
  actions,
  type Block,
  type Message,
  note,
  type Span,
  type Text,
  text,
} from "../core/message.ts";
import { pageArg, pageOf } from "../core/page.ts";
import { sayCount, sayTime } from "../core/say.ts";
import type { Condition, TargetState } from "../core/store.ts";
import { quietUntil, type Subscription } from "../core/subscription.ts";
import {
  loudnessMeans,
  nameOf,
  sayMention,
  sayQuiet,
  unsubscribeLine,
  wishValues,
} from "../core/wish.ts";

/** Each has two buttons, which carry all that it says. */
const pageSize = 6;
/** Sources that are not read, named before everything else; the list below marks each one. */
const mostBlind = 3;

export const subscriptions = defineCommand({
  name: "subscriptions",
  summary: "List what this conversation follows, and whether it gets through",
  examples: ["subscriptions"],
  access: "operator",
  audience: "asker",
  args: { page: pageArg },
  async run({ page }, context) {
    const { store, from } = context;
    const held = await store.subscriptions.list(from.conversation);
    if (held.length === 0) return none(context);
    const conditions = await store.subscriptions.conditions();
    const here = conditions.find(({ conversation }) => conversation === from.conversation);
    const targets = await targetsOf(context);
    const shown = pageOf(held, { page, size: pageSize, command: "subscriptions" });
    const state = stateOf(here, context);
    const blind = blindnessOf(held, targets, context);
    const verdict = `This conversation follows ${sayCount(held.length, "source")}${state.short}.`;
    return {
      summary: [...(state.why ? [verdict, state.why] : [...blind, verdict])].join(" "),
      tone: blind.length > 0 && state.tone !== "bad" ? "warning" : state.tone,
      blocks: [
        ...(state.why ? [] : blind.map(loudly)),
        text([{ bold: verdict }]),
        ...state.blocks,
        ...sayOutsiders(here),
        ...(state.why ? blind.map(loudly) : []),
        ...shown.shown.flatMap((each) => describe(each, targets, context)),
        ...(shown.words ? [note(`Shown: ${shown.words}.`)] : []),
        actions(
          ...shown.more,
          ...(state.muted
            ? [{ label: "Unmute", line: "mute off" }]
            : [{ label: "Mute for 2 h", line: "mute 2h" }]),
          ...formAction(context, { name: "subscribe", label: "Subscribe" }),
        ),
      ],
    };
  },
});

function none(context: CommandContext): Message {
  const words = "This conversation follows nothing yet.";
  const offers = formAction(context, { name: "subscribe", label: "Subscribe" });
  const sources = context.sources.map(({ id, title }): Text => [{ code: id }, ` – ${title}`]);
  return {
    summary: `${words} Say "subscribe status" to begin.`,
    blocks: [
      text([{ bold: words }, " Say ", { code: "subscribe status" }, " to begin. The sources are:"]),
      ...(sources.length > 0 ? [{ kind: "list" as const, items: sources }] : []),
      ...(offers.length > 0 ? [actions(...offers)] : []),
    ],
  };
}

const loudly = (words: string): Block => text([{ bold: words }]);

/** Whoever subscribes here speaks to more than their own people. */
function sayOutsiders(here: Condition | undefined): readonly Block[] {
  if (!here?.sharedSince) return [];
  return [
    text([
      { bold: "People from outside your organisation read what is posted here" },
      ", since ",
      { time: here.sharedSince },
      ".",
    ]),
  ];
}

interface State {
  readonly short: string;
  /** What stops everything, for the notification; it then comes before all else. */
  readonly why?: string;
  readonly tone: NonNullable<Message["tone"]>;
  readonly muted: boolean;
  readonly blocks: readonly Block[];
}

/** Whether posts get through to this conversation at all. */
function stateOf(here: Condition | undefined, { now, zone }: CommandContext): State {
  const muted = here?.mutedUntil && here.mutedUntil > now ? here.mutedUntil : undefined;
  if (here?.paused) return paused(here.paused, muted !== undefined);
  if (muted) {
    return {
      short: `, and is muted until ${sayTime(muted, zone)}`,
      tone: "neutral",
      muted: true,
      blocks: [text(["Muted until ", { time: muted }, "; what is held back is told then."])],
    };
  }
  if (here && here.failures > 0) {
    const why = here.error ? `: ${excerpt(oneLine(here.error), 200)}` : "";
    const words = `The last ${sayCount(here.failures, "try", "tries")} to post here failed${why}. Nothing is lost; Watchpost tries again by itself.`;
    return {
      short: ", and posting is in trouble",
      tone: "warning",
      muted: false,
      blocks: [text(words)],
    };
  }
  return { short: "; posts get through", tone: "good", muted: false, blocks: [] };
}

function paused({ reason, since }: NonNullable<Condition["paused"]>, muted: boolean): State {
  const why = `${excerpt(oneLine(reason), 300).replace(/\.$/, "")}.`;
  return {
    short: ", and is paused",
    why,
    tone: "bad",
    muted,
    blocks: [
      text([
        { bold: why },
        " Paused since ",
        { time: since },
        ". Put that right (invite the bot, or unarchive the conversation); Watchpost goes on by itself, and tells what was held back.",
      ]),
    ],
  };
}

function describe(
  held: Subscription,
  targets: readonly TargetState[],
  context: CommandContext,
): readonly Block[] {
  const { as, by, origin, createdAt } = held;
  const quiet = quietUntil(held.quiet, context.now);
  const who = origin === "settings" ? "from settings" : `by ${by?.name ?? "somebody"}`;
  return [
    text([
      { bold: nameOf(held, context) },
      ` – ${as}: ${loudnessMeans[as]}`,
      ...filters(held, context),
    ]),
    note([
      `${who}, since `,
      { time: createdAt },
      ...(quiet ? ["; quiet until ", { time: quiet }] : []),
      ...staleness(held, targets, context),
    ]),
    ...(origin === "chat" ? [actions(...changes(held, context))] : []),
  ];
}

function changes(held: Subscription, context: CommandContext): readonly Action[] {
  const values = wishValues(held);
  return [
    ...formAction(context, { name: "subscribe", label: "Change", values }),
    { label: "Unsubscribe", line: unsubscribeLine(held) },
  ];
}

function filters(held: Subscription, context: CommandContext): readonly Span[] {
  const { tenant, only, quiet, mention, by } = held;
  return [
    ...(tenant ? [`; tenant ${tenant}`] : []),
    ...(only ? [`; only ${only}`] : []),
    ...(quiet ? [`; quiet ${sayQuiet(quiet)}`] : []),
    ...(mention ? [`; mentions ${sayMention(mention, [by], context)}`] : []),
  ];
}

/** Silence of a source that is not read is told as what it is. */
function staleness(
  held: Subscription,
  targets: readonly TargetState[],
  context: CommandContext,
): readonly Span[] {
  const trouble = troubleOf(held, targets, context);
  if (trouble) return ["; ", { bold: trouble }];
  const { every = 0, polled } = context.sources.find(({ id }) => id === held.source) ?? {};
  return polled === false ? [] : [`; read every ${sayDuration(every)}`];
}

/** Every source followed here whose silence means nothing, on whatever page it stands. */
function blindnessOf(
  held: readonly Subscription[],
  targets: readonly TargetState[],
  context: CommandContext,
): readonly string[] {
  const troubles = new Set(held.flatMap((each) => troubleOf(each, targets, context) ?? []));
  if (troubles.size === 0) return [];
  const more = troubles.size - mostBlind;
  const named = [...troubles].slice(0, mostBlind).map((words) => `${words}.`);
  return [[...named, ...(more > 0 ? [`So it is with ${more} more.`] : []), silence].join(" ")];
}

const silence = "Silence here is not health.";

function troubleOf(
  held: Subscription,
  targets: readonly TargetState[],
  { sources, now }: CommandContext,
): string | undefined {
  const source = sources.find(({ id }) => id === held.source);
  if (!source) return `${held.source} is no longer set up, so nothing will come`;
  if (source.polled === false) return undefined;
  const mine = targets.filter(
    (target) =>
      target.source === held.source &&
      (!held.feed || target.feed === held.feed) &&
      (!held.tenant || !target.tenant || target.tenant === held.tenant),
  );
  if (mine.length === 0) return `${held.feed || source.title} has never been read`;
  return mine
    .map((target) => ({ target, freshness: freshnessOf(target, source, now) }))
    .filter(({ freshness }) => !isReliable(freshness))
    .map(({ target, freshness }) => `${target.title} ${sayFreshness(target, freshness, now)}`)[0];
}
