import type { Row } from "./error-code.ts";

const management: Readonly<Record<string, Row>> = {
  insufficient_scope: [
    [403],
    "tenant",
    "The token lacks a permission. Sometimes the same code means that the plan does not include a feature: the message tells which.",
    "If the message names a scope, grant it to the application for the Management API; if it speaks of an upgrade, the plan lacks it.",
  ],
  insufficient_entitlement: [
    [403],
    "tenant",
    "The tenant's plan does not include this feature.",
    "Do without it, or ask Auth0 for a plan that has it. No permission will help.",
  ],
  operation_not_supported: [
    [400, 403],
    "tenant",
    "This cannot be done with this tenant or this object.",
    "Read the message: it says what does not go together.",
  ],
  invalid_body: [
    [400],
    "application",
    "What was sent has not the form that is expected.",
    "Read the message: it names the field.",
  ],
  invalid_uri: [
    [400],
    "application",
    "An id or a path in the address has not the form that is expected.",
    "Check the id; they are copied wrong easily.",
  ],
  invalid_query_string: [
    [400],
    "application",
    "A parameter or a search is not written as it must be.",
    "Check names and quoting of the parameters.",
  ],
  validation_error: [
    [400],
    "application",
    "The values that were sent do not go together.",
    "Read the message: it names what is wrong.",
  ],
  invalid_token: [
    [401],
    "application",
    "The token for the Management API is expired, or meant for something else.",
    "Get a new one whose audience is the tenant's own /api/v2/.",
  ],
  custom_domain_conflict: [
    [409],
    "application",
    "The tenant has several custom domains, and the request does not say which.",
    "Name the domain in the request.",
  ],
  enrollment_not_found: [
    [404],
    "application",
    "There is no such second factor.",
    "Look at the user's factors: it may be removed already.",
  ],
  theme_not_found: [
    [404],
    "application",
    "The login page has no theme of its own.",
    "Nothing, unless there should be one.",
  ],
  HookDoesNotExist: [
    [404],
    "application",
    "There is no such Hook. Hooks have come to their end.",
    "Use an Action instead.",
  ],
};

/** Things of which one can be missing, as `inexistent_…` names them. */
const things: Readonly<Record<string, string>> = {
  email_provider: "mail provider of the tenant's own",
  email_template: "such mail template of the tenant's own",
  connection: "such connection",
  client: "such application",
  client_grant: "such authorization of an application for an API",
  custom_domain: "such custom domain",
  invitation: "such invitation",
  resource_server: "such API",
  rule: "such Rule",
  templates_universal_login: "template of the tenant's own for the login page",
  user: "such user",
};

const missing: Readonly<Record<string, Row>> = Object.fromEntries(
  Object.entries(things).map(([name, thing]) => [
    `inexistent_${name}`,
    [
      [404],
      "tenant",
      `There is no ${thing} in this tenant.`,
      "Check the id and the tenant. If nothing was expected there, nothing is wrong.",
    ],
  ]),
);

/** What the Management API answers with, in `errorCode`. */
export const managementErrors: Readonly<Record<string, Row>> = { ...management, ...missing };
