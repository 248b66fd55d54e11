import { type Activity, ConfigurationBotFrameworkAuthentication } from "botbuilder";
import { type TeamsActivity, tenantOf } from "./activity.ts";
import { isTrustedService } from "./hosts.ts";
import { isOpenLoopback, type TeamsSettings } from "./settings.ts";

/** Who the SDK found the sender to be; it hands this on with the turn. */
export type Proof = Awaited<
  ReturnType<ConfigurationBotFrameworkAuthentication["authenticateRequest"]>
>;

/** refused: not from Teams, or not from this tenant. unsure: the keys that would tell could not be had. */
export type Verdict =
  | { readonly proof: Proof }
  | { readonly status: 401 | 503; readonly reason: string };

export function createAuthentication(settings: TeamsSettings) {
  const { appId, endpoints } = settings;
  return new ConfigurationBotFrameworkAuthentication(
    {
      // All of these or none: with one given the SDK leaves the others empty and refuses every token.
      ToChannelFromBotLoginUrl: endpoints.login,
      ToChannelFromBotOAuthScope: endpoints.issuer,
      ToBotFromChannelTokenIssuer: endpoints.issuer,
      OAuthUrl: endpoints.issuer,
      ToBotFromChannelOpenIdMetadataUrl: endpoints.openIdMetadata,
      ToBotFromEmulatorOpenIdMetadataUrl: endpoints.openIdMetadata,
      CallerId: "urn:botframework:azure",
    },
    {
      isValidAppId: async (id) => id === appId,
      isAuthenticationDisabled: async () => isOpenLoopback(settings),
      createCredentials: async () => ({ signRequest: refuseToSend }),
    },
  );
}

/** The bot sends through its own connector, once; were the SDK to send, it would repeat itself. */
function refuseToSend(): never {
  throw new Error("the SDK's client is not to be used for sending");
}

/** Everything that must be true of an activity before it is believed: the SDK's checks, and those it leaves to us. */
export async function judge(
  activity: TeamsActivity,
  header: string,
  given: { authentication: ConfigurationBotFrameworkAuthentication; settings: TeamsSettings },
): Promise<Verdict> {
  const { authentication, settings } = given;
  const doubt = doubtOf(activity, settings);
  if (doubt) return { status: 401, reason: doubt };
  try {
    const proof = await authentication.authenticateRequest(activity as unknown as Activity, header);
    const issuer = proof.claimsIdentity.getClaimValue("iss");
    // The SDK also takes tokens of its emulator, from any tenant; those are not Teams'.
    if (isOpenLoopback(settings) || issuer === settings.endpoints.issuer) return { proof };
    return { status: 401, reason: "the token was not issued for Teams" };
  } catch (error) {
    return isOutage(error)
      ? { status: 503, reason: "the keys that prove a token could not be had" }
      : { status: 401, reason: "the token does not prove that Teams sent it" };
  }
}

function doubtOf(activity: TeamsActivity, settings: TeamsSettings): string | undefined {
  // An empty channel would skip the SDK's endorsement check.
  if (activity.channelId !== "msteams") return "the activity is not from Teams";
  const anyTenant = isOpenLoopback(settings) && settings.tenantId === "";
  if (!anyTenant && tenantOf(activity) !== settings.tenantId) return "it is from another tenant";
  if (!isTrustedService(activity.serviceUrl, settings)) return "its service URL is not trusted";
  return undefined;
}

/** The SDK's fetch failed, or the key server answered with an error; a forged token looks different. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "FetchError" || (error as { statusCode?: number }).statusCode === 500;
}
