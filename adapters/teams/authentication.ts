import type { Activity } from "botbuilder";
import { AuthenticationConstants } from "botframework-connector/lib/auth/authenticationConstants.js";
import { JwtTokenExtractor } from "botframework-connector/lib/auth/jwtTokenExtractor.js";
import { SkillValidation } from "botframework-connector/lib/auth/skillValidation.js";
import type { Outgoing } from "../../src/core/outgoing.ts";
import { type TeamsActivity, tenantOf } from "./activity.ts";
import { isTrustedService } from "./hosts.ts";
import { isOpenLoopback, type TeamsSettings } from "./settings.ts";
import { KeysUnreachable, publishedKeys } from "./signing-keys.ts";
import type { Caller } from "./token-check.ts";
import type { Turned } from "./turned-away.ts";

interface Authentication {
  /** Rejects where the token does not prove that the activity came from Teams to us. */
  prove(sent: Pick<Activity, "channelId" | "serviceUrl">, header: string): Promise<void>;
}

const toleranceSeconds = 300;
const channel = "msteams";

/**
 * The SDK's check of tokens by itself, from the package that `botbuilder` has it from. What the SDK puts around it also sends and
 * lets skills and the emulator in, which is not wanted, and takes 4 MB of the heap.
 */
export function createAuthentication(
  settings: TeamsSettings,
  outgoing: Pick<Outgoing, "fetch">,
): Authentication {
  const { appId, endpoints } = settings;
  askThrough(outgoing, endpoints.openIdMetadata);
  const extractor = new JwtTokenExtractor(
    { issuer: [endpoints.issuer], audience: appId, clockTolerance: toleranceSeconds },
    endpoints.openIdMetadata,
    AuthenticationConstants.AllowedSigningAlgorithms,
    undefined,
    never,
  );
  return {
    async prove({ channelId, serviceUrl }, header) {
      if (isOpenLoopback(settings)) return;
      const identity = await extractor.getIdentityFromAuthHeader(header, channelId, []);
      const { ServiceUrlClaim, AudienceClaim } = AuthenticationConstants;
      const isOurs =
        identity?.isAuthenticated === true &&
        identity.getClaimValue(AudienceClaim) === appId &&
        identity.getClaimValue(ServiceUrlClaim) === serviceUrl &&
        !SkillValidation.isSkillClaim(identity.claims);
      if (!isOurs) throw new Error("the token is not one of a message to us");
    },
  };
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
  const { serviceUrl } = activity;
  if (caller && caller.serviceUrl !== serviceUrl) {
    return { status: 401, reason: "its token speaks for another service" };
  }
  try {
    await authentication.prove({ channelId: channel, serviceUrl }, header);
    return { proven: true };
  } catch (error) {
    return isOutage(error)
      ? { status: 503, reason: "the keys that prove a token could not be had" }
      : { status: 401, reason: "the token does not prove that Teams sent it" };
  }
}

function doubtOf(activity: TeamsActivity, settings: TeamsSettings): string | undefined {
  // An empty channel would skip the SDK's endorsement check.
  if (activity.channelId !== channel) return "the activity is not from Teams";
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
