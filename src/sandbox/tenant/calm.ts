import { pretendTenant } from "../credentials.ts";
import {
  managementApp,
  officeApp,
  orderApp,
  phoneApp,
  realmGrant,
  shopApp,
  syntheticApp,
} from "./applications.ts";
import type { Dice } from "./dice.ts";
import { type Draft, machineIp } from "./event.ts";
import { type Person, people, shoppers } from "./people.ts";

/** What happens on an ordinary day, each with how often. What belongs together happens within a second or two. */
const ordinary: readonly (readonly [number, (dice: Dice) => readonly Draft[]])[] = [
  [340, login],
  [
    140,
    (dice) => [
      { type: "sertft", ...userDraft(dice), scope: "openid profile email offline_access" },
    ],
  ],
  [100, (dice) => [{ type: "ssa", ...userDraft(dice) }]],
  [80, () => [{ type: "seccft", app: orderApp, audience: ordersApi, scope: "read:orders" }]],
  [
    60,
    (dice) => [{ type: "slo", ...userDraft(dice), description: "User successfully logged out" }],
  ],
  [50, (dice) => [managementCall(dice)]],
  [20, signup],
  [28, (dice) => [wrongPassword(userDraft(dice).person)]],
  [6, (dice) => [unknownUser(dice)]],
  [4, (dice) => [deniedLogin(dice)]],
  [3, (dice) => [failedExchange(dice, "Invalid authorization code")]],
  [5, (dice) => [{ type: "scp", ...userDraft(dice), viaConnection: true, description: "" }]],
  [2, (dice) => [lateMail(dice)]],
  [1, () => [oldRule()]],
  [14, secondFactor],
  [2, (dice) => [wrongFactor(dice)]],
  [2, () => [blockedUser()]],
  [1, (dice) => [bouncedMail(dice)]],
  [0.4, (dice) => guessing(dice)],
  [0.3, () => [nearLimit()]],
];

const whole = ordinary.reduce((sum, [often]) => sum + often, 0);

/** One thing that happens while all is well, as the events it leaves. */
export function happening(dice: Dice): readonly Draft[] {
  let rest = dice.next() * whole;
  for (const [often, make] of ordinary) {
    rest -= often;
    if (rest < 0) return make(dice);
  }
  return login(dice);
}

/** A run of the synthetic login, from before Watchpost itself ran any. */
export const syntheticSuccess = (person: Person): Draft => ({
  type: "sepft",
  app: syntheticApp,
  person,
  ip: machineIp,
  audience: ordersApi,
  scope: ["openid", "profile", "email"],
  description: "Password for Access Token",
  details: { grant_type: realmGrant },
});

export const ordersApi: string = pretendTenant.syntheticLogin.audience;

export function userDraft(dice: Dice) {
  return {
    app: dice.pick([shopApp, shopApp, shopApp, phoneApp, officeApp]),
    person: dice.pick(shoppers),
  };
}

function login(dice: Dice): readonly Draft[] {
  const who = userDraft(dice);
  return [
    {
      type: "s",
      ...who,
      viaConnection: true,
      details: {
        prompts: [{ name: "prompt-authenticate", elapsedTime: null }],
        elapsedTime: 400 + dice.below(4000),
        session_id: `pretend-${dice.hex(16)}`,
        stats: { loginsCount: 1 + dice.below(300) },
      },
    },
    {
      type: "seacft",
      ...who,
      description: "Authorization code for Access Token",
      audience: ordersApi,
      scope: "openid profile email",
      details: { code: "*************pre" },
    },
  ];
}

function signup(dice: Dice): readonly Draft[] {
  const who = userDraft(dice);
  const body = {
    email: who.person.email,
    connection: pretendTenant.syntheticLogin.connection,
    password: "*****",
  };
  return [
    { type: "ss", ...who, viaConnection: true, details: { body } },
    { type: "sv", ...who, viaConnection: true, description: "Your email was verified." },
  ];
}

export const wrongPassword = (person: Person, app = shopApp): Draft => ({
  type: "fp",
  app,
  person,
  viaConnection: true,
  description: "Wrong email or password.",
  details: { error: { message: "Wrong email or password." } },
});

function unknownUser(dice: Dice): Draft {
  const { app, person } = userDraft(dice);
  const stranger = { ...person, id: "", email: `nobody.${dice.hex(4)}@example.com` };
  return { ...wrongPassword(stranger, app), type: "fu" };
}

function deniedLogin(dice: Dice): Draft {
  const message = "Pretend: Please confirm your address before you log in.";
  return {
    type: "f",
    ...userDraft(dice),
    viaConnection: true,
    description: message,
    details: { error: { message, oauthError: "access_denied", type: "access-denied" } },
  };
}

export function failedExchange(dice: Dice, description: string): Draft {
  return { type: "feacft", ...userDraft(dice), description, details: { code: "*************pre" } };
}

function lateMail(dice: Dice): Draft {
  const { person, app } = userDraft(dice);
  const error = "Pretend: The built-in mail provider's daily limit has been reached";
  const details = {
    to: person.email,
    email_type: "verify_email",
    notification_type: "email",
    error,
  };
  return { type: "fn", app, person, description: error, details };
}

function bouncedMail(dice: Dice): Draft {
  const { person, app } = userDraft(dice);
  const error = "Pretend: The mailbox does not exist (550)";
  const details = {
    to: person.email,
    email_type: "reset_email",
    notification_type: "email",
    error,
  };
  return { type: "fn", app, person, description: error, details };
}

/** A login to the back office, where everybody needs a second factor. */
function secondFactor(dice: Dice): readonly Draft[] {
  const who = { app: officeApp, person: dice.pick(shoppers) };
  return [
    { type: "gd_start_auth", ...who, description: "Second factor started" },
    { type: "gd_send_push", ...who, description: "Push notification sent" },
    { type: "gd_auth_succeed", ...who, description: "Second factor authentication succeeded" },
    { type: "s", ...who, viaConnection: true },
  ];
}

function wrongFactor(dice: Dice): Draft {
  const description = "Second factor authentication failed: invalid code";
  return { type: "gd_auth_failed", app: officeApp, person: dice.pick(shoppers), description };
}

/** Somebody whom an administrator has blocked, and who does not know. */
function blockedUser(): Draft {
  const message = "user is blocked";
  const [person] = people.filter(({ login }) => login === "blocked");
  return {
    type: "f",
    app: shopApp,
    ...(person ? { person } : {}),
    viaConnection: true,
    description: message,
    details: { error: { message, oauthError: "unauthorized", type: "unauthorized" } },
  };
}

/** Somebody tries passwords until brute-force protection has enough. */
function guessing(dice: Dice): readonly Draft[] {
  const { person, app } = userDraft(dice);
  const guess = { ...wrongPassword(person, app), ip: `198.51.100.${200 + dice.below(50)}` };
  return [
    ...Array.from({ length: 10 }, () => guess),
    {
      ...guess,
      type: "limit_wc",
      description: "Pretend: Blocked after ten wrong passwords",
      details: null,
    },
  ];
}

const oldRule = (): Draft => ({
  type: "depnote",
  app: shopApp,
  description: "Pretend: A rule is still there although rules no longer run",
  details: {
    feature: {
      id: "pretend-rules",
      name: "Rules",
      description: "Pretend: Rules have reached their end of life.",
      documentation: "https://example.com/pretend/rules",
    },
  },
});

const nearLimit = (): Draft => ({
  type: "api_limit_warning",
  app: orderApp,
  description: "Pretend: The order worker used 80 % of a limit",
  details: {
    request: { method: "GET", path: "/api/v2/users" },
    limit: { bucket: "management-api", size: 50, usage: 40, global: false },
  },
});

/** A change made through the Management API; the request stands in it, as it does in the real one. */
function managementCall(dice: Dice): Draft {
  const { person } = userDraft(dice);
  const request = {
    method: "patch",
    path: `/api/v2/users/${encodeURIComponent(person.id)}`,
    query: {},
    body: { user_metadata: { newsletter: dice.next() < 0.5 } },
    channel: "api",
    ip: machineIp,
    userAgent: "pretend-order-worker/1.0",
    auth: { user: {}, strategy: "jwt", credentials: { scopes: ["update:users"] } },
  };
  const response = { statusCode: 200, body: { user_id: person.id, email: person.email } };
  const reads = dice.next() < 0.3;
  return {
    type: reads ? "mgmt_api_read" : "sapi",
    app: reads ? managementApp : orderApp,
    description: reads ? "Get a User" : "Update a User",
    details: { request: reads ? { ...request, method: "get", body: null } : request, response },
  };
}
