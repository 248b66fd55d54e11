import type { LoginRun } from "../core/login.ts";

/** What one way for a login to go means, for people and for whatever comes next. */
export interface Meaning {
  readonly move: LoginRun["move"];
  readonly answered: boolean;
  /** What happened, as a sentence. `{…}` is filled in. */
  readonly words: string;
  /** What to do, as a sentence; empty where nothing need be done. */
  readonly fix: string;
  /** It counts against the test user, whom too many of them would block. */
  readonly strikes?: true;
  /** Our own doing: too many logins. Red, but nothing to alarm anyone for. */
  readonly ownQuota?: true;
  readonly ok?: true;
}

/** The user's or the settings' fault: Auth0 answered. */
const ours = (words: string, fix: string): Meaning => ({
  move: "ours",
  answered: true,
  words,
  fix,
});
const struck = (words: string, fix: string): Meaning => ({ ...ours(words, fix), strikes: true });
const tooMany = (words: string, fix: string): Meaning => ({ ...ours(words, fix), ownQuota: true });
/** No answer of Auth0's, as far as can be told. */
const lost = (words: string, fix: string): Meaning => ({
  move: "network",
  answered: false,
  words,
  fix,
});

const newPassword =
  "Log in as the test user by hand, set its password anew, and put the same into syntheticLogin.password.";
const unblock =
  "Unblock the test user in the dashboard under User Management, and see in its logs why it was blocked.";
const lookHere =
  "Look at this machine's network, proxy and firewall, and at the status page; try from another machine.";

/** Every way a login can go. Which of them it was is decided by `error` first, then by the class of the status. */
export const outcomes = {
  succeeded: { move: "nobody", answered: true, ok: true, words: "The login succeeded.", fix: "" },
  "clock-off": {
    move: "ours",
    answered: true,
    ok: true,
    words: "The login succeeded, but this machine's clock is {detail} Auth0's.",
    fix: "Let this machine keep its time by NTP: tokens and Slack's requests are refused when it drifts further.",
  },
  "wrong-password": struck(
    "Auth0 does not accept the test user's name and password ({error}).",
    newPassword,
  ),
  refused: struck(
    "The test user's login was refused with {status}, and no reason was given.",
    `The usual reason is a wrong password. ${newPassword}`,
  ),
  "password-leaked": struck(
    "Auth0 blocks the test user's password because it was found in a breach (password_leaked).",
    newPassword,
  ),
  "too-many-attempts": struck(
    "Auth0 has blocked the test user after too many failed logins from here (too_many_attempts).",
    unblock,
  ),
  "user-blocked": struck("The test user is blocked (unauthorized).", unblock),
  "verification-required": struck(
    "Auth0 finds the login suspicious and wants it verified ({error}).",
    "Put this machine's address on the allow list of the tenant's attack protection.",
  ),
  "unknown-client": struck(
    "Auth0 does not know the application, or its secret is wrong (invalid_client).",
    "Compare syntheticLogin.clientId and clientSecret with the application in the dashboard.",
  ),
  "too-many-logins": tooMany(
    "Auth0 limits how often one user logs in from one address (too_many_logins).",
    "Log the test user in less often, and let nothing else use it. Watchpost waits meanwhile.",
  ),
  "rate-limited": tooMany(
    "Auth0's rate limit for this tenant is used up ({error}).",
    "See in the tenant's logs who uses it up (limits). Watchpost waits meanwhile.",
  ),
  "mfa-required": ours(
    "The tenant wants a second factor from the test user (mfa_required).",
    "Leave the test user out of multi-factor authentication, in the policy or in the Action that asks for it.",
  ),
  denied: ours(
    "An Action or a rule denied the login, or the application may not use the audience (access_denied).",
    "See in the tenant's logs which it was, and let the test user and its application through.",
  ),
  "client-refused": ours(
    "Auth0 does not accept the application's credentials, or something denied the login (access_denied with 401).",
    "Compare syntheticLogin.clientId and clientSecret with the application in the dashboard: one that has a secret must give it. If they are right, see in the tenant's logs what denied the login.",
  ),
  "no-directory": ours(
    "The tenant has no Default Directory in which to look for the test user, and the login names no connection (server_error).",
    "Set syntheticLogin.connection to the test user's database connection, or a Default Directory in the tenant's settings under General, API Authorization Settings.",
  ),
  "grant-not-enabled": ours(
    "The application may not log users in by password (unauthorized_client).",
    "Enable the Password grant for it, in its advanced settings under Grant Types.",
  ),
  "connection-off": ours(
    "Auth0 refuses the request as it is (invalid_request): the usual reason is a connection that is off or has another name.",
    "Compare syntheticLogin.connection with the tenant's database connections, and enable it for the application.",
  ),
  "unsupported-grant": ours(
    "The tenant does not offer logins by password ({error}).",
    "Check the domain, and whether the tenant allows the Resource Owner Password grant at all.",
  ),
  "scope-refused": ours(
    "Auth0 refuses what the login asks for ({error}).",
    "Compare syntheticLogin.audience with the identifiers of the tenant's APIs.",
  ),
  "no-endpoint": ours(
    "There is no token endpoint at this address (404).",
    "Compare the tenant's domain and customDomain with the dashboard.",
  ),
  "auth0-error": {
    move: "auth0",
    answered: false,
    words: "Auth0 failed with an error of its own ({status}{error}).",
    fix: "Look at the status page, and wait: there is nothing to mend on our side.",
  },
  "not-understood": {
    move: "network",
    answered: false,
    words: "What answered is not Auth0's token endpoint as it is known ({detail}).",
    fix: "Check the domain, and whether a proxy or a firewall answers in Auth0's place.",
  },
  "unknown-refusal": struck(
    "Auth0 refused the login for a reason that Watchpost does not know ({status}{error}); it may be the password.",
    "Look into the tenant's logs for this login, and log in as the test user by hand.",
  ),
  "unknown-error": ours(
    "Auth0 refused the login for a reason that Watchpost does not know ({status}{error}).",
    "Look into the tenant's logs for this login, and at Auth0's list of errors.",
  ),
  "dns-failed": lost(
    "The tenant's name could not be looked up ({detail}).",
    "Check the domain in the settings and this machine's name service; then the status page.",
  ),
  "not-reached": lost("No connection to the tenant came about ({detail}).", lookHere),
  "connection-cut": lost(
    "The connection was cut before the whole answer came ({detail}).",
    lookHere,
  ),
  "timed-out": lost("The login did not end in time: it hung while {detail}.", lookHere),
  "tls-failed": lost(
    "The connection is not to be trusted: {detail}.",
    "If the name is a custom domain, renew its certificate; if a proxy stands between, add its certificate under outgoing.ca.",
  ),
  "token-invalid": {
    ...ours("Auth0 issued a token that must not be accepted: {detail}.", "{fix}"),
  },
  "keys-unreachable": {
    move: "auth0",
    answered: true,
    words: "Auth0 issued a token, but the keys to verify it could not be had ({detail}).",
    fix: "Look at the status page: applications cannot verify tokens either.",
  },
} as const satisfies Readonly<Record<string, Meaning>>;

export type Outcome = keyof typeof outcomes;

const isOutcome = (word: string): word is Outcome => Object.hasOwn(outcomes, word);

/** What a remembered run's outcome means; one of an older version means a plain failure. */
export function meaningOf({ outcome, ok }: Pick<LoginRun, "outcome" | "ok">): Meaning {
  if (isOutcome(outcome)) return outcomes[outcome];
  const words = ok ? "The login succeeded." : "The login failed.";
  return { move: ok ? "nobody" : "network", answered: ok, words, fix: "", ...(ok ? { ok } : {}) };
}

/** What fills the gaps in a meaning's words. Never anything that was sent, or that may name a person. */
export interface Particulars {
  readonly detail?: string;
  readonly error?: string;
  readonly status?: number;
  readonly fix?: string;
}

/** The outcome's part of a run, in words. */
export function sayOutcome(
  outcome: Outcome,
  given: Particulars = {},
): Pick<LoginRun, "ok" | "outcome" | "words" | "fix" | "move" | "answered"> {
  const { move, answered, words, fix, ok }: Meaning = outcomes[outcome];
  // Beside a status the error stands after a comma; alone it stands by itself.
  const filled = words.replace("{status}{error}", `${given.status ?? "?"}${commaed(given.error)}`);
  return {
    ok: ok ?? false,
    outcome,
    words: fill(filled, given),
    fix: fill(fix, given),
    move,
    answered,
  };
}

const commaed = (error: string | undefined): string => (error ? `, ${error}` : "");

function fill(words: string, given: Particulars): string {
  return words.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = given[name as keyof Particulars];
    return value === undefined ? "no more is known" : String(value);
  });
}
