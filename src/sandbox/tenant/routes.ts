import { organization } from "./applications.ts";
import type { History } from "./history.ts";
import { listing, numberIn } from "./listing.ts";
import { listLogs } from "./logs.ts";
import { type Asked, apiError, ok, type Reply } from "./reply.ts";
import {
  actions,
  attackProtection,
  clientsOf,
  connections,
  customDomains,
  logStreams,
  rules,
  settings,
} from "./resources.ts";
import type { Signer } from "./signer.ts";
import { findUser, findUserByEmail, searchUsers } from "./users.ts";

/** What the Management API knows of its tenant. */
export interface Place {
  readonly domain: string;
  readonly history: History;
  readonly signer: Signer;
  readonly now: () => Date;
}

/** A request that may be answered. */
interface Admitted extends Asked, Place {
  readonly scopes: readonly string[];
  /** What the path names. */
  readonly named: string;
}

export interface Route {
  /** Below `/api/v2/`; a group of it is what the path names. */
  readonly path: RegExp;
  /** Any of them suffices. */
  readonly scopes: readonly string[];
  answer(asked: Admitted): Reply;
}

export const routes: readonly Route[] = [
  {
    path: /^logs$/,
    scopes: ["read:logs", "read:logs_users"],
    answer: (asked) => listLogs(asked, asked.history, asked.domain),
  },
  {
    path: /^logs\/([^/]+)$/,
    scopes: ["read:logs", "read:logs_users"],
    answer: ({ history, named }) => known(history.find(named), "The log does not exist"),
  },
  { path: /^tenants\/settings$/, scopes: ["read:tenant_settings"], answer: () => ok(settings) },
  { path: /^emails\/provider$/, scopes: ["read:email_provider"], answer: noMailProvider },
  { path: /^log-streams$/, scopes: ["read:log_streams"], answer: () => ok(logStreams) },
  { path: /^custom-domains$/, scopes: ["read:custom_domains"], answer: () => ok(customDomains) },
  {
    path: /^attack-protection\/([a-z-]+)$/,
    scopes: ["read:attack_protection"],
    answer: ({ named }) => known(attackProtection[named], "Not Found"),
  },
  { path: /^clients$/, scopes: ["read:clients"], answer: listClients },
  { path: /^connections$/, scopes: ["read:connections"], answer: listConnections },
  { path: /^actions\/actions$/, scopes: ["read:actions"], answer: listActions },
  {
    path: /^rules$/,
    scopes: ["read:rules"],
    answer: ({ query }) => listing("rules", rules, query),
  },
  { path: /^hooks$/, scopes: ["read:hooks"], answer: hooksAreGone },
  {
    path: /^organizations$/,
    scopes: ["read:organizations"],
    answer: ({ query }) => listing("organizations", [organization], query),
  },
  {
    path: /^organizations\/(?:name\/)?([^/]+)$/,
    scopes: ["read:organizations"],
    answer: ({ named }) =>
      known(findOrganization(named), "No organization found by that id or name"),
  },
  {
    path: /^users-by-email$/,
    scopes: ["read:users"],
    answer: ({ query, now }) => findUserByEmail(query, now()),
  },
  {
    path: /^users$/,
    scopes: ["read:users"],
    answer: ({ query, now }) => searchUsers(query, now()),
  },
  {
    path: /^users\/([^/]+)$/,
    scopes: ["read:users"],
    answer: ({ named, now }) => known(findUser(named, now()), noUser, "inexistent_user"),
  },
  { path: /^users\/([^/]+)\/roles$/, scopes: ["read:roles"], answer: none("roles") },
  { path: /^users\/([^/]+)\/permissions$/, scopes: ["read:users"], answer: none("permissions") },
];

/** What an application can be allowed here. */
export const everyScope: readonly string[] = [
  ...new Set([...routes.flatMap(({ scopes }) => scopes), "read:connections_options"]),
];

const noUser = "The user does not exist.";

const known = (found: unknown, words: string, errorCode?: string): Reply =>
  found === undefined ? apiError(404, words, errorCode) : ok(found);

const findOrganization = (named: string) =>
  named === organization.id || named === organization.name ? organization : undefined;

function noMailProvider(): Reply {
  const words = "Pretend: There is no email provider of the tenant's own";
  return apiError(404, words, "inexistent_email_provider");
}

/** Rules are still listed, hooks no longer: after an end of life both have been seen. */
function hooksAreGone(): Reply {
  return apiError(410, "Pretend: Hooks have reached their end of life", "feature_removed");
}

function listClients({ query, domain }: Admitted): Reply {
  const global = query.get("is_global");
  const all = clientsOf(domain.split(".")[0] ?? domain);
  const named = all.filter((client) => global === null || String(client.global) === global);
  return listing("clients", named, query);
}

/** Their options are secret to whoever may only list them. */
function listConnections({ query, scopes }: Admitted): Reply {
  const shown = scopes.includes("read:connections_options")
    ? connections
    : connections.map(({ options: _, ...connection }) => connection);
  const strategy = query.get("strategy");
  const asked = shown.filter((each) => strategy === null || each.strategy === strategy);
  return listing("connections", asked, query);
}

/** Actions are always listed with their totals, which have other names there. */
function listActions({ query }: Admitted): Reply {
  const page = numberIn(query, { name: "page", least: 0, most: 100_000, otherwise: 0 });
  if (typeof page !== "number") return page;
  const size = numberIn(query, { name: "per_page", least: 1, most: 100, otherwise: 50 });
  if (typeof size !== "number") return size;
  const shown = actions.slice(page * size, (page + 1) * size);
  return ok({ actions: shown, total: actions.length, page, per_page: size });
}

/** Nobody has any roles or permissions: the synthetic user must not, and nobody else is asked about. */
function none(what: "roles" | "permissions"): Route["answer"] {
  return ({ named, query, now }) =>
    findUser(named, now()) ? listing(what, [], query) : apiError(404, noUser, "inexistent_user");
}
