import type { webApi } from "@slack/bolt";
import { z } from "zod";
import { slackCodeOf } from "./errors.ts";

/** What Slack says of somebody. */
export interface Profile {
  /** What they are called; empty where Slack does not say it. */
  readonly name: string;
  /** IANA zone. */
  readonly zone?: string;
  /** Neither a guest, nor somebody from another workspace, nor a bot. */
  readonly member: boolean;
}

const maybe = z.boolean().nullish();
const word = z.string().nullish();

const answer = z.object({
  user: z.object({
    team_id: word,
    name: word,
    real_name: word,
    tz: word,
    deleted: maybe,
    is_bot: maybe,
    is_restricted: maybe,
    is_ultra_restricted: maybe,
    is_stranger: maybe,
    profile: z.object({ display_name: word, real_name: word }).nullish(),
    /** In an organisation of several workspaces: those that the person is in. */
    enterprise_user: z.object({ teams: z.array(z.string()).nullish() }).nullish(),
  }),
});

/** Slack knows nobody of that id whom this workspace may see. */
const unseen: ReadonlySet<string> = new Set([
  "user_not_found",
  "user_not_visible",
  "users_not_found",
]);

/** Asks who somebody is, for the workspace `team`. @throws what the SDK throws. */
export async function askProfile(
  { user, team }: { user: string; team: string | undefined },
  users: webApi.WebClient["users"],
): Promise<Profile> {
  try {
    const told = answer.parse(await users.info({ user })).user;
    const zone = told.tz ? { zone: told.tz } : {};
    return { name: nameOf(told), ...zone, member: isMember(told, team) };
  } catch (error) {
    if (unseen.has(slackCodeOf(error) ?? "")) return { name: "", member: false };
    throw error;
  }
}

type Told = z.infer<typeof answer>["user"];

const nameOf = ({ profile, real_name, name }: Told): string =>
  profile?.display_name || profile?.real_name || real_name || name || "";

function isMember(told: Told, team: string | undefined): boolean {
  const { deleted, is_bot, is_restricted, is_ultra_restricted, is_stranger } = told;
  if (deleted || is_bot || is_restricted || is_ultra_restricted || is_stranger) return false;
  // Whoever is in a shared channel is no stranger to Slack, though from another workspace.
  const teams = [...(told.team_id ? [told.team_id] : []), ...(told.enterprise_user?.teams ?? [])];
  return team === undefined || teams.length === 0 || teams.includes(team);
}
