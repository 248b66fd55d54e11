import type { ConversationId } from "../../src/core/address.ts";
import { addressOf } from "../../src/core/address.ts";
import type { ConversationEvent, Happened } from "../../src/core/chat-adapter.ts";
import type { TeamsActivity } from "./activity.ts";
import { conversationOf, personIdOf, personOf, referenceOf } from "./hear.ts";
import type { Reference, References } from "./references.ts";
import { isShortcut } from "./shortcuts.ts";

type Kind = ConversationEvent["kind"];

/** What Teams calls it in `channelData.eventType`, and whether it happens to the whole team. */
const changes: Readonly<Record<string, { readonly kind: Kind; readonly team?: true } | undefined>> =
  {
    channelDeleted: { kind: "deleted" },
    channelRenamed: { kind: "renamed" },
    channelRestored: { kind: "joined" },
    teamArchived: { kind: "archived", team: true },
    teamUnarchived: { kind: "unarchived", team: true },
    teamDeleted: { kind: "deleted", team: true },
  };

/** Remembers who and where an activity came from, and tells the bot what became of the conversation. */
export async function noteActivity(
  activity: TeamsActivity,
  references: References,
  happened: Happened,
): Promise<void> {
  if (activity.type === "message" || activity.type === "invoke") await meet(activity, references);
  if (isShortcut(activity)) return;
  const change = changeOf(activity);
  if (change?.kind === "left") return leave(activity, references, happened);
  if (await arrive(activity, references)) {
    const conversation = conversationOf(activity);
    await happened({ kind: "joined", conversation, by: personOf(activity) });
  }
  if (change?.kind === "joined") return arriveInTeam(activity, references, happened);
  if (!change) return;
  for (const conversation of await affected(activity, references, change.team ?? false)) {
    await happened({ kind: change.kind, conversation, by: personOf(activity) });
  }
}

async function leave(
  activity: TeamsActivity,
  references: References,
  happened: Happened,
): Promise<void> {
  for (const conversation of await affected(activity, references, true)) {
    await references.mark(conversation, "left");
    await happened({ kind: "left", conversation, by: personOf(activity) });
  }
}

function changeOf(
  activity: TeamsActivity,
): { readonly kind: Kind; readonly team?: true } | undefined {
  if (activity.type === "installationUpdate") {
    // An upgrade removes and adds too, but the bot stays where it is.
    if (activity.action === "remove") return { kind: "left" };
    return activity.action === "add" ? { kind: "joined" } : undefined;
  }
  if (activity.type !== "conversationUpdate") return undefined;
  const bot = activity.recipient.id;
  if (activity.membersRemoved?.some(({ id }) => id === bot)) return { kind: "left" };
  if (activity.membersAdded?.some(({ id }) => id === bot)) return { kind: "joined" };
  return changes[activity.channelData?.eventType ?? ""];
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

/** True when the bot was not there before, as far as it knew: Teams tells one arrival in several activities. */
async function arrive(activity: TeamsActivity, references: References): Promise<boolean> {
  const before = await references.keep(conversationOf(activity), referenceOf(activity));
  if (before === undefined) return changeOf(activity)?.kind === "joined";
  return before.state !== "here";
}

/** The app is added to a team as a whole: the channels that it had to leave are open again. */
async function arriveInTeam(
  activity: TeamsActivity,
  references: References,
  happened: Happened,
): Promise<void> {
  for (const conversation of await affected(activity, references, true)) {
    const known = await references.find(conversation);
    if (!known || known.state === "here") continue;
    await references.keep(conversation, refreshed(known, activity));
    await happened({ kind: "joined", conversation, by: personOf(activity) });
  }
}

function refreshed(known: Reference, activity: TeamsActivity): Reference {
  return { ...known, serviceUrl: activity.serviceUrl, state: "here" };
}

/** The channel that the activity is about, or every known one of its team. */
async function affected(
  activity: TeamsActivity,
  references: References,
  wholeTeam: boolean,
): Promise<readonly ConversationId[]> {
  const { team, channel } = activity.channelData ?? {};
  const own = channel ? addressOf("teams", "channel", channel.id) : conversationOf(activity);
  const others = wholeTeam && team ? await references.ofTeam(team.id) : [];
  return [...new Set([...(wholeTeam && team ? [conversationOf(activity)] : [own]), ...others])];
}
