import { addressOf, type ConversationId, partsOf } from "../../src/core/address.ts";
import type { ConversationEvent } from "../../src/core/chat-adapter.ts";
import type { TeamsActivity } from "./activity.ts";
import { type Change, changeOf } from "./changes.ts";
import { conversationOf, personIdOf, personOf, referenceOf } from "./hear.ts";
import type { Reference, References } from "./references.ts";
import { isShortcut } from "./shortcuts.ts";

/**
 * Remembers who and where an activity came from, and gives what became of conversations. Teams tells one arrival in several
 * activities, and one departure too: each is given once.
 */
export async function noteActivity(
  activity: TeamsActivity,
  references: References,
): Promise<readonly ConversationEvent[]> {
  if (activity.type === "message" || activity.type === "invoke") await meet(activity, references);
  if (isShortcut(activity)) return [];
  const change = changeOf(activity);
  if (change?.kind === "left") return leave(activity, change, references);
  if (change?.kind === "deleted") return tell(activity, change, references);
  const before = await references.keep(conversationOf(activity), referenceOf(activity));
  if (change?.kind === "joined") return join(activity, change, { before, references });
  if (change?.kind === "unarchived") await reopen(activity, change, references);
  else if (isClosed(before)) return [happening("joined", conversationOf(activity), activity)];
  return change ? tell(activity, change, references) : [];
}

/** The bot was not there, as far as it knew, or Teams would not let it write. */
const isClosed = (before: Reference | undefined): boolean =>
  before !== undefined && before.state !== "here";

const happening = (
  kind: ConversationEvent["kind"],
  conversation: ConversationId,
  activity: TeamsActivity,
): ConversationEvent => ({ kind, conversation, by: personOf(activity) });

async function tell(
  activity: TeamsActivity,
  change: Change,
  references: References,
): Promise<readonly ConversationEvent[]> {
  const all = await affected(activity, change, references);
  return all.map((conversation) => happening(change.kind, conversation, activity));
}

async function leave(
  activity: TeamsActivity,
  change: Change,
  references: References,
): Promise<readonly ConversationEvent[]> {
  const left: ConversationId[] = [];
  for (const conversation of await affected(activity, change, references)) {
    const known = await references.find(conversation);
    if (!known || known.state === "left") continue;
    await references.mark(conversation, "left");
    left.push(conversation);
  }
  return left.map((conversation) => happening("left", conversation, activity));
}

async function meet(activity: TeamsActivity, references: References): Promise<void> {
  const { serviceUrl, bot, tenant } = referenceOf(activity);
  await references.meet(personIdOf(activity), {
    serviceUrl,
    bot,
    tenant,
    member: activity.from.id,
  });
}

/**
 * An app is added to a team as a whole, by way of one channel: there it has come. The team's other channels that it had to leave
 * are merely open again, or each would be told anew who it is.
 */
async function join(
  activity: TeamsActivity,
  change: Change,
  { before, references }: { before: Reference | undefined; references: References },
): Promise<readonly ConversationEvent[]> {
  const told = conversationOf(activity);
  const open = new Set(await reopen(activity, change, references));
  if (isClosed(before)) open.add(told);
  if (before?.state === "here" && !before.listed) return opened(open, activity);
  const chosen = (change.wholeTeam && chosenIn(activity)) || told;
  if (chosen !== told) await references.keep(chosen, referenceTo(chosen, activity));
  open.delete(chosen);
  return [happening("joined", chosen, activity), ...opened(open, activity)];
}

const opened = (all: ReadonlySet<ConversationId>, activity: TeamsActivity) =>
  [...all].map((one) => happening("unarchived", one, activity));

function chosenIn({ channelData }: TeamsActivity): ConversationId | undefined {
  const id = channelData?.settings?.selectedChannel?.id;
  return id === undefined ? undefined : addressOf("teams", "channel", id);
}

function referenceTo(channel: ConversationId, activity: TeamsActivity) {
  return { ...referenceOf(activity), conversation: partsOf(channel).id };
}

/** Those of the affected that were closed to the bot, as far as it knew. */
async function reopen(
  activity: TeamsActivity,
  change: Change,
  references: References,
): Promise<readonly ConversationId[]> {
  const open: ConversationId[] = [];
  for (const conversation of await affected(activity, change, references)) {
    const known = await references.find(conversation);
    if (!known || known.state === "here") continue;
    await references.keep(conversation, {
      ...known,
      serviceUrl: activity.serviceUrl,
      state: "here",
    });
    open.push(conversation);
  }
  return open;
}

/** The channel that the activity is about, or every known one of its team. */
async function affected(
  activity: TeamsActivity,
  { wholeTeam }: Change,
  references: References,
): Promise<readonly ConversationId[]> {
  const { team, channel } = activity.channelData ?? {};
  if (wholeTeam && team) {
    return [...new Set([conversationOf(activity), ...(await references.ofTeam(team.id))])];
  }
  return [channel ? addressOf("teams", "channel", channel.id) : conversationOf(activity)];
}
