import type { ConversationEvent, Happened } from "../../src/core/chat-adapter.ts";
import type { Journal } from "../../src/core/journal.ts";
import type { Log } from "../../src/core/log.ts";

/** Tells what became of conversations, each event from the moment it is known until it is dealt with. */
export interface Telling {
  /** Whom to tell. */
  to(happened: Happened): void;
  tell(event: ConversationEvent): void;
  /** Tells what an earlier life knew and did not come to tell. */
  resume(isNew: (id: string) => boolean): void;
  /** Resolves once everything so far has been told. */
  settled(): Promise<void>;
}

export function createTelling({ journal, log }: { journal: Journal; log: Log }): Telling {
  const under = new Set<Promise<void>>();
  let told: Happened | undefined;

  function begin(event: ConversationEvent, release: () => void): void {
    const running = (told?.(event) ?? Promise.resolve())
      .catch((error: unknown) => log.error({ err: error }, "an event could not be handled"))
      .finally(() => {
        release();
        under.delete(running);
      });
    under.add(running);
  }

  return {
    to: (happened) => {
      told = happened;
    },
    tell: (event) => begin(event, journal.keep(event)),
    resume(isNew) {
      for (const { said, release } of journal.left()) {
        const event = said as ConversationEvent;
        if (event.id === undefined || isNew(event.id)) begin(event, release);
        else release();
      }
    },
    settled: async () => void (await Promise.all(under)),
  };
}
