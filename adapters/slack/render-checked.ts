import type { Log } from "../../src/core/log.ts";
import type { Message } from "../../src/core/message.ts";
import { problemsOf } from "./block-kit.ts";
import { renderSlack, renderWithoutBlocks, type SlackMessage } from "./render.ts";

/** What is sent: with blocks, or in plain words alone. */
export type Rendered = SlackMessage | { readonly text: string };

/**
 * A message as Slack takes it. One whose blocks Slack would refuse is a fault of ours: it goes out in plain words rather
 * than not at all, and the log says what is wrong with it, in words that hold nothing of what it says.
 */
export function renderChecked(message: Message, log: Log, render = renderSlack): Rendered {
  const rendered = render(message);
  const problems = problemsOf(rendered.blocks);
  if (problems.length === 0) return rendered;
  const some = problems.slice(0, 5);
  log.error({ problems: some }, "a message's blocks pass Slack's limits; it is sent as plain text");
  return renderWithoutBlocks(message);
}
