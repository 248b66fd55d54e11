import type { ProbeResult } from "../../src/core/chat-adapter.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { References } from "./references.ts";
import { isOpenLoopback, type TeamsSettings } from "./settings.ts";
import type { Tokens } from "./token.ts";

/** Tries what Teams needs, in the order in which it would fail. Never rejects. */
export async function checkTeams(given: {
  settings: TeamsSettings;
  tokens: Tokens;
  references: References;
}): Promise<readonly ProbeResult[]> {
  if (isOpenLoopback(given.settings)) return [openDoor, await conversations(given.references)];
  return Promise.all([
    credentials(given.tokens),
    keys(given.settings.endpoints.openIdMetadata),
    conversations(given.references),
  ]);
}

const openDoor: ProbeResult = {
  subject: "Teams credentials",
  ok: true,
  detail: "None: only this machine is served, unauthenticated, as the settings say.",
};

async function credentials(tokens: Tokens): Promise<ProbeResult> {
  const subject = "Teams credentials";
  try {
    tokens.forget();
    await tokens.current();
    return { subject, ok: true, detail: "Microsoft gave the bot a token for sending." };
  } catch (error) {
    const why = error instanceof DeliveryError ? error.message : "The token could not be had.";
    return { subject, ok: false, detail: why, fix: credentialsFix };
  }
}

const credentialsFix =
  "Compare teams.appId, teams.appPassword and teams.tenantId with the app registration in Entra ID, and see that this machine reaches login.microsoftonline.com.";

/** Without the keys no message from Teams can be believed. */
async function keys(url: string): Promise<ProbeResult> {
  const subject = "Teams signing keys";
  try {
    const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(10_000) });
    await response.body?.cancel();
    if (response.ok) return { subject, ok: true, detail: "They can be read." };
    return { subject, ok: false, detail: `${url} answered ${response.status}.`, fix: keysFix };
  } catch {
    return { subject, ok: false, detail: `${url} could not be reached.`, fix: keysFix };
  }
}

const keysFix = "Let this machine reach that address over HTTPS.";

async function conversations(references: References): Promise<ProbeResult> {
  const subject = "Teams conversations";
  try {
    const count = await references.count();
    const detail =
      count === 0
        ? "None yet. Add the app to a team or chat, or mention it there once."
        : `${count} known.`;
    return { subject, ok: true, detail };
  } catch {
    const fix = "See that the bot's store can be read.";
    return { subject, ok: false, detail: "They could not be read from the store.", fix };
  }
}
