import { allows, type Role } from "../core/access.ts";
import type { ConversationId } from "../core/address.ts";
import { claim } from "../core/claim.ts";
import type { CommandContext } from "../core/command.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { type Block, heading, list, note, type Span, type Text, text } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import type { Condition } from "../core/store.ts";
import { quietUntil, type Subscription } from "../core/subscription.ts";
import { nameOf } from "../core/wish.ts";

/** Conversations that are shown; the rest is counted. */
const most = 10;
/** Of what one conversation follows, so much is named. */
const mostNamed = 6;

/** What a role lets whoever has it do, beside what the roles before it do. */
const means: Readonly<Record<Role, string>> = {
  none: "you may ask nothing here.",
  viewer:
    "you can ask how things are. Searching the log, logging in and choosing what is followed are for operators; whoever runs Watchpost makes you one.",
  operator: "you can ask everything, log in, and choose what a conversation follows.",
  admin: "you can do everything, and accept findings of the readiness checks for a while.",
};

/** Who the asker is here, and what they had conversations follow. It is for their eyes alone. */
export async function person(context: CommandContext): Promise<readonly Block[]> {
  const { store, by, role } = context;
  const [all, conditions, schedules] = await Promise.all([
    store.subscriptions.list(),
    store.subscriptions.conditions(),
    store.digests.schedules(),
  ]);
  const mine = all.filter((held) => held.by?.id === by.id);
  const places = [...new Set(mine.map(({ conversation }) => conversation))].map((conversation) => ({
    conversation,
    held: mine.filter((one) => one.conversation === conversation),
    condition: conditions.find((one) => one.conversation === conversation),
    digest: schedules.find((one) => one.conversation === conversation)?.nextDueAt,
  }));
  return [
    heading("You"),
    text(["Your role here is ", { bold: role }, `: ${means[role]}`]),
    ...claim(context),
    ...followed(places.toSorted(byTrouble), context),
  ];
}

/** One conversation that the asker had follow something. */
interface Place {
  readonly conversation: ConversationId;
  readonly held: readonly Subscription[];
  readonly condition: Condition | undefined;
  readonly digest: Date | undefined;
}

const rank = ({ condition }: Place): number =>
  condition?.paused ? 0 : condition && condition.failures > 0 ? 1 : 2;
const byTrouble = (one: Place, other: Place): number => rank(one) - rank(other);

function followed(places: readonly Place[], context: CommandContext): readonly Block[] {
  if (places.length === 0) {
    const how = allows(context.role, "operator")
      ? [
          " To begin, press Subscribe, or say ",
          { code: "subscribe status" },
          " in the channel that is to know.",
        ]
      : [];
    return [text(["You have subscribed no conversation to anything.", ...how])];
  }
  const more = places.length - most;
  return [
    text([{ bold: `You subscribed ${sayCount(places.length, "conversation")}:` }]),
    list(places.slice(0, most).map((place) => describe(place, context))),
    ...(more > 0 ? [note(`and ${more} more; say subscriptions there`)] : []),
  ];
}

function describe(place: Place, context: CommandContext): Text {
  const { conversation, held, digest } = place;
  const named = held.slice(0, mostNamed).map((one) => sayHeld(one, context));
  const more = held.length - named.length;
  return [
    placeOf(conversation, context),
    `: ${[...named, ...(more > 0 ? [`${more} more`] : [])].join(", ")}`,
    ...stateOf(place, context),
    ...(digest ? ["; next digest ", { time: digest }] : []),
    ".",
  ];
}

/** Only ids are known here, and a name may not be everyone's to know: the platform shows what it may. */
function placeOf(conversation: ConversationId, { by, from }: CommandContext): Span {
  if (conversation === by.id) return { bold: "Your direct messages" };
  const here = conversation === from.conversation;
  return { conversation, name: here ? "This conversation" : "Another conversation" };
}

function sayHeld(held: Subscription, context: CommandContext): string {
  const { as, tenant, only, quiet } = held;
  const until = quietUntil(quiet, context.now);
  const more = [
    as,
    ...(tenant ? [tenant] : []),
    ...(only ? [only] : []),
    ...(until ? ["quiet now"] : []),
  ];
  return `${excerpt(oneLine(nameOf(held, context)), 80)} (${more.join(", ")})`;
}

function stateOf({ condition }: Place, { now }: CommandContext): readonly Span[] {
  if (condition?.paused) {
    const { reason, since } = condition.paused;
    const why = excerpt(oneLine(reason), 200).replace(/\.$/, "");
    return ["; ", { bold: "paused" }, " since ", { time: since }, `: ${why}`];
  }
  const until = condition?.mutedUntil;
  if (until && until > now) return ["; muted until ", { time: until }];
  if (condition && condition.failures > 0) {
    const why = condition.error
      ? `: ${excerpt(oneLine(condition.error), 200).replace(/\.$/, "")}`
      : "";
    const tries = sayCount(condition.failures, "try", "tries");
    return ["; ", { bold: `the last ${tries} to post failed` }, why];
  }
  return [];
}
