import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../../core/clock.ts";
import { pretendTenant } from "../credentials.ts";
import { managementApp } from "./applications.ts";
import { createBucket, type Limit } from "./bucket.ts";
import type { Draft } from "./event.ts";
import type { TokenPlace } from "./grants.ts";
import { createHistory, type Past } from "./history.ts";
import { createLogStream, type StreamTarget } from "./log-stream.ts";
import { answerManagement } from "./management.ts";
import { type Asked, apiError, oauthError, ok, type Reply } from "./reply.ts";
import { everyScope } from "./routes.ts";
import { createSigner } from "./signer.ts";
import { answerToken } from "./token-endpoint.ts";
import { troubleAt } from "./trouble.ts";

export interface TenantOptions {
  /** Whose tokens and logs they say they are; `pretend.us.auth0.com`, unless given. */
  readonly domain?: string;
  /** What the management application may read; everything, unless given. */
  readonly scopes?: readonly string[];
  /** Of the Management API; as an enterprise's production tenant, unless given. */
  readonly limit?: Limit;
  readonly past?: Past;
}

/** A pretend Auth0 tenant: its Authentication API, as far as logins without a browser go, and its Management API. */
export interface PretendTenant {
  /** Whether an address is one of the tenant's. */
  owns(path: string): boolean;
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** The tenant's log as a stream; to be told often that time has passed. */
  streamTo(target: StreamTarget): { tick(): Promise<void> };
}

const longestBody = 64 * 1024;
const longestUrl = 8 * 1024;

export async function openTenant(
  options: TenantOptions,
  { began, clock }: { readonly began: Date; readonly clock: Pick<Clock, "now"> },
): Promise<PretendTenant> {
  const domain = options.domain ?? pretendTenant.domain;
  const now = () => clock.now();
  const place: TokenPlace = {
    domain,
    now,
    signer: await createSigner(),
    history: createHistory({ ...options.past, began, domain, now }),
    scopes: options.scopes ?? everyScope,
    trouble: () => troubleAt(now().getTime() - began.getTime()),
    failures: new Map(),
  };
  const desk = createDesk(place, options.limit ?? { burst: 50, perSecond: 16 });
  return {
    owns: (path) => /^\/(oauth\/|api\/v2\/|\.well-known\/)/.test(path),
    streamTo: (target) => createLogStream(place.history, { target, now }),
    async answer(request, response) {
      const asked = await askedOf(request);
      const { status, body, headers } = "status" in asked ? asked : desk(asked);
      response.writeHead(status, {
        ...headers,
        // By the tenant's own clock, as its tokens are.
        date: now().toUTCString(),
        "content-type": "application/json; charset=utf-8",
      });
      response.end(JSON.stringify(body));
    },
  };
}

/** The request as a whole, unless there is too much of it. */
async function askedOf(request: IncomingMessage): Promise<Asked | Reply> {
  const { method = "GET", url = "/", headers, socket } = request;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= longestBody) chunks.push(chunk);
  }
  if (length > longestBody) return apiError(413, "Pretend: The body is too long");
  if (url.length > longestUrl) return apiError(414, "Pretend: The address is too long");
  const [path = "/", ...query] = url.split("?");
  return {
    method,
    path,
    query: new URLSearchParams(query.join("?")),
    headers,
    body: Buffer.concat(chunks).toString(),
    ip: socket.remoteAddress ?? "",
  };
}

/** Sends a request where it belongs, as long as there is room for it. */
function createDesk(place: TokenPlace, limit: Limit): (asked: Asked) => Reply {
  const management = createBucket(limit);
  const authentication = createBucket({ burst: 100, perSecond: 100 });
  const exceeded = new Set<object>();
  return (asked) => {
    const isManagement = asked.path.startsWith("/api/v2/");
    const bucket = isManagement ? management : authentication;
    const { granted, headers } = bucket.take(place.now().getTime());
    // Once each time that a bucket is exceeded, not for every request that it turns away.
    if (!granted && !exceeded.has(bucket)) place.history.record(exceededBy(asked, limit));
    if (granted) exceeded.delete(bucket);
    else exceeded.add(bucket);
    const reply = granted ? answerAt(asked, place) : tooMany(isManagement);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  };
}

const exceededBy = ({ method, path }: Asked, { burst }: Limit): Draft => ({
  type: "api_limit",
  app: managementApp,
  description: "Pretend: A rate limit was reached",
  details: {
    request: { method, path },
    limit: { bucket: path.split("/")[1] ?? "", size: burst, global: true },
  },
});

function answerAt(asked: Asked, place: TokenPlace): Reply {
  if (asked.path.startsWith("/api/v2/")) return answerManagement(asked, place);
  switch (`${asked.method} ${asked.path}`) {
    case "POST /oauth/token":
      return answerToken(asked, place);
    case "GET /.well-known/jwks.json":
      return ok(place.signer.jwks);
    case "GET /.well-known/openid-configuration":
      return ok(discoveryOf(place.domain));
    default:
      return apiError(404, "Not Found");
  }
}

const tooMany = (isManagement: boolean): Reply =>
  isManagement
    ? apiError(429, "Pretend: The global limit has been reached", "too_many_requests")
    : oauthError(429, "too_many_requests", "Pretend: The rate limit was exceeded");

const discoveryOf = (domain: string): object => ({
  issuer: `https://${domain}/`,
  authorization_endpoint: `https://${domain}/authorize`,
  token_endpoint: `https://${domain}/oauth/token`,
  userinfo_endpoint: `https://${domain}/userinfo`,
  jwks_uri: `https://${domain}/.well-known/jwks.json`,
  scopes_supported: ["openid", "profile", "email", "offline_access"],
  response_types_supported: ["code", "id_token", "code id_token"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
  token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
});
