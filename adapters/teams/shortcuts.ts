import { z } from "zod";
import type { TeamsActivity } from "./activity.ts";
import type { FormButton } from "./form-button.ts";

/** What Teams offers beside the box that people write in: each opens a form for the channel or chat that they are in. */
const shortcuts = [
  {
    id: "subscribe_channel",
    command: "subscribe",
    title: "Subscribe a channel",
    description: "Let the channel or chat that you are in follow a source",
  },
] as const;

/** The same for the app's manifest. */
export const composeExtension = (botId: string) => ({
  botId,
  commands: shortcuts.map(({ id, title, description }) => ({
    id,
    type: "action",
    title,
    description,
    context: ["compose"],
    fetchTask: true,
  })),
});

/** Whether it was chosen beside the box, which people can do where the bot is not. */
export const isShortcut = ({ name = "" }: TeamsActivity): boolean =>
  name.startsWith("composeExtension/");

const chosen = z.object({ commandId: z.string() });

/** The form that was chosen; undefined for what is not offered. */
export function shortcutOf(value: unknown): FormButton | undefined {
  const id = chosen.safeParse(value).data?.commandId;
  const found = shortcuts.find((shortcut) => shortcut.id === id);
  if (!found) return undefined;
  const { command } = found;
  return { line: `help ${command}`, form: { command, values: {}, choices: {} } };
}
