import { z } from "zod";
import { type Clock, MINUTE } from "../../src/core/clock.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import { Secret } from "../../src/core/secret.ts";
import { isOpenLoopback, type TeamsSettings } from "./settings.ts";

export interface Tokens {
  /** The token to send with; none in open loopback mode. @throws DeliveryError when it cannot be had. */
  current(): Promise<Secret | undefined>;
  /** The next one is asked for anew. */
  forget(): void;
}

const answered = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number() });
const refused = z.object({ error: z.string(), error_codes: z.array(z.number()).optional() });

/** What Entra's numbers mean, for those an operator meets. */
export const meanings: Readonly<Record<number, string>> = {
  7000215:
    "teams.appPassword is not one of the app's client secrets. Give the secret's value, not its id.",
  7000222:
    "The client secret has expired. Make a new one in Entra ID and set teams.appPassword to it.",
  700016: "teams.appId is not known in the tenant teams.tenantId. Check both in Entra ID.",
  90002: "The tenant teams.tenantId does not exist. Check it in Entra ID.",
};

/**
 * The app's token for sending. Asked for by ourselves: the SDK's client insists on retries of its own
 * and cannot be pointed at a stand-in.
 */
export function createTokens(settings: TeamsSettings, clock: Clock): Tokens {
  let held: { readonly token: Secret; readonly until: number } | undefined;
  let asking: Promise<Secret> | undefined;

  async function ask(): Promise<Secret> {
    const response = await request(settings);
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw refusal(response.status, body);
    const given = answered.safeParse(body);
    if (!given.success) throw new DeliveryError("unavailable", unreadable);
    const token = new Secret(given.data.access_token);
    const lifeMs = given.data.expires_in * 1000;
    held = { token, until: clock.now().getTime() + Math.max(lifeMs - 5 * MINUTE, lifeMs / 2) };
    return token;
  }

  return {
    async current() {
      if (isOpenLoopback(settings)) return undefined;
      if (held && held.until > clock.now().getTime()) return held.token;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    forget() {
      held = undefined;
    },
  };
}

const unreadable =
  "Microsoft's login answered with something that is no token. Nothing was sent; it is tried again.";

async function request({ appId, appPassword, tenantId, endpoints }: TeamsSettings) {
  const url = `${endpoints.login.replace(/\/$/u, "")}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: appId,
    client_secret: appPassword?.reveal() ?? "",
    scope: endpoints.scope,
  });
  try {
    return await fetch(url, {
      method: "POST",
      body,
      redirect: "error",
      signal: AbortSignal.timeout(10_000),
    });
  } catch (cause) {
    const message =
      "Microsoft's login could not be reached for a token, so nothing was sent to Teams. Check that this machine may reach it.";
    throw new DeliveryError("unavailable", message, { cause });
  }
}

function refusal(status: number, body: unknown): DeliveryError {
  const { data } = refused.safeParse(body);
  if (status >= 500 || status === 429) {
    return new DeliveryError(
      "unavailable",
      `Microsoft's login answered ${status}, so nothing was sent to Teams; it is tried again.`,
    );
  }
  const known = data?.error_codes?.map((code) => meanings[code]).find(Boolean);
  return new DeliveryError(
    "refused",
    known ??
      `Microsoft's login does not accept the bot's credentials (${data?.error ?? status}). Check teams.appId, teams.appPassword and teams.tenantId.`,
  );
}
