import { z } from "zod";
import { DeliveryError } from "../../src/core/errors.ts";
import { barrierOf } from "../../src/core/way-out.ts";
import { type TeamsSettings, type Way, wayOf } from "./settings.ts";

const refused = z.object({
  error: z.string().optional(),
  error_codes: z.array(z.number()).optional(),
});

/** What Entra's numbers mean, for those an operator meets. */
export const meanings: Readonly<Record<number, string>> = {
  53003:
    "A Conditional Access policy for workload identities keeps the app from getting a token here. Let it through in Entra ID, or run the bot where the policy allows it.",
  90002: "The tenant teams.tenantId does not exist. Check it in Entra ID.",
  700016: "teams.appId is not known in the tenant teams.tenantId. Check both in Entra ID.",
  700024:
    "Microsoft finds the time in the bot's signature wrong. Set this machine's clock, by NTP for example.",
  700027:
    "teams.certificate is not one of the app's, or has expired there. Upload it to the app registration under Certificates & secrets.",
  7000112: "The app is disabled in Entra ID. Enable it under Enterprise applications, Properties.",
  7000215:
    "teams.appPassword is not one of the app's client secrets. Give the secret's value, not its id.",
  7000222:
    "The client secret has expired. Make a new one in Entra ID and set teams.appPassword to it.",
  7000229:
    "The app teams.appId has no service principal in the tenant teams.tenantId. Create it under Enterprise applications, or register the app there.",
};

/** Settings to compare with what Microsoft knows of the app. */
const compared: Readonly<Record<Way, string>> = {
  appPassword: "teams.appId, teams.appPassword and teams.tenantId",
  certificate: "teams.appId, teams.certificate and teams.tenantId",
  managedIdentity: "teams.appId and teams.managedIdentity",
};

export const comparedWith = (settings: TeamsSettings): string => compared[wayOf(settings)];

/** What an answer without a token means. */
export function refusalOf(status: number, body: unknown, settings: TeamsSettings): DeliveryError {
  const ofMachine = wayOf(settings) === "managedIdentity";
  const who = ofMachine ? "Azure's identity service" : "Microsoft's login";
  // The metadata service answers 404 while an identity is being assigned, and 410 while it restarts.
  if (status >= 500 || status === 429 || status === 410 || (ofMachine && status === 404)) {
    const message = `${who} answered ${status}, so nothing was sent to Teams; it is tried again.`;
    return new DeliveryError("unavailable", message);
  }
  if (ofMachine) return barred(noIdentity);
  const { error, error_codes: codes = [] } = refused.safeParse(body).data ?? {};
  const known = codes.find((code) => meanings[code] !== undefined);
  if (known !== undefined) return barred(`${meanings[known]} (AADSTS${known})`);
  const number = codes[0] === undefined ? "" : `, AADSTS${codes[0]}`;
  return barred(
    `${who} does not accept the bot's credentials (${wordOf(error) ?? status}${number}). Check ${comparedWith(settings)}.`,
  );
}

/** It is not this conversation that takes no messages: until somebody mends it, none does. */
export const barred = (message: string): DeliveryError =>
  new DeliveryError("refused", message, { everywhere: true });

const noIdentity =
  "Azure knows no identity on this machine whose client id is teams.appId. Assign the user-assigned identity to it, and in App Service and Container Apps set teams.managedIdentity to IDENTITY_ENDPOINT and IDENTITY_HEADER.";

const wordOf = (error: string | undefined): string | undefined =>
  error && /^\w{1,60}$/u.test(error) ? error : undefined;

export function unreachable(settings: TeamsSettings, cause: unknown): DeliveryError {
  const ofMachine = wayOf(settings) === "managedIdentity";
  const who = ofMachine ? "Azure's identity service" : "Microsoft's login";
  const { words, fix = ofMachine ? onAzure : reach } = barrierOf(cause) ?? {};
  const why = words === undefined ? "" : `: ${words}`;
  const message = `${who} could not be reached for a token${why}. Nothing was sent to Teams. ${fix}`;
  return new DeliveryError("unavailable", message, { cause });
}

const onAzure = "Check that this machine runs on Azure, and teams.managedIdentity.";
const reach = "Check that this machine may reach it.";

export const expired = (at: Date): DeliveryError =>
  barred(
    `teams.certificate expired on ${at.toISOString().slice(0, 10)}. Make a new one, upload it to the app registration under Certificates & secrets, and set teams.certificate and teams.privateKey to it.`,
  );
