import { readMessage } from "../../test/fakes/teams/reading.ts";
import type { Activity } from "../../test/fakes/teams/sending.ts";
import type { FakeTeams } from "../../test/fakes/teams/teams.ts";
import { type Account, team, tenant } from "../../test/fakes/teams/world.ts";
import { everybody, rooms, teamsPerson } from "./people.ts";
import { createDeliver, identityOf, isTaken } from "./teams-delivery.ts";
import { createTeamsPresses } from "./teams-presses.ts";
import { type Voice, type VoiceOptions, watched } from "./voice.ts";

/** Of a hundred lines so many are presses of buttons and dialogs; the rest are mentions. */
const shares = { press: 12, form: 4 } as const;

const room = (nth: number): string => `19:room${nth}@thread.tacv2`;

/** A channel of the team that the app is in. */
export function addChannel({ world }: FakeTeams, id: string): void {
  const kind = { kind: "channel", team: team.id, membership: "standard" } as const;
  world.conversations.set(id, { id, name: id, ...kind, installed: true, targeted: true });
}

export interface TeamsVoice extends Voice {
  mention(words: string, where: string): Promise<void>;
}

/** People in Teams. Each line begins a thread, in which its answer is due. */
export function createTeamsVoice(teams: FakeTeams, options: VoiceOptions): TeamsVoice {
  const { ledger, dice } = options;
  const people = settle(teams);
  const deliver = createDeliver(teams, options);
  const presses = createTeamsPresses(teams, { ledger, people, deliver, tell });

  watched(teams.world.operations, (operation) => {
    const { kind, conversation, thread, id, activity, onlyFor } = operation;
    if (!thread || !activity || kind === "delete") return;
    ledger.show(`teams:${conversation};${thread}`, id, readMessage({ activity }));
    if (kind === "post" && onlyFor) presses.add(operation);
  });

  async function tell(id: string, activity: Activity): Promise<void> {
    const { delivered, ms } = await deliver(activity);
    if (isTaken(delivered)) ledger.acknowledge(id, ms);
    else ledger.refuse();
  }

  async function mention(words: string, where = room(dice.below(rooms.teams))): Promise<void> {
    const activity = teams.message(words, { in: where, by: dice.pick(people) });
    const id = identityOf(activity);
    const spot = `teams:${where};${String(activity.id)}`;
    ledger.say({ id, way: "a mention in Teams", words, spot });
    await tell(id, activity);
  }

  return {
    mention,
    async speak(words) {
      const kind = dice.below(100);
      if (kind < shares.press && (await presses.press())) return;
      const filled = kind - shares.press;
      if (filled >= 0 && filled < shares.form && (await presses.fillIn())) return;
      return mention(words);
    },
  };
}

/** The team's people and channels. */
function settle(teams: FakeTeams): readonly Account[] {
  const people = everybody.map((name) => ({ ...teamsPerson(name), tenantId: tenant }));
  (teams.world.people as Account[]).push(...people);
  for (const { id } of people) teams.world.rosters.get(team.id)?.add(id);
  for (let nth = 0; nth < rooms.teams; nth += 1) addChannel(teams, room(nth));
  return people;
}
