import type { Activity } from "botbuilder";
import { JwtTokenExtractor } from "botframework-connector/lib/auth/jwtTokenExtractor.js";
import { ParameterizedBotFrameworkAuthentication } from "botframework-connector/lib/auth/parameterizedBotFrameworkAuthentication.js";
import type { Outgoing } from "../../src/core/outgoing.ts";
import { type TeamsActivity, tenantOf } from "./activity.ts";
import { isTrustedService } from "./hosts.ts";
import { isOpenLoopback, type TeamsSettings } from "./settings.ts";
import { KeysUnreachable, publishedKeys } from "./signing-keys.ts";
import type { Caller } from "./token-check.ts";
import type { Turned } from "./turned-away.ts";

type Authentication = Pick<ParameterizedBotFrameworkAuthentication, "authenticateRequest">;

/** The SDK's check of tokens by itself, from the package that `botbuilder` has it from: the rest of it takes 8 MB more. */
export function createAuthentication(
  settings: TeamsSettings,
  outgoing: Pick<Outgoing, "fetch">,
): Authentication {
  const { appId, endpoints } = settings;
  askThrough(outgoing, endpoints.openIdMetadata);
  return new ParameterizedBotFrameworkAuthentication(
    true,
    endpoints.login,
    endpoints.issuer,
    endpoints.issuer,
    endpoints.issuer,
    endpoints.openIdMetadata,
    endpoints.openIdMetadata,
    "urn:botframework:azure",
    {
      isValidAppId: async (id) => id === appId,
      isAuthenticationDisabled: async () => isOpenLoopback(settings),
      createCredentials: async () => ({ signRequest: refuseToSend }),
    },
    { requiredEndorsements: [] },
    undefined,
    { tokenRefreshInterval: never },
  );
}

/** The part of the SDK that asks which keys there are. */
interface Metadata {
  lastUpdated: number;
  keys: unknown;
  refreshCache(): Promise<void>;
}

/** The SDK asks by itself, with a client that knows neither a proxy with a password nor anybody's certificates. */
function askThrough(outgoing: Pick<Outgoing, "fetch">, url: string): void {
  const extractor = JwtTokenExtractor as unknown as {
    getOrAddOpenIdMetadata(url: string, proxy: undefined, hours: number): Metadata;
  };
  const metadata = extractor.getOrAddOpenIdMetadata(url, undefined, never);
  metadata.refreshCache = async () => {
    metadata.keys = await publishedKeys(url, outgoing);
    metadata.lastUpdated = Date.now();
  };
}

/** Hours. Our own check knows the keys of today; the SDK refuses everybody when it cannot ask for them anew. */
const never = 24 * 365 * 100;

/** The bot sends through its own connector, once; were the SDK to send, it would repeat itself. */
function refuseToSend(): never {
  throw new Error("the SDK's client is not to be used for sending");
}

/** Everything that must be true of an activity before it is believed: the SDK's checks, and those it leaves to us. */
export async function judge(
  activity: TeamsActivity,
  header: string,
  given: {
    readonly authentication: Authentication;
    readonly settings: TeamsSettings;
    /** Absent where nobody has to prove anything. */
    readonly caller: Caller | undefined;
  },
): Promise<{ readonly proven: true } | Turned> {
  const { authentication, settings, caller } = given;
  const doubt = doubtOf(activity, settings);
  if (doubt) return { status: 401, reason: doubt };
  if (caller && caller.serviceUrl !== activity.serviceUrl) {
    return { status: 401, reason: "its token speaks for another service" };
  }
  try {
    await authentication.authenticateRequest(activity as unknown as Activity, header);
    return { proven: true };
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

/** Its keys could not be had, or the key server answered with an error; a forged token looks different. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error instanceof KeysUnreachable || (error as { statusCode?: number }).statusCode === 500;
}
