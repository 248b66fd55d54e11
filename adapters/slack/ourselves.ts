import type { webApi } from "@slack/bolt";
import { type Clock, SECOND } from "../../src/core/clock.ts";
import type { Log } from "../../src/core/log.ts";
import type { Records } from "../../src/core/records.ts";
import { within } from "../../src/core/within.ts";
import type { Ourselves } from "./incoming.ts";

/** Who we are in Slack: what tells outsiders from members. It is remembered, for a start while Slack is away. */
export interface Identity {
  /** Resolves once it is known what an earlier life learned, or after a moment. */
  recall(): Promise<void>;
  learn(ourselves: Ourselves): void;
  /** The id of our workspace; Slack is asked where it is not known. @throws what the SDK throws. */
  team(): Promise<string | undefined>;
}

export function createIdentity(given: {
  auth: webApi.WebClient["auth"];
  records: Records;
  /** Told of whatever is learned. */
  onKnown(ourselves: Ourselves): void;
  clock: Clock;
  log: Log;
}): Identity {
  const { auth, records, onKnown, clock, log } = given;
  let known: Ourselves | undefined;
  let asking: Promise<void> | undefined;

  function learn(ourselves: Ourselves): void {
    const same = JSON.stringify(known) === JSON.stringify(ourselves);
    known = ourselves;
    onKnown(ourselves);
    if (same) return;
    records
      .set("ourselves", ourselves)
      .catch((error: unknown) => log.warn({ err: error }, "who we are could not be written down"));
  }

  async function ask(): Promise<void> {
    const { team_id: team, user_id: botUser, user: name } = await auth.test();
    learn({ team, botUser, name });
  }

  async function load(): Promise<void> {
    const kept = await records.get<Ourselves>("ourselves");
    if (!kept || known) return;
    known = kept;
    onKnown(kept);
  }

  async function askOnce(): Promise<void> {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    await asking;
  }

  return {
    async recall() {
      await within(load(), { clock, ms: SECOND });
    },
    learn,
    async team() {
      if (known?.team === undefined) await askOnce();
      return known?.team;
    },
  };
}
