import { z } from "zod";
import { MINUTE } from "../../src/core/clock.ts";
import { DeliveryError, SettingsError } from "../../src/core/errors.ts";
import type { Outgoing } from "../../src/core/outgoing.ts";
import { Secret } from "../../src/core/secret.ts";
import { type AppCertificate, assertionOf, readCertificate } from "./certificate.ts";
import { type TeamsSettings, wayOf } from "./settings.ts";
import { barred, expired, refusalOf, unreachable } from "./token-errors.ts";

const patienceMs = 10_000;

/** A token as Microsoft gave it. */
export interface Granted {
  readonly token: Secret;
  readonly lifeMs: number;
}

interface Asked {
  readonly settings: TeamsSettings;
  readonly scope: string;
  readonly now: Date;
  readonly outgoing: Pick<Outgoing, "fetch">;
}

/** Asks once for a token. @throws DeliveryError in words that say what to do, and never hold a secret. */
export async function askToken(asked: Asked): Promise<Granted> {
  const way = wayOf(asked.settings);
  const { url, ...init } =
    way === "managedIdentity" ? identityRequest(asked) : await loginRequest(asked);
  const response = await send(url, init, asked);
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw refusalOf(response.status, body, asked.settings);
  const given = grantIn(body, asked.now);
  if (!given) throw new DeliveryError("unavailable", unreadable);
  return given;
}

const unreadable =
  "Microsoft's login answered with something that is no token. Nothing was sent; it is tried again.";

interface TokenRequest extends RequestInit {
  readonly url: string;
}

/** With what the app registration knows: a client secret or a certificate. */
async function loginRequest({ settings, scope, now }: Asked): Promise<TokenRequest> {
  const { appId, tenantId, endpoints, appPassword } = settings;
  const url = `${endpoints.login.replace(/\/$/u, "")}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
  const proof = appPassword
    ? { client_secret: appPassword.reveal() }
    : {
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: await assertionOf(valid(settings, now), { appId, audience: url, now }),
      };
  const body = { grant_type: "client_credentials", client_id: appId, scope, ...proof };
  return { url, method: "POST", body: new URLSearchParams(body) };
}

function valid(settings: TeamsSettings, now: Date): AppCertificate {
  const certificate = certificateIn(settings);
  if (certificate.expires <= now) throw expired(certificate.expires);
  return certificate;
}

/** It was in order at the start; its file may have been replaced since. */
function certificateIn(settings: TeamsSettings): AppCertificate {
  try {
    return readCertificate(settings);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw barred(`${error.problems.join(" ")}. Nothing was sent to Teams.`);
  }
}

/** The metadata service of a virtual machine; link-local, so that nobody else answers. */
const metadataService = "http://169.254.169.254/metadata/identity/oauth2/token";

/** With what Azure knows of the machine: no secret of the app's. */
function identityRequest({ settings, scope }: Asked): TokenRequest {
  const { endpoint = metadataService, header } = settings.managedIdentity ?? {};
  const url = new URL(endpoint);
  url.searchParams.set("api-version", header ? "2019-08-01" : "2018-02-01");
  url.searchParams.set("resource", scope.replace(/\/\.default$/u, ""));
  url.searchParams.set("client_id", settings.appId);
  const headers = header ? { "x-identity-header": header.reveal() } : { metadata: "true" };
  return { url: url.href, headers };
}

async function send(
  url: string,
  init: RequestInit,
  { settings, outgoing }: Asked,
): Promise<Response> {
  try {
    return await outgoing.fetch(url, {
      ...init,
      redirect: "error",
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch (cause) {
    throw unreachable(settings, cause);
  }
}

const answered = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional(),
  /** In seconds since 1970; App Service tells no other. */
  expires_on: z.coerce.number().positive().optional(),
});

function grantIn(body: unknown, now: Date): Granted | undefined {
  const { data } = answered.safeParse(body);
  if (!data) return undefined;
  const { access_token, expires_in, expires_on } = data;
  const left = expires_on ? expires_on * 1000 - now.getTime() : 5 * MINUTE;
  return { token: new Secret(access_token), lifeMs: expires_in ? expires_in * 1000 : left };
}
