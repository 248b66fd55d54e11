import { managementAudience } from "./access.ts";
import { type App, apps, managementApp, realmGrant } from "./applications.ts";
import { issueToken, missing, type TokenPlace, validSeconds } from "./grants.ts";
import { logIn } from "./log-in.ts";
import { type Asked, oauthError, ok, type Reply } from "./reply.ts";
import { type Words, wordsOf } from "./token-request.ts";

/** Answers `POST /oauth/token`. */
export function answerToken(asked: Asked, place: TokenPlace): Reply {
  const words = wordsOf(asked);
  if (!words) return oauthError(400, "invalid_request", "Pretend: The body cannot be read");
  const grant = words.grant_type;
  if (!grant) return missing("grant_type");
  if (!["client_credentials", "password", realmGrant].includes(grant)) {
    return oauthError(400, "unsupported_grant_type", `Unsupported grant type: ${grant}`);
  }
  const app = clientOf(words, grant);
  if ("status" in app) return app;
  return grant === "client_credentials"
    ? clientToken(app, words, place)
    : logIn({ app, words, ip: asked.ip }, place);
}

/** The application that asks, if it is who it says and may use the grant. */
function clientOf({ client_id, client_secret }: Words, grant: string): App | Reply {
  const app = apps.find(({ id }) => id === client_id);
  if (!app || app.secret !== client_secret) {
    // Who asks for a token of its own is told less than who asks for a user's.
    return grant === "client_credentials"
      ? oauthError(401, "access_denied", "Unauthorized")
      : oauthError(401, "invalid_client", "Pretend: No such client, or another secret");
  }
  if (app.grants.includes(grant)) return app;
  const words = `Grant type '${grant}' not allowed for the client.`;
  return oauthError(403, "unauthorized_client", words);
}

function clientToken(app: App, { audience, scope }: Words, place: TokenPlace): Reply {
  if (!audience) return missing("audience");
  if (app !== managementApp || audience !== managementAudience(place.domain)) {
    const words = `Client is not authorized to access "${audience}".`;
    return oauthError(403, "access_denied", words);
  }
  const wanted = scope?.split(" ") ?? place.scopes;
  const granted = place.scopes.filter((each) => wanted.includes(each)).join(" ");
  place.history.record({
    type: "seccft",
    app,
    audience,
    scope: granted,
    description: "Client Credentials for Access Token",
    details: { actions: { executions: [] } },
  });
  const claims = {
    sub: `${app.id}@clients`,
    aud: audience,
    azp: app.id,
    gty: "client-credentials",
  };
  return ok({
    access_token: issueToken(place, { ...claims, scope: granted }),
    scope: granted,
    expires_in: validSeconds,
    token_type: "Bearer",
  });
}
