import type { Action } from "../../../src/core/message.ts";
import type { Entry } from "../entry.ts";
import { part } from "./dom.ts";
import { openForm } from "./form-dialog.ts";
import { type Said, send } from "./send.ts";
import type { Waiting } from "./waiting.ts";

/** Says lines for the person at the page: what they type, and what the buttons they press stand for. */
export interface Speaker {
  /** Rejects when the line could not be handed over; the page has said so by then. */
  say(line: string): Promise<void>;
  act(action: Action, entry: Entry): void;
}

export function createSpeaker(given: {
  person: string;
  waiting: Waiting;
  /** The conversation in sight. */
  current(): string;
}): Speaker {
  /** A line that failed may have arrived all the same: said again, it keeps its id and is taken once. */
  const unsure = new Map<string, string>();

  async function say(line: string, more: Partial<Said> = {}): Promise<void> {
    const id = unsure.get(line) ?? crypto.randomUUID();
    const said = { id, conversation: given.current(), person: given.person, line, ...more };
    const problem = part("problem", HTMLElement);
    given.waiting.add(said);
    try {
      await send(said);
      unsure.delete(line);
      problem.textContent = "";
    } catch (error) {
      unsure.set(line, id);
      given.waiting.answered(id);
      problem.textContent = `Not sent. ${error instanceof Error ? error.message : String(error)}`;
      throw error;
    }
  }

  return {
    say,
    act(action, { conversation, replyTo }) {
      if ("url" in action) return;
      const more = { conversation, ...(replyTo === null ? {} : { thread: replyTo }) };
      const speak = (line: string) => void say(line, more).catch(() => undefined);
      if ("form" in action) openForm(document, action.form, speak);
      else speak(action.line);
    },
  };
}
