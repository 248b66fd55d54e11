import type { ConversationId } from "../../src/core/address.ts";
import { HOUR, SECOND } from "../../src/core/clock.ts";
import { straight } from "../../src/core/outgoing.ts";
import type { Pace } from "../../src/core/pace.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import { createShow } from "./answers.ts";
import { createConnector } from "./connector.ts";
import { createDirectory } from "./directory.ts";
import { createHandedFiles } from "./handed-files.ts";
import { createSend } from "./http.ts";
import { createMembers } from "./members.ts";
import { createNames } from "./names.ts";
import { createNotes } from "./notes.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { createOwners } from "./owners.ts";
import { createPeople } from "./people.ts";
import { createReferences } from "./references.ts";
import { createRoster } from "./roster.ts";
import { createSender } from "./sender.ts";
import type { TeamsSettings } from "./settings.ts";
import { givingWay } from "./shared-away.ts";
import { createTokens } from "./token.ts";

/** As Microsoft states them: per bot and conversation, and per app and tenant. */
export const pace: Pace = {
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

/** What the adapter is made of, wired: what goes to Teams, what is known of it, and what it tells. */
export function createParts(
  settings: TeamsSettings,
  context: PlatformContext & { isOver(): boolean },
) {
  const { records, clock, log, version, isOver, outgoing = straight } = context;
  const tokens = createTokens(settings, { clock, outgoing });
  const send = createSend(outgoing);
  const letIn = () => notes.tell({ kind: "let in" });
  const calls = { tokens, clock, version, send, letIn };
  const direct = { connector: createConnector(calls), members: createMembers(calls) };
  const { connector, members } = oneAtATime(direct, { pace, clock, isOver });
  const references = createReferences(records);
  const sender = createSender(connector, references, log);
  const owners = createOwners(settings, context);
  const people = createPeople({ ...owners, members, references, records, clock, log });
  const found = (conversation: ConversationId) => notes.tell({ kind: "unarchived", conversation });
  const directory = createDirectory({ connector, references, records, found, clock, log });
  const asked = { people, members, references, directory, connector };
  const roster = createRoster({ ...asked, records, clock, log });
  const names = createNames({ members, directory, references, clock });
  const files = createHandedFiles({ sender, connector, send, settings, clock, log });
  const show = files.handing(givingWay(createShow(sender, names), { sender, clock, log }));
  const journal = context.journal("activities");
  const notes = createNotes({ references, directory, members, journal, clock, log });
  const known = { references, owners, people, roster, names };
  return { tokens, connector, sender, files, show, notes, ...known };
}
