import type { webApi } from "@slack/bolt";
import { type ConversationId, partsOf } from "../../src/core/address.ts";
import { type Clock, SECOND } from "../../src/core/clock.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import { within } from "../../src/core/within.ts";
import { slackCodeOf } from "./errors.ts";
import { meaningOf } from "./refusals.ts";

/** Somebody waits for the answer, and Slack may not answer at all. */
const patienceMs = 2 * SECOND;

/** The codes by which conversations.info says that a channel is closed to the bot; others say nothing about the channel. */
export const closed: ReadonlySet<string> = new Set(["channel_not_found", "is_archived"]);

/** Tries whether the bot may post in a channel, without posting: what Slack tells of the channel says it. */
export function createReach(given: {
  client: webApi.WebClient;
  clock: Pick<Clock, "after">;
  /** What people call the bot. */
  name(): string | undefined;
}): (conversation: ConversationId) => Promise<void> {
  /** Slack's word for why the channel is closed; undefined where it is open, or where nothing is known. */
  async function obstacleIn(channel: string): Promise<string | undefined> {
    try {
      const { channel: found } = await given.client.conversations.info({ channel });
      if (found?.is_archived) return "is_archived";
      return found?.is_member === false ? "not_in_channel" : undefined;
    } catch (error) {
      const code = slackCodeOf(error) ?? "";
      return closed.has(code) ? code : undefined;
    }
  }

  return async (conversation) => {
    const { kind, id } = partsOf(conversation);
    if (kind !== "channel") return;
    const obstacle = await within(obstacleIn(id), { clock: given.clock, ms: patienceMs });
    if (obstacle === undefined) return;
    throw new DeliveryError("refused", meaningOf(obstacle, given.name()).words);
  };
}
