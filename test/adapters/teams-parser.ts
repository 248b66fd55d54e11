import { createRequire } from "node:module";
import type { TeamsMessage } from "../../adapters/teams/render.ts";

/** The real renderer's own parser: it knows every element and property of the format. */
const { AdaptiveCard, SerializationContext } = createRequire(import.meta.url)(
  "adaptivecards/dist/adaptivecards.min.js",
);

/** What the parser finds wrong with a card. It does not know what Teams adds to the format: charts and code. */
export function complaintsAbout(
  message: Readonly<Pick<TeamsMessage, "attachments">>,
): readonly string[] {
  const context = new SerializationContext();
  const card = new AdaptiveCard();
  card.parse(message.attachments[0].content, context);
  const events: string[] = [];
  for (let at = 0; at < context.eventCount; at += 1) events.push(context.getEventAt(at).message);
  for (const failure of card.validateProperties().validationEvents) events.push(failure.message);
  return events.filter((said) => !/Chart\.|CodeBlock/u.test(said));
}
