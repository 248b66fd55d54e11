import type { Answer, ChatAdapter } from "../../src/core/chat-adapter.ts";
import { createLines, type Lines } from "../../src/core/lines.ts";
import type { Log } from "../../src/core/log.ts";
import { straight } from "../../src/core/outgoing.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import { checkTeams } from "./check.ts";
import type { Connector } from "./connector.ts";
import { createDialogs } from "./dialogs.ts";
import { type HeardLine, lineFrom, type ReturnTo } from "./hear.ts";
import { createInvokes, stoppingAnswer } from "./invokes.ts";
import { createListener, type Hear } from "./listener.ts";
import { createParts, pace } from "./parts.ts";
import { createPosts } from "./posts.ts";
import { createPresses } from "./presses.ts";
import type { References } from "./references.ts";
import type { TeamsSettings } from "./settings.ts";
import { refuseUnfit } from "./unfit.ts";

/** Teams as the bot sees it. */
export function createTeamsChat(settings: TeamsSettings, context: PlatformContext): ChatAdapter {
  refuseUnfit(settings, context);
  const { records, clock, log, outgoing = straight } = context;
  let lines: Lines<ReturnTo> | undefined;
  const parts = createParts(settings, { ...context, isOver: () => lines?.isOver() === true });
  const { connector, references, people, roster, files, show, notes } = parts;
  let ending = new AbortController();

  /** Answers know who is a guest and in which teams, which only Teams' rosters tell. */
  const knowing = (answer: Answer): Answer =>
    async function* (invocation) {
      await notes.written(); // By then it is written down who spoke, and where.
      yield* answer(await people.knowing(invocation));
    };

  return {
    name: "teams",
    pace,
    roster,
    async start({ answer: told, happened, forms, listening }) {
      ending = new AbortController();
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
      const invoked = createInvokes({ dialogs, files, take, log });
      const hear: Hear = (activity) => {
        if (ending.signal.aborted) return stoppingAnswer(activity);
        notes.take(activity);
        if (activity.type === "invoke") return invoked(activity);
        const heard = lineFrom(activity);
        if (heard) take(heard);
        return { status: 200 };
      };
      const { signal: stopped } = ending;
      const listener = createListener({ ...context, settings, hear, outgoing, stopped });
      context.mount("/api/messages", listener);
      notes.resume(happened);
      people.keepTidy();
      roster.keepTidy();
      await taking.resume(listening);
      knock({ references, connector, log });
    },
    ...createPosts({ ...parts, clock }),
    forget: async () => files.clear(),
    check: () => checkTeams({ ...parts, settings, clock, outgoing }),
    async stop() {
      ending.abort();
      await lines?.settled();
      await files.settled();
      await notes.settled();
      await Promise.all([people.stop(), roster.stop()]);
    },
  };
}

/** Finds out whether Teams takes the bot's calls: what it had refused everywhere goes on then, and not an hour later. */
function knock({ references, connector, log }: Door): void {
  references
    .anyPlace()
    .then((place) => place && connector.visit(place))
    .catch((error: unknown) => log.warn({ err: error }, "Teams could not be asked for anything"));
}

interface Door {
  readonly references: References;
  readonly connector: Pick<Connector, "visit">;
  readonly log: Log;
}
