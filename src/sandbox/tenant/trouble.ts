import { incidents } from "../script.ts";
import { latestOf } from "../story.ts";
import { orderApp, realmGrant, syntheticApp } from "./applications.ts";
import { failedExchange, ordersApi, syntheticSuccess, userDraft } from "./calm.ts";
import type { Dice } from "./dice.ts";
import { type Draft, machineIp } from "./event.ts";
import { people } from "./people.ts";

/** How the story's incident shows in the tenant's own answers: `failing` at first, then `unavailable`. */
export type Trouble = "failing" | "unavailable";

const troubles: Readonly<Record<string, Trouble>> = {
  Investigating: "failing",
  Identified: "unavailable",
};

/** Whether logins fail, so long after the story began: from an incident's first word until it is only watched. */
export function troubleAt(elapsedMs: number): Trouble | undefined {
  for (const { authenticationAffected, updates } of incidents) {
    const said = updates.filter(({ atMs }) => atMs <= elapsedMs);
    if (!authenticationAffected || said.length === 0) continue;
    const trouble = troubles[latestOf({ updates: said }).status];
    if (trouble) return trouble;
  }
  return undefined;
}

/** Why they fail, as the logs tell it. */
export const staleKey = "Pretend: The key to sign with is stale";

/** What is left of a login that somebody tries during the incident, and of the next tries. */
export function troubledLogin(dice: Dice): Draft {
  const throw_ = dice.next();
  if (throw_ < 0.5) return failedLogin(dice);
  if (throw_ < 0.82) return failedExchange(dice, staleKey);
  if (throw_ < 0.9) return failedSynthetic();
  if (throw_ < 0.95) return atLimit();
  return { type: "ssa", ...userDraft(dice) };
}

function failedLogin(dice: Dice): Draft {
  const error = { message: staleKey, oauthError: "server_error", type: "server_error" };
  return {
    type: "f",
    ...userDraft(dice),
    viaConnection: true,
    description: staleKey,
    details: { error, session_id: `pretend-${dice.hex(16)}` },
  };
}

/** Another watcher's synthetic login, beside the bot's own. */
export function failedSynthetic(description = staleKey): Draft {
  const [person] = people;
  return {
    type: "fepft",
    app: syntheticApp,
    ...(person ? { person } : {}),
    ip: machineIp,
    audience: ordersApi,
    scope: ["openid", "profile", "email"],
    description,
    details: { grant_type: realmGrant },
  };
}

const atLimit = (): Draft => ({
  type: "api_limit",
  app: orderApp,
  description: "Pretend: The order worker asked again and again and reached a limit",
  details: {
    request: { method: "POST", path: "/oauth/token" },
    limit: { bucket: "authentication-api", size: 100, global: true },
    response: "Pretend: Too many requests",
  },
});

/** One run of the synthetic login. */
export const syntheticRun = (): readonly Draft[] => people.slice(0, 1).map(syntheticSuccess);
