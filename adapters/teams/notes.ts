import type { ConversationEvent, Happened } from "../../src/core/chat-adapter.ts";
import { type Clock, SECOND } from "../../src/core/clock.ts";
import type { Journal } from "../../src/core/journal.ts";
import type { Log } from "../../src/core/log.ts";
import { createOnce } from "../../src/core/once.ts";
import { within } from "../../src/core/within.ts";
import { identityOf, type TeamsActivity } from "./activity.ts";
import type { Directory } from "./directory.ts";
import { noteActivity } from "./events.ts";
import { referenceOf, unnamed } from "./hear.ts";
import type { Members } from "./members.ts";
import type { References } from "./references.ts";
import { isShortcut } from "./shortcuts.ts";

/** So long Teams is waited for to name somebody. */
const patienceMs = 2 * SECOND;

/** What activities tell of people and conversations, written down and told on, in the order in which it came. */
export interface Notes {
  /** Whom to tell. First what an earlier life answered Teams and did not come to tell. */
  resume(happened: Happened): void;
  take(activity: TeamsActivity): void;
  tell(event: ConversationEvent): void;
  /** Resolves once what was taken so far is written down. */
  written(): Promise<void>;
  /** Resolves once it is told as well. */
  settled(): Promise<void>;
}

interface Given {
  readonly references: References;
  readonly directory: Pick<Directory, "hear">;
  readonly members: Members;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
}

export function createNotes(given: Given): Notes {
  const { references, directory, journal, log } = given;
  /** Teams delivers an activity again that it believes lost, perhaps after others that undid it. */
  const isNew = createOnce();
  let happened: Happened = async () => {};
  let written = Promise.resolve();
  let told = Promise.resolve();

  /** Telling may take a while, and answers wait for what is written alone. */
  async function tell(events: () => Promise<readonly ConversationEvent[]>): Promise<void> {
    const before = told;
    told = (async () => {
      await before;
      try {
        for (const event of await events()) await happened(event);
      } catch (error) {
        log.error({ err: error }, "a Teams event was not told");
      }
    })();
    await told;
  }

  async function write(activity: TeamsActivity): Promise<readonly ConversationEvent[]> {
    try {
      return await noteActivity(activity, references);
    } catch (error) {
      log.error({ err: error }, "a Teams activity was not noted");
      return [];
    } finally {
      // A shortcut may be used in a team that the bot is not in.
      if (!isShortcut(activity)) directory.hear(activity);
    }
  }

  function note(activity: TeamsActivity, release: () => void): void {
    const noted = written.then(() => write(activity));
    written = noted.then(() => {});
    void tell(async () => {
      const events = await noted;
      return Promise.all(events.map((event) => naming(event, activity, given)));
    }).then(release);
  }

  return {
    resume(listener) {
      happened = listener;
      for (const { said, release } of journal.left()) note(said as TeamsActivity, release);
    },
    take(activity) {
      if (isNew(identityOf(activity))) note(activity, journal.keep(activity));
    },
    tell: (event) => void tell(async () => [event]),
    written: () => written,
    async settled() {
      await written;
      await told;
    },
  };
}

/** An arrival with the name of who brought it about, which Teams seldom says by itself. */
async function naming(
  event: ConversationEvent,
  activity: TeamsActivity,
  { members, clock }: Pick<Given, "members" | "clock">,
): Promise<ConversationEvent> {
  const { by, ...rest } = event;
  if (event.kind !== "joined" || by?.name !== unnamed) return event;
  const asked = members.find(referenceOf(activity), activity.from.id).catch(() => undefined);
  const name = (await within(asked, { clock, ms: patienceMs }))?.name;
  return name ? { ...rest, by: { ...by, name } } : rest;
}
