import { renderPlain } from "../../src/core/plain.ts";
import type { FakeSlack } from "../../test/fakes/slack/slack.ts";
import { readMessage } from "../../test/fakes/teams/reading.ts";
import type { FakeTeams } from "../../test/fakes/teams/teams.ts";
import type { LocalEntry } from "./local-stream.ts";
import { addChannel } from "./teams.ts";
import { type FollowedIn, type Happened, type Wrong, wrongIn } from "./told.ts";
import { watched } from "./voice.ts";

const places = {
  slack: { thread: "CNEWS", card: "CCARDS" },
  teams: { thread: "19:news@thread.tacv2", card: "19:cards@thread.tacv2" },
  local: { thread: "news", card: "cards" },
} as const;

/** Teams' channels in which the bot has to be spoken to before it can speak. */
export const teamsFollowed: readonly string[] = Object.values(places.teams);

/** The conversations that are told of incidents: two on each platform. */
const all: readonly FollowedIn[] = Object.entries(places).flatMap(([platform, channels]) =>
  (["thread", "card"] as const).map((as) => ({
    conversation: `${platform}:channel:${channels[as]}`,
    as,
  })),
);

export const subscriptions = all.map(({ conversation, as }) => ({
  in: conversation,
  source: "status",
  tenant: "prod",
  as,
}));

/** Notes all that is said in them. */
export function createFollowed(slack: FakeSlack, teams: FakeTeams) {
  const happened = new Map<string, Happened[]>(all.map(({ conversation }) => [conversation, []]));
  const note = (conversation: string, one: Omit<Happened, "at">) =>
    happened.get(conversation)?.push({ ...one, at: performance.now() });
  for (const channel of Object.values(places.slack)) slack.setChannel(channel, "open");
  for (const channel of teamsFollowed) addChannel(teams, channel);
  watched(slack.world.operations, ({ op, channel, ts, thread, text }) => {
    if (op !== "post" && op !== "edit") return;
    note(`slack:channel:${channel}`, { what: op, id: ts, thread, text });
  });
  watched(teams.world.operations, ({ kind, conversation, id, thread, activity }) => {
    if ((kind !== "post" && kind !== "edit") || !activity) return;
    const text = readMessage({ activity });
    note(`teams:channel:${conversation}`, { what: kind, id, thread, text });
  });
  const seen = new Set<string>();
  return {
    /** An entry comes once more whenever it was changed, and to each who looks. */
    see({ id, conversation, replyTo, message, editedAt }: LocalEntry): void {
      const state = `${conversation}/${id}/${editedAt}`;
      if (!happened.has(`local:channel:${conversation}`) || seen.has(state)) return;
      const isNew = !seen.has(`${conversation}/${id}`);
      seen.add(state).add(`${conversation}/${id}`);
      const text = renderPlain({ ...message, summary: "" });
      const what = isNew ? "post" : "edit";
      note(`local:channel:${conversation}`, { what, id, thread: replyTo ?? undefined, text });
    },
    wrong: (counts: ReadonlyMap<number, number>): readonly Wrong[] =>
      all.flatMap((one) => wrongIn(one, happened.get(one.conversation) ?? [], counts)),
    messages: (): number => [...happened.values()].reduce((sum, { length }) => sum + length, 0),
  };
}
