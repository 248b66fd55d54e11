import type { Row } from "./error-code.ts";

/** HTTP statuses, for when there is nothing better to go by. */
export const statuses: Readonly<Record<string, Row>> = {
  "400": [
    [400],
    "application",
    "The request is wrong and will be refused again as it is.",
    "Read error and message in the answer, and explain that code.",
  ],
  "401": [
    [401],
    "application",
    "Who asks is not known or not believed: no token, an expired one, or wrong credentials.",
    "Check the credentials, and explain the error code in the answer.",
  ],
  "403": [
    [403],
    "tenant",
    "Who asks is known and may not: a missing permission, a feature that the plan lacks, or a refused login.",
    "Explain the error code in the answer: the status alone does not tell these apart.",
  ],
  "404": [
    [404],
    "application",
    "What was asked for is not there, or the endpoint is off for the tenant.",
    "Check the id, the path and the tenant.",
  ],
  "409": [
    [409],
    "application",
    "It clashes with something that is there already.",
    "Look for the one that exists, and change that.",
  ],
  "414": [
    [414],
    "application",
    "The address, mostly a search, is too long.",
    "Search for less at once.",
  ],
  "429": [
    [429],
    "time",
    "Too many requests, or an account blocked after too many failed logins (too_many_attempts).",
    "Look at the error code first. A limit: wait until x-ratelimit-reset. A blocked account: stop trying.",
  ],
  "500": [
    [500],
    "auth0",
    "Auth0 met an error of its own, or an Action or database script of the tenant did.",
    "Look at status and incidents, and at what was deployed last; ask again with growing pauses.",
  ],
  "502": [
    [502],
    "auth0",
    "Something between the caller and Auth0 got no proper answer.",
    "Look at status and incidents; if you have a proxy before your custom domain, look there too.",
  ],
  "503": [
    [503],
    "auth0",
    "Auth0 cannot answer at the moment.",
    "Look at status and incidents; ask again with growing pauses.",
  ],
  "504": [
    [504],
    "auth0",
    "No answer came in time.",
    "Look at status and incidents; if you have a proxy before your custom domain, look there too.",
  ],
};
