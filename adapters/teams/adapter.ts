import type { Answer, ChatAdapter, Happened } from "../../src/core/chat-adapter.ts";
import { HOUR, SECOND } from "../../src/core/clock.ts";
import type { Journal } from "../../src/core/journal.ts";
import { createLines, type Lines } from "../../src/core/lines.ts";
import type { Log } from "../../src/core/log.ts";
import type { Pace } from "../../src/core/pace.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import type { TeamsActivity } from "./activity.ts";
import { createShow } from "./answers.ts";
import { checkTeams } from "./check.ts";
import { createConnector } from "./connector.ts";
import { createDialogs } from "./dialogs.ts";
import { noteActivity } from "./events.ts";
import { type HeardLine, lineFrom, type ReturnTo } from "./hear.ts";
import { createInvokes, stoppingAnswer } from "./invokes.ts";
import { createListener, type Hear } from "./listener.ts";
import { createMembers } from "./members.ts";
import { createOwners } from "./owners.ts";
import { createPeople } from "./people.ts";
import { createPosts } from "./posts.ts";
import { createPresses } from "./presses.ts";
import { createReferences, type References } from "./references.ts";
import { createSender } from "./sender.ts";
import type { TeamsSettings } from "./settings.ts";
import { givingWay } from "./shared-away.ts";
import { createTokens } from "./token.ts";
import { refuseUnfit } from "./unfit.ts";

/** As Microsoft states them: per bot and conversation, and per app and tenant. */
const pace: Pace = {
  conversation: [
    { count: 7, perMs: SECOND },
    { count: 8, perMs: 2 * SECOND },
    { count: 60, perMs: 30 * SECOND },
    { count: 1800, perMs: HOUR },
  ],
  posts: [],
  edits: [],
  all: [{ count: 50, perMs: SECOND }],
};

/** Teams as the bot sees it. */
export function createTeamsChat(settings: TeamsSettings, context: PlatformContext): ChatAdapter {
  refuseUnfit(settings, context);
  const { records, clock, log, version } = context;
  const tokens = createTokens(settings, clock);
  const connector = createConnector({ tokens, clock, version });
  const references = createReferences(records);
  const sender = createSender(connector, references, log);
  const owners = createOwners(settings, context);
  const members = createMembers({ tokens, clock, version });
  const people = createPeople({ ...owners, members, references, records, clock, log });
  const show = givingWay(createShow(sender, clock), { sender, log });
  const notes = createNotes(references, context.journal("activities"), log);
  let lines: Lines<ReturnTo> | undefined;
  let stopping = false;

  /** Answers know who is a guest and in which teams, which only Teams' rosters tell. */
  const knowing = (answer: Answer): Answer =>
    async function* (invocation) {
      await notes.settled(); // By then it is written down who spoke, and where.
      yield* answer(await people.knowing(invocation));
    };

  return {
    name: "teams",
    pace,
    async start({ answer: told, happened, forms }) {
      stopping = false;
      const answer = knowing(told);
      const journal = context.journal("lines");
      const taking = createLines({ answer, show, records, journal, clock, log });
      lines = taking;
      const first = createPresses(clock);
      const take = (heard: HeardLine) => {
        const { id, invocation, to } = first(heard);
        taking.take(id, invocation, to);
      };
      const dialogs = createDialogs({ answer, forms, take, clock, log });
      const invoked = createInvokes({ dialogs, take, log });
      const hear: Hear = (activity) => {
        if (stopping) return stoppingAnswer(activity);
        notes.take(activity, happened);
        if (activity.type === "invoke") return invoked(activity);
        const heard = lineFrom(activity);
        if (heard) take(heard);
        return { status: 200 };
      };
      context.mount("/api/messages", createListener({ settings, clock, log, hear }));
      notes.resume(happened);
      people.keepTidy();
      await taking.resume();
    },
    ...createPosts(sender, references),
    check: () => checkTeams({ settings, tokens, references, owners, clock }),
    async stop() {
      stopping = true;
      await lines?.settled();
      await notes.settled();
      await people.stop();
    },
  };
}

/** Notes activities one after another: what one tells may rest on what the one before told. */
function createNotes(references: References, journal: Journal, log: Log) {
  let noted = Promise.resolve();

  function note(activity: TeamsActivity, happened: Happened, release: () => void): void {
    noted = noted
      .then(() => noteActivity(activity, references, happened))
      .catch((error: unknown) => log.error({ err: error }, "a Teams activity was not noted"))
      .finally(release);
  }

  return {
    settled: () => noted,
    take: (activity: TeamsActivity, happened: Happened) =>
      note(activity, happened, journal.keep(activity)),
    /** What an earlier life answered and did not come to note. */
    resume(happened: Happened): void {
      for (const { said, release } of journal.left()) {
        note(said as TeamsActivity, happened, release);
      }
    },
  };
}
