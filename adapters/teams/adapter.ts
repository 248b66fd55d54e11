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
import { noteActivity } from "./events.ts";
import { lineFrom, type ReturnTo } from "./hear.ts";
import { createListener, type Hear } from "./listener.ts";
import { createMembers } from "./members.ts";
import { createOwners } from "./owners.ts";
import { createPeople } from "./people.ts";
import { createPosts } from "./posts.ts";
import { createReferences, type References } from "./references.ts";
import { createSender } from "./sender.ts";
import type { TeamsSettings } from "./settings.ts";
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
  const show = createShow(sender, clock);
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
    async start({ answer, happened }) {
      stopping = false;
      const journal = context.journal("lines");
      const taking = createLines({ answer: knowing(answer), show, records, journal, clock, log });
      lines = taking;
      const hear: Hear = (activity) => {
        if (stopping) return { status: 503 };
        notes.take(activity, happened);
        return take(activity, taking);
      };
      context.mount("/api/messages", createListener({ settings, clock, log, hear }));
      notes.resume(happened);
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

/** Takes the line, if it is one, and says what Teams is answered with. */
function take(activity: TeamsActivity, lines: Lines<ReturnTo>): ReturnType<Hear> {
  const heard = lineFrom(activity);
  if (heard) lines.take(heard.id, heard.invocation, heard.to);
  if (activity.type !== "invoke") return { status: 200 };
  if (!heard || activity.name !== "adaptiveCard/action") return { status: 501 };
  return {
    status: 200,
    body: {
      statusCode: 200,
      type: "application/vnd.microsoft.activity.message",
      value: "Asked. The answer appears in this conversation.",
    },
  };
}
