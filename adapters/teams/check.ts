import type { ProbeResult } from "../../src/core/chat-adapter.ts";
import { type Clock, DAY, SECOND } from "../../src/core/clock.ts";
import { DeliveryError, SettingsError } from "../../src/core/errors.ts";
import type { Outgoing } from "../../src/core/outgoing.ts";
import { readCertificate } from "./certificate.ts";
import { GraphError, ownersPermission } from "./graph.ts";
import type { Owners } from "./owners.ts";
import type { References } from "./references.ts";
import { isOpenLoopback, type TeamsSettings, wayOf } from "./settings.ts";
import { KeysUnreachable, publishedKeys } from "./signing-keys.ts";
import { teamGroupsIn } from "./team-groups.ts";
import type { Tokens } from "./token.ts";
import { comparedWith } from "./token-errors.ts";

interface Given {
  readonly settings: TeamsSettings;
  readonly tokens: Tokens;
  readonly references: References;
  readonly owners: Owners;
  readonly clock: Clock;
  readonly outgoing: Pick<Outgoing, "fetch">;
}

/** Tries what Teams needs, in the order in which it would fail. Never rejects. */
export async function checkTeams(given: Given): Promise<readonly ProbeResult[]> {
  const { settings, tokens, references, owners, clock, outgoing } = given;
  const known = [conversations(references), teamsOf(owners, references), ownersOf(owners)];
  if (isOpenLoopback(settings)) return [openDoor, ...(await Promise.all(known)).flat()];
  const probes = await Promise.all([
    credentials(tokens, settings),
    certificate(settings, clock.now()),
    keys(settings.endpoints.openIdMetadata, outgoing),
    ...known,
  ]);
  return probes.flat();
}

const openDoor: ProbeResult = {
  subject: "Teams credentials",
  ok: true,
  detail: "None: only this machine is served, unauthenticated, as the settings say.",
};

async function credentials(tokens: Tokens, settings: TeamsSettings): Promise<ProbeResult> {
  const subject = "Teams credentials";
  try {
    tokens.forget();
    await tokens.current();
    return { subject, ok: true, detail: "Microsoft gave the bot a token for sending." };
  } catch (error) {
    const why = error instanceof DeliveryError ? error.message : "The token could not be had.";
    return { subject, ok: false, detail: why, fix: credentialsFix(settings) };
  }
}

function credentialsFix(settings: TeamsSettings): string {
  const compared = comparedWith(settings);
  return wayOf(settings) === "managedIdentity"
    ? `Compare ${compared} with the identity in Azure, and see that it is assigned to this machine.`
    : `Compare ${compared} with the app registration in Entra ID, and see that this machine reaches login.microsoftonline.com.`;
}

const warnMs = 30 * DAY;

/** Nothing where there is none. */
async function certificate(settings: TeamsSettings, now: Date): Promise<readonly ProbeResult[]> {
  if (!settings.certificate) return [];
  const subject = "Teams certificate";
  try {
    const { expires } = readCertificate(settings);
    const left = expires.getTime() - now.getTime();
    const on = expires.toISOString().slice(0, 10);
    if (left > warnMs) return [{ subject, ok: true, detail: `It is good until ${on}.` }];
    const detail =
      left <= 0
        ? `It expired on ${on}, so nothing can be sent.`
        : `It expires on ${on}, in ${Math.ceil(left / DAY)} days.`;
    return [{ subject, ok: false, detail, fix: certificateFix }];
  } catch (error) {
    const why = error instanceof SettingsError ? error.problems.join(" ") : "It cannot be read.";
    return [{ subject, ok: false, detail: why, fix: certificateFix }];
  }
}

const certificateFix =
  "Make a new one, upload it to the app registration under Certificates & secrets, and put it with its key where teams.certificate and teams.privateKey say.";

/** Without the keys no message from Teams can be believed. */
async function keys(url: string, outgoing: Pick<Outgoing, "fetch">): Promise<ProbeResult> {
  const subject = "Teams signing keys";
  try {
    await publishedKeys(url, outgoing, 10 * SECOND);
    return { subject, ok: true, detail: "They can be read." };
  } catch (error) {
    if (!(error instanceof KeysUnreachable)) throw error;
    return { subject, ok: false, detail: error.detail, fix: error.fix };
  }
}

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
    return { subject, ok: false, detail: "They could not be read from the store.", fix: storeFix };
  }
}

const storeFix = "See that the bot's store can be read.";

/** Teams that give a role: nobody has it in one where the app is not. */
async function teamsOf(
  { groups }: Owners,
  references: References,
): Promise<readonly ProbeResult[]> {
  const { teams } = teamGroupsIn(groups);
  if (teams.length === 0) return [];
  const subject = "Teams in access";
  const known = await Promise.all(teams.map(({ team }) => references.team(team))).catch(() => []);
  const unknown = teams.filter((_, index) => !known[index]).map(({ address }) => address);
  if (unknown.length === 0) {
    return [{ subject, ok: true, detail: "The app is in every team that access names." }];
  }
  const detail = `The app is not in a team that access names, so nobody has a role by it: ${unknown.join(", ")}.`;
  const fix = "Add the app to the team, or mention it in a channel of it once.";
  return [{ subject, ok: false, detail, fix }];
}

/** Whether owners can be read, where they are named. */
async function ownersOf({ groups, ownersOf: ask }: Owners): Promise<readonly ProbeResult[]> {
  const { owners } = teamGroupsIn(groups);
  return Promise.all(
    owners.map(async ({ address, team }) => {
      const subject = "Owners of a team in Teams";
      try {
        const { length } = await ask(team);
        return { subject, ok: true, detail: `${address} can be read: ${length} of them.` };
      } catch (error) {
        return { subject, ok: false, detail: `${address}: ${whyNot(error)}`, fix: ownersFix };
      }
    }),
  );
}

const whyNot = (error: unknown): string =>
  error instanceof GraphError || error instanceof DeliveryError
    ? error.message
    : "They could not be read.";

const ownersFix = `Upload the newest app package, which asks for ${ownersPermission} once access names owners, and let an owner add the app to the team. See that this machine reaches graph.microsoft.com.`;
