import { createHash } from "node:crypto";
import { z } from "zod";

const id = z.string().min(1);
const account = z.object({
  id,
  name: z.string().optional(),
  aadObjectId: z.string().optional(),
  tenantId: z.string().optional(),
  userRole: z.string().optional(),
  isTargeted: z.boolean().optional(),
});

const mention = z.object({ mentioned: z.object({ id }), text: z.string() });

/** What we read of an activity, all of it still unproved until the token has been checked. */
const shape = z.object({
  type: id,
  id: z.string().optional(),
  timestamp: z.string().optional(),
  channelId: z.string().optional(),
  serviceUrl: id,
  name: z.string().optional(),
  action: z.string().optional(),
  text: z.string().nullish(),
  textFormat: z.string().nullish(),
  value: z.unknown().optional(),
  replyToId: z.string().optional(),
  localTimezone: z.string().optional(),
  from: account,
  recipient: account,
  conversation: z.object({
    id,
    conversationType: z.string().optional(),
    tenantId: z.string().optional(),
  }),
  entities: z.array(z.looseObject({ type: z.string() })).nullish(),
  attachments: z
    .array(z.object({ contentType: z.string().nullish(), content: z.unknown().optional() }))
    .nullish(),
  membersAdded: z.array(z.object({ id })).nullish(),
  membersRemoved: z.array(z.object({ id })).nullish(),
  channelData: z
    .object({
      eventType: z.string().optional(),
      tenant: z.object({ id }).optional(),
      team: z.object({ id, aadGroupId: z.string().optional() }).optional(),
      channel: z.object({ id }).optional(),
      settings: z.object({ selectedChannel: z.object({ id }).optional() }).optional(),
    })
    .nullish(),
});

export type TeamsActivity = z.infer<typeof shape>;

export function parseActivity(body: unknown): TeamsActivity | undefined {
  return shape.safeParse(body).data;
}

/** Every place that names a tenant must name the same one; of a shared channel, it is the channel's and not the speaker's. */
export function tenantOf({ channelData, conversation }: TeamsActivity): string | undefined {
  const named = [channelData?.tenant?.id, conversation.tenantId]
    .filter((one) => one !== undefined)
    .map((one) => one.toLowerCase());
  return new Set(named).size === 1 ? named[0] : undefined;
}

/** The same for the same activity, however often it is delivered. */
export function identityOf(activity: TeamsActivity): string {
  const words = activity.id ?? createHash("sha256").update(JSON.stringify(activity)).digest("hex");
  return `${activity.conversation.id}/${words}`;
}

/** The people, bots and tags that a message calls, in the words it calls them by. */
export function mentionsOf({ entities }: TeamsActivity): readonly z.infer<typeof mention>[] {
  return (entities ?? [])
    .filter(({ type }) => type === "mention")
    .flatMap((entity) => mention.safeParse(entity).data ?? []);
}

/** IANA zone of the person's client. */
export function zoneOf({ entities, localTimezone }: TeamsActivity): string | undefined {
  const client = (entities ?? []).find(({ type }) => type === "clientInfo");
  return z.object({ timezone: id }).safeParse(client).data?.timezone ?? localTimezone;
}
