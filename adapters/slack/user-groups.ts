import type { webApi } from "@slack/bolt";
import { z } from "zod";

/** Who is in each user group that matters, by their ids. */
export type Memberships = Readonly<Record<string, readonly string[]>>;

const answer = z.object({
  usergroups: z.array(
    z.object({
      id: z.string(),
      date_delete: z.number().nullish(),
      users: z.array(z.string()).nullish(),
      user_count: z.coerce.number().catch(0).default(0),
    }),
  ),
});

const members = z.object({ users: z.array(z.string()) });

/**
 * Asks who is in these groups; one that is disabled has nobody in it. Where Slack lists fewer than it counts, the group is
 * asked about alone. @throws what the SDK throws.
 */
export async function askMemberships(
  groups: readonly string[],
  { list, users: ofGroup }: webApi.WebClient["usergroups"],
): Promise<Memberships> {
  const { usergroups } = answer.parse(await list({ include_users: true, include_count: true }));
  const known = usergroups.filter(({ id, date_delete }) => groups.includes(id) && !date_delete);
  const asked = known.map(async ({ id, users, user_count }) => {
    const listed = users ?? [];
    if (listed.length >= user_count) return [id, listed] as const;
    return [id, members.parse(await ofGroup.list({ usergroup: id })).users] as const;
  });
  return Object.fromEntries(await Promise.all(asked));
}

/** The events of Slack that tell of changes in user groups. */
export const groupEvents = ["subteam_members_changed", "subteam_updated"] as const;

const eventBody = z.object({
  event: z.object({
    type: z.string(),
    subteam_id: z.string().optional(),
    removed_users: z.array(z.string()).nullish(),
    subteam: z.object({ id: z.string(), date_delete: z.number().nullish() }).optional(),
  }),
});

/**
 * What is known of the groups after an event. It only takes away: whoever was added is known once Slack is asked.
 * The members that an update lists are of no use, since Slack lists 500 at most.
 */
export function changeOf(body: unknown): (known: Memberships) => Memberships {
  const { subteam_id: changed, removed_users: removed, subteam } = eventBody.parse(body).event;
  return (known) =>
    Object.fromEntries(
      Object.entries(known)
        .filter(([id]) => !(subteam?.date_delete && subteam.id === id))
        .map(([id, users]) => [
          id,
          id === changed ? users.filter((user) => !removed?.includes(user)) : users,
        ]),
    );
}
