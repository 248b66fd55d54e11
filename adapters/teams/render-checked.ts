import type { Log } from "../../src/core/log.ts";
import type { Message } from "../../src/core/message.ts";
import { problemsOf } from "./card-kit.ts";
import { renderTeams, renderWithoutCard, type TeamsMessage, type TeamsText } from "./render.ts";

/** What is sent: a card, or plain words alone. */
export type Outgoing = TeamsMessage | TeamsText;

/**
 * A message as Teams takes it. One whose card Teams would refuse is a fault of ours: it goes out in plain words rather than
 * not at all, and the log says what is wrong with it, in words that hold nothing of what it says.
 */
export function renderChecked(message: Message, log: Log, render = renderTeams): Outgoing {
  const rendered = render(message);
  const problems = problemsOf({ ...rendered });
  if (problems.length === 0) return rendered;
  const some = problems.slice(0, 5);
  log.error(
    { problems: some },
    "a message's card is not as Teams takes it; it is sent as plain text",
  );
  return renderWithoutCard(message);
}
