import { partsOf } from "./core/address.ts";
import { parseQuiet } from "./core/args.ts";
import { UserError } from "./core/errors.ts";
import type { Registered, Settings } from "./settings.ts";

type Configured = Settings["subscriptions"][number];

/** What is held against each other; `tenants` is absent when their names cannot be told. */
interface Parts {
  readonly tenants: readonly Named[] | undefined;
  readonly subscriptions: readonly Configured[];
}

/** A tenant of which nothing but the name need be sound. */
interface Named {
  readonly name: string;
  readonly domain?: unknown;
  readonly origin?: unknown;
  readonly syntheticLogin?: unknown;
}

/** The problems that no single key can know of, each under its path. */
export function crossCheck(settings: Parts, registered: Registered): readonly string[] {
  const names = settings.tenants?.map(({ name }) => name);
  const seen = new Set<string>();
  const twice = (names ?? []).filter((name) => seen.size === seen.add(name).size);
  return [
    ...[...new Set(twice)].map((name) => `tenants: the name "${name}" is given to more than one`),
    ...sharedUsers(settings.tenants ?? []),
    ...settings.subscriptions.flatMap((one, index) =>
      problemsOf(one, names, registered).map((problem) => `subscriptions[${index}].${problem}`),
    ),
  ];
}

/** Each tenant here counts the refused logins of its own: a user that two log in could be blocked by both together. */
function sharedUsers(tenants: readonly Named[]): readonly string[] {
  const users = tenants.map(userOf);
  return users.flatMap((user, index) => {
    const first = users.indexOf(user);
    if (user === undefined || first === index) return [];
    return [
      `tenants[${index}].syntheticLogin: logs in the same user as tenants[${first}]; give it a test user of its own, or Auth0 may block the one`,
    ];
  });
}

/** Where a tenant is reached elsewhere it is no Auth0's, and blocks nobody. */
function userOf({ domain, origin, syntheticLogin: login }: Named): string | undefined {
  const known = typeof login === "object" && login !== null && "username" in login;
  return known && origin === undefined ? `${domain} ${login.username}`.toLowerCase() : undefined;
}

function problemsOf(
  one: Configured,
  tenants: readonly string[] | undefined,
  registered: Registered,
): readonly string[] {
  return [
    ...sourceProblem(one, registered),
    ...placeProblem(one, registered),
    ...(one.tenant && tenants && !tenants.includes(one.tenant)
      ? [`tenant: no tenant is called "${one.tenant}"`]
      : []),
    ...quietProblem(one.quiet),
  ];
}

function sourceProblem(
  { source, feed, only }: Configured,
  { sources }: Registered,
): readonly string[] {
  const found = sources.find(({ id }) => id === source);
  if (!found) return [`source: "${source}" is none of ${sources.map(({ id }) => id).join(", ")}`];
  if (found.feedNamed && !feed) return [`feed: is needed with the source "${source}"`];
  if (!found.feedNamed && feed) return [`feed: has no meaning with the source "${source}"`];
  if (only && !found.labels.includes(only)) {
    return [
      `only: "${only}" is no label of "${source}"; it has ${found.labels.join(", ") || "none"}`,
    ];
  }
  return [];
}

function placeProblem({ in: place }: Configured, { platforms }: Registered): readonly string[] {
  const { platform } = partsOf(place);
  if (platforms.some(({ name }) => name === platform)) return [];
  return [`in: "${platform}" is none of ${platforms.map(({ name }) => name).join(", ")}`];
}

function quietProblem(quiet: string | undefined): readonly string[] {
  if (quiet === undefined) return [];
  try {
    parseQuiet(quiet, { zone: "UTC" });
    return [];
  } catch (error) {
    if (error instanceof UserError) return [`quiet: ${error.message}`];
    throw error;
  }
}
