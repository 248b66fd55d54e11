import type { types, webApi } from "@slack/bolt";
import { SECOND } from "../../src/core/clock.ts";
import type { Log } from "../../src/core/log.ts";
import { deliveryErrorOf, slackCodeOf } from "./errors.ts";
import { blocksRefused } from "./refusals.ts";

/**
 * What became of a Home: it is shown; Slack does not take its blocks; it may be tried again after a while; whoever it
 * was for is gone; or nothing of the kind will be taken until somebody puts something right.
 */
export type Published =
  | { readonly is: "shown" | "refused" | "gone" | "closed" }
  | { readonly is: "later"; readonly afterMs?: number };

const gone: ReadonlySet<string> = new Set([
  "user_not_found",
  "user_not_visible",
  "user_disabled",
  "users_not_found",
  "invalid_user_id",
]);
const refused: ReadonlySet<string> = new Set([
  ...blocksRefused,
  "invalid_arguments",
  "view_too_large",
  "duplicate_external_id",
]);

/** Shows someone their Home. Never rejects. */
export async function publish(
  { user, view }: { user: string; view: types.HomeView },
  { client, log }: { client: webApi.WebClient; log: Log },
): Promise<Published> {
  try {
    await client.views.publish({ user_id: user, view });
    return { is: "shown" };
  } catch (error) {
    const published = publishedOf(error);
    log.warn({ err: error, user, ...hintOf(error) }, "a Home could not be shown in Slack");
    return published;
  }
}

function publishedOf(error: unknown): Published {
  const code = slackCodeOf(error) ?? "";
  if (gone.has(code)) return { is: "gone" };
  if (refused.has(code)) return { is: "refused" };
  // Somebody else's Home came in between, which can only have been an earlier one.
  if (code === "hash_conflict") return { is: "later", afterMs: SECOND };
  const { outcome, retryAfterMs } = deliveryErrorOf(error, "a Home");
  if (outcome === "throttled") return { is: "later", afterMs: retryAfterMs ?? 30 * SECOND };
  return outcome === "unavailable" || outcome === "unknown" ? { is: "later" } : { is: "closed" };
}

const hintOf = (error: unknown): { readonly fix?: string } =>
  slackCodeOf(error) === "not_enabled"
    ? { fix: "Turn on the Home Tab under App Home in the app's settings." }
    : {};
