import { pretendTenant } from "../credentials.ts";
import { type App, realmGrant } from "./applications.ts";
import { ordersApi, syntheticSuccess, wrongPassword } from "./calm.ts";
import { type Ending, endings } from "./endings.ts";
import { machineIp } from "./event.ts";
import { issueToken, missing, type TokenPlace, validSeconds } from "./grants.ts";
import { findPerson, type Person } from "./people.ts";
import { oauthError, ok, type Reply } from "./reply.ts";
import type { Words } from "./token-request.ts";
import { failedSynthetic, staleKey } from "./trouble.ts";

/** Brute-force protection lets through so many wrong passwords in a row. */
const mostFailures = 10;
/** Accounts whose wrong passwords are counted at one time. */
const mostCounted = 1000;

/** A user's name and password, shown by an application that may do so. */
interface Attempt {
  readonly app: App;
  readonly words: Words;
  readonly ip: string;
}

/** Answers the password grants, and logs what came of it. */
export function logIn(attempt: Attempt, place: TokenPlace): Reply {
  const { username, password, audience } = attempt.words;
  if (!username) return missing("username");
  if (!password) return missing("password");
  if (audience && audience !== ordersApi) {
    return oauthError(403, "access_denied", `Service not found: ${audience}`);
  }
  return refuseRealm(attempt.words) ?? refuseInTrouble(place) ?? checkPassword(attempt, place);
}

function refuseRealm({ grant_type, realm }: Words): Reply | undefined {
  if (grant_type !== realmGrant) return undefined;
  if (!realm) return missing("realm");
  if (realm === pretendTenant.syntheticLogin.connection) return undefined;
  return oauthError(400, "invalid_request", "Pretend: the connection was not found");
}

function refuseInTrouble({ trouble, history }: TokenPlace): Reply | undefined {
  const now = trouble();
  if (!now) return undefined;
  history.record(failedSynthetic());
  return now === "failing"
    ? oauthError(500, "server_error", staleKey)
    : oauthError(503, "temporarily_unavailable", "Pretend: The login service is being mended");
}

function checkPassword(attempt: Attempt, place: TokenPlace): Reply {
  const { words, ip } = attempt;
  const account = `${words.username?.toLowerCase()} ${ip}`;
  const failures = place.failures.get(account) ?? 0;
  if (failures >= mostFailures) {
    const sorry = "Pretend: The account is blocked after too many wrong passwords from one address";
    return oauthError(429, "too_many_attempts", sorry);
  }
  const person = findPerson(words.username ?? "");
  if (person && words.password === pretendTenant.syntheticLogin.password) {
    place.failures.delete(account);
    return endOf(person, attempt, place);
  }
  countFailure(account, failures + 1, place.failures);
  recordFailure({ person, attempt, blocks: failures + 1 === mostFailures }, place);
  return oauthError(403, "invalid_grant", "Wrong email or password.");
}

function countFailure(account: string, failures: number, counts: Map<string, number>): void {
  counts.set(account, failures);
  const [oldest] = counts.keys();
  if (counts.size > mostCounted && oldest !== undefined) counts.delete(oldest);
}

function recordFailure(
  { person, attempt, blocks }: { person: Person | undefined; attempt: Attempt; blocks: boolean },
  { history }: TokenPlace,
): void {
  const failed = wrongPassword(person ?? nobody(attempt.words.username ?? ""), attempt.app);
  history.record(person ? failed : { ...failed, type: "fu" });
  if (!blocks) return;
  const description = "Pretend: Blocked after ten wrong passwords";
  history.record({ ...failed, type: "limit_wc", description, details: null });
}

const nobody = (email: string): Person => ({
  id: "",
  email,
  name: "",
  ip: machineIp,
  userAgent: "Other 0.0.0 / Other 0.0.0",
  login: "succeeds",
});

function endOf(person: Person, attempt: Attempt, place: TokenPlace): Reply {
  if (person.login === "succeeds") return succeed(person, attempt, place);
  const ending: Ending = endings[person.login];
  place.history.record({ ...ending.draft, app: attempt.app, person, viaConnection: true });
  return ending.reply;
}

function succeed(person: Person, { app, words }: Attempt, place: TokenPlace): Reply {
  const scope = words.scope ?? "openid profile email";
  place.history.record({ ...syntheticSuccess(person), app, scope });
  const userInfo = `https://${place.domain}/userinfo`;
  const claims = { sub: person.id, aud: words.audience || userInfo, azp: app.id, gty: "password" };
  return ok({
    access_token: issueToken(place, { ...claims, scope }),
    ...(scope.split(" ").includes("openid") ? { id_token: idToken(person, app, place) } : {}),
    scope,
    expires_in: validSeconds,
    token_type: "Bearer",
  });
}

function idToken({ id, name, email }: Person, app: App, place: TokenPlace): string {
  return issueToken(place, { sub: id, aud: app.id, name, email, email_verified: true });
}
