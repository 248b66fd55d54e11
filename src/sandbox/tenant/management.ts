import { grantOf } from "./access.ts";
import { type Asked, apiError, type Reply } from "./reply.ts";
import { type Place, type Route, routes } from "./routes.ts";

/** Answers what an address below `/api/v2/` asks, as far as the bearer of the token may know. */
export function answerManagement(asked: Asked, place: Place): Reply {
  const grant = grantOf(asked.headers.authorization, place);
  if ("status" in grant) return grant;
  const path = asked.path.slice("/api/v2/".length);
  const route = asked.method === "GET" ? routes.find((each) => each.path.test(path)) : undefined;
  if (!route) return apiError(404, "Not Found");
  const missing = lacks(route, grant.scopes);
  if (missing) return missing;
  const named = decoded(route.path.exec(path)?.[1] ?? "");
  if (named === undefined) return apiError(400, "Pretend: The path cannot be read", "invalid_uri");
  return route.answer({ ...asked, ...place, named, scopes: grant.scopes });
}

function lacks({ scopes }: Route, granted: readonly string[]): Reply | undefined {
  if (scopes.some((scope) => granted.includes(scope))) return undefined;
  const expected = scopes.join(",");
  return apiError(403, `Insufficient scope, expected any of: ${expected}`, "insufficient_scope");
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
