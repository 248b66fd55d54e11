import { usageOf } from "../../src/core/command.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import type { About } from "./entry.ts";
import type { Messages } from "./messages.ts";

/** What the page says about itself before anything is said on it. */
export interface Appearance {
  readonly title: string;
  readonly notice?: string | undefined;
  /** The channel and the person it begins with. */
  readonly conversation: string;
  readonly person: string;
}

export function aboutFor(
  as: string | undefined,
  given: {
    appearance: Appearance;
    messages: Messages;
    commands: NonNullable<PlatformContext["commands"]>;
  },
): About {
  const { title, notice, conversation, person } = given.appearance;
  const seen = given.messages.list({ as });
  const names = new Set([conversation, ...seen.map((entry) => entry.conversation)]);
  return {
    title,
    notice: notice ?? null,
    conversation,
    person,
    conversations: [...names].sort(),
    commands: given.commands.map((command) => ({
      name: command.name,
      summary: command.summary,
      usage: usageOf(command),
      examples: command.examples,
    })),
    newest: seen.reduce((newest, { version }) => Math.max(newest, version), 0),
  };
}
