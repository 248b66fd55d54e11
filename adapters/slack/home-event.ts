import { z } from "zod";

/** Someone opened the bot's page in Slack. */
export interface Opened {
  readonly user: string;
  /** The bot has shown them a Home before. */
  readonly shown: boolean;
}

const body = z.object({
  event: z.object({
    user: z.string().min(1),
    tab: z.string().optional(),
    view: z.unknown().optional(),
  }),
});

/** Undefined for another tab than Home. */
export function openedOf(given: unknown): Opened | undefined {
  const { user, tab, view } = body.parse(given).event;
  return tab === "home" ? { user, shown: view !== undefined && view !== null } : undefined;
}
