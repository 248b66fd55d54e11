import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import { logRecord } from "../../test/fakes/log-records.ts";
import { ago } from "./night.ts";

/** Whom the help desk has on the phone in the night with trouble. */
const ada = personOf("ada@example.com", "auth0|5f7c8ec7c33c6c004bbafe82", "203.0.113.7");
const grace = personOf("grace@example.com", "auth0|5f7c8ec7c33c6c004bbafe83", "198.51.100.23");
const radia = personOf("radia.perl@example.com", "auth0|5f7c8ec7c33c6c004bbafe84", "192.0.2.61");
const hedy = personOf("hedy@subsidiary.example.com", "waad|9d1f0c5b7a", "2001:db8::7334");
const google = { user_id: "google-oauth2|117804221", connection: "google-oauth2" };

function personOf(user_name: string, user_id: string, ip: string) {
  return {
    ...{ user_name, user_id, ip },
    ...{
      client_id: "app-shop",
      client_name: "Shop",
      user_agent: "Mobile Safari 18.1.0 / iOS 18.1.0",
    },
    connection: "Username-Password-Authentication",
    location_info: { city_name: "Berlin", country_name: "Germany" },
    description: "",
  };
}

const wrong = { type: "fp", description: "Wrong email or password." };
const lin = { name: "Lin Okafor", email: "lin@example.com" };

const adas = [
  logRecord(ago(20 * DAY), { ...ada, type: "s" }),
  logRecord(ago(6 * DAY), { ...ada, type: "s", client_name: "Partner portal" }),
  logRecord(ago(2 * DAY), { ...ada, type: "s" }),
  logRecord(ago(2 * DAY + MINUTE), {
    ...ada,
    type: "gd_auth_succeed",
    details: { authenticator: { type: "push" } },
  }),
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((index) =>
    logRecord(ago((24 - index) * MINUTE), { ...ada, ...wrong }),
  ),
  logRecord(ago(12 * MINUTE), { ...ada, type: "limit_wc", user_id: "" }),
  logRecord(ago(9 * MINUTE), { ...ada, type: "scpr", user_id: "" }),
  logRecord(ago(8 * MINUTE), {
    ...ada,
    ...{ type: "fn", user_id: "", user_name: "", ip: "", client_name: "" },
    details: { to: ada.user_name, email_type: "reset_email", error: "550 No such mailbox" },
  }),
  logRecord(ago(26 * HOUR), {
    ...ada,
    ...{ type: "sapi", user_id: "auth0|lin", user_name: lin.email, client_name: "Auth0 Dashboard" },
    details: {
      request: {
        method: "patch",
        path: `/api/v2/users/${encodeURIComponent(ada.user_id)}`,
        body: { app_metadata: {} },
        auth: { user: lin },
      },
    },
  }),
];

const graces = [1, 2, 3, 5, 8, 13].flatMap((day) => [
  logRecord(ago(day * DAY - 10 * HOUR), {
    ...grace,
    type: "s",
    ...(day % 2 ? {} : { client_name: "Partner portal" }),
  }),
  logRecord(ago(day * DAY - 10 * HOUR - MINUTE), {
    ...grace,
    type: "gd_auth_succeed",
    details: { authenticator: { type: "otp" } },
  }),
]);

const radias = [
  ...[1, 2, 4, 5, 7, 8, 9].flatMap((day) =>
    Array.from({ length: 1 + (day % 4) }, (_, index) =>
      logRecord(ago(day * DAY + index * MINUTE), { ...radia, ...wrong }),
    ),
  ),
  logRecord(ago(3 * DAY), { ...radia, ...google, type: "s" }),
  logRecord(ago(HOUR), { ...radia, ...google, type: "s" }),
  logRecord(ago(40 * MINUTE), { ...radia, ...wrong }),
];

const hedys = [
  logRecord(ago(9 * DAY), { ...hedy, type: "s", connection: "subsidiary-azure" }),
  ...[1, 2, 3].map((each) =>
    logRecord(ago(each * 7 * MINUTE), {
      ...hedy,
      ...{ type: "f", connection: "subsidiary-azure" },
      description: "The SAML response assertion signature is not valid",
      details: {
        error: {
          message: "The SAML response assertion signature is not valid",
          oauthError: "access_denied",
        },
      },
    }),
  ),
];

/** What the log tells of them. */
export const knownPeople = [...adas, ...graces, ...radias, ...hedys];
