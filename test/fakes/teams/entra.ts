import { constants, createHash, verify, X509Certificate } from "node:crypto";
import type { Answered } from "./http.ts";
import { tenant } from "./world.ts";

export const scope = "https://api.botframework.com/.default";
export const identityHeader = "fake-identity-header";

/** What the app registration knows of the app. */
export interface Registration {
  readonly appId: string;
  readonly appPassword: string;
  /** Certificates (PEM) uploaded to it. */
  readonly certificates: string[];
  /** Where the login is, without the tenant. */
  readonly loginUrl: () => string;
  /** What tokens for Microsoft Graph are asked for. */
  readonly graphScope: () => string;
}

/** Entra's login and Azure's identity service: they give the app its tokens, and nobody else. */
export function createEntra(app: Registration) {
  const tokens = { connector: new Set<string>(), graph: new Set<string>() };
  const used = new Set<string>();
  let given = 0;

  function grant(asked: string | null, life: object): Answered {
    const kind = { [scope]: tokens.connector, [app.graphScope()]: tokens.graph }[asked ?? ""];
    if (!kind) return invalid;
    given += 1;
    const token = `fake-token-${given}`;
    kind.add(token);
    return { status: 200, body: { token_type: "Bearer", access_token: token, ...life } };
  }

  return {
    tokens,
    login(path: string, body: string): Answered {
      const asked = new URLSearchParams(body);
      if (path !== `/login/${tenant}/oauth2/v2.0/token`) return refused("invalid_request", 90002);
      if (asked.get("client_id") !== app.appId) return refused("unauthorized_client", 700016);
      const flaw = asked.has("client_assertion")
        ? assertionFlaw(asked, { app, path, used })
        : secretFlaw(asked, app);
      if (flaw !== undefined) return refused("invalid_client", flaw);
      const granted = asked.get("grant_type") === "client_credentials";
      return granted ? grant(asked.get("scope"), { expires_in: 3599 }) : invalid;
    },
    /** As in App Service with a secret header, as on a virtual machine with `Metadata`. */
    identity(url: URL, headers: Readonly<Record<string, unknown>>): Answered {
      const asked = url.searchParams;
      const hosted = asked.get("api-version") === "2019-08-01";
      const proved = hosted
        ? headers["x-identity-header"] === identityHeader
        : headers.metadata === "true" && asked.get("api-version") === "2018-02-01";
      if (!proved || asked.get("client_id") !== app.appId) return invalid;
      const seconds = Math.floor(Date.now() / 1000) + 86_400;
      const life = hosted ? { expires_on: String(seconds) } : { expires_in: "86400" };
      return grant(`${asked.get("resource")}/.default`, life);
    },
  };
}

const invalid: Answered = {
  status: 400,
  body: { error: "invalid_request", error_description: "Identity not found" },
};

const refused = (error: string, code: number): Answered => ({
  status: error === "invalid_client" ? 401 : 400,
  body: { error, error_codes: [code], error_description: `AADSTS${code}: fake` },
});

function secretFlaw(asked: URLSearchParams, { appPassword }: Registration): number | undefined {
  return asked.get("client_secret") === appPassword ? undefined : 7000215;
}

interface Assertion {
  readonly alg?: string;
  readonly "x5t#S256"?: string;
  readonly iss?: string;
  readonly sub?: string;
  readonly aud?: string;
  readonly jti?: string;
  readonly nbf?: number;
  readonly exp?: number;
}

const part = (words = ""): Assertion => JSON.parse(Buffer.from(words, "base64url").toString());

/** Entra's number for what is wrong with the app's signed word. */
function assertionFlaw(
  asked: URLSearchParams,
  { app, path, used }: { app: Registration; path: string; used: Set<string> },
): number | undefined {
  const [head, claims, signature] = (asked.get("client_assertion") ?? "").split(".");
  const { alg, "x5t#S256": thumbprint } = part(head);
  const { iss, sub, aud, jti, nbf = 0, exp = 0 } = part(claims);
  const registered = app.certificates
    .map((pem) => new X509Certificate(pem))
    .find(({ raw }) => createHash("sha256").update(raw).digest("base64url") === thumbprint);
  if (alg !== "PS256" || !registered || iss !== app.appId || sub !== app.appId) return 700027;
  const key = {
    key: registered.publicKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
  const signed = Buffer.from(`${head}.${claims}`);
  if (!verify("sha256", signed, key, Buffer.from(signature ?? "", "base64url"))) return 700027;
  if (aud !== `${app.loginUrl()}${path.replace(/^\/login/u, "")}`) return 700023;
  const now = Date.now() / 1000;
  if (nbf > now + 300 || exp < now - 300 || exp - nbf > 600) return 700024;
  if (!jti || used.has(jti)) return 700024;
  used.add(jti);
  return undefined;
}
