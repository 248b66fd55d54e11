import { z } from "zod";
import type {
  Action,
  Application,
  LogStream,
  PartName,
  Parts,
  Protection,
  TenantSettings,
} from "../../src/core/tenant.ts";
import type { Api, Ask } from "./api.ts";
import { readList, readShortList } from "./lists.ts";
import { misshapen, saidIn } from "./refusals.ts";
import { parts as wanted } from "./scopes.ts";
import { flag, told, wordList, words } from "./shapes.ts";
import type { Answer } from "./transport.ts";

/** How each part is read; the synthetic login's user is found in a file of its own. */
export const partReaders: {
  readonly [Name in Exclude<PartName, "testUser">]: (api: Api) => Promise<Parts[Name]>;
} = {
  settings: (api) => readOne(api, { path: "tenants/settings", wanted: wanted.settings }, settings),
  mailProvider: readMailProvider,
  logStreams: (api) =>
    readShortList(api, {
      path: "log-streams",
      under: "log_streams",
      wanted: wanted.logStreams,
      item: logStream,
    }),
  applications: readApplications,
  actions: (api) =>
    readList(api, {
      path: "actions/actions",
      under: "actions",
      wanted: wanted.actions,
      item: action,
      perPage: 50,
    }),
  bruteForceProtection: (api) => readProtection(api, "bruteForceProtection"),
  breachedPasswordDetection: (api) => readProtection(api, "breachedPasswordDetection"),
  suspiciousIpThrottling: (api) => readProtection(api, "suspiciousIpThrottling"),
  customDomains: (api) =>
    readShortList(api, {
      path: "custom-domains",
      under: "custom_domains",
      wanted: wanted.customDomains,
      item: customDomain,
    }),
  rules: (api) => readLeftovers(api, "rules"),
  hooks: (api) => readLeftovers(api, "hooks"),
};

/** Each tenant has some of these: an object without any is no tenant's settings, and would make checks fail wrongly. */
const telling = ["flags", "friendly_name", "sandbox_version", "session_lifetime", "support_email"];

const settings = z
  .looseObject({
    friendly_name: words,
    support_email: words,
    support_url: words,
    sandbox_version: z.union([words, z.number().transform(String)]).catch(undefined),
  })
  .refine((given) => telling.some((name) => name in given))
  .transform(
    (given): TenantSettings =>
      told({
        friendlyName: given.friendly_name,
        supportEmail: given.support_email,
        supportUrl: given.support_url,
        sandboxVersion: given.sandbox_version,
      }),
  );

/** Auth0 leaves `enabled` out where nobody ever turned it off. */
const mailProvider = z
  .object({ name: z.string().min(1), enabled: z.boolean().nullish() })
  .transform(({ name, enabled }) => ({ name, enabled: enabled ?? true }));

const logStream: z.ZodType<LogStream> = z
  .object({ id: words, name: words, type: z.string(), status: z.string() })
  .transform(({ id, name, type, status }) => ({ name: name ?? id ?? type, type, status }));

/** @throws TenantError where there are none: Watchpost's own is always among them, so that such an answer tells nothing. */
async function readApplications(api: Api): Promise<readonly Application[]> {
  const found = await readList(api, {
    path: "clients",
    // Without these an answer would hold every application's secret.
    query: { fields: applicationFields.join(","), include_fields: "true" },
    under: "clients",
    wanted: wanted.applications,
    item: application,
  });
  if (found.length > 0) return found;
  throw misshapen({ tenant: api.name, wanted: wanted.applications }, undefined);
}

const applicationFields = [
  "client_id",
  "name",
  "grant_types",
  "callbacks",
  "web_origins",
  "allowed_origins",
  "allowed_logout_urls",
  "jwt_configuration",
  "is_first_party",
  "global",
];

const application: z.ZodType<Application> = z
  .object({
    client_id: z.string().min(1),
    name: words,
    // Without any told it may still have all of them: old applications do.
    grant_types: z.array(z.unknown()).optional().catch(undefined),
    callbacks: wordList,
    web_origins: wordList,
    allowed_origins: wordList,
    allowed_logout_urls: wordList,
    jwt_configuration: z.object({ alg: words }).optional().catch(undefined),
    is_first_party: z.boolean().catch(true),
    global: flag,
  })
  .transform((given) => ({
    id: given.client_id,
    name: given.name ?? given.client_id,
    callbacks: given.callbacks,
    allowedOrigins: [...new Set([...given.web_origins, ...given.allowed_origins])],
    logoutUrls: given.allowed_logout_urls,
    ...told({
      grantTypes: given.grant_types && wordList.parse(given.grant_types),
      signingAlgorithm: given.jwt_configuration?.alg,
    }),
    firstParty: given.is_first_party,
    global: given.global,
  }));

/** What runs now; while changes wait, that is not what the Action itself tells of. */
const deployedVersion = z.object({ runtime: words }).optional().catch(undefined);

const action: z.ZodType<Action> = z
  .object({
    name: z.string().min(1),
    runtime: words,
    all_changes_deployed: flag,
    deployed_version: z.unknown().optional(),
  })
  .transform(({ name, runtime, all_changes_deployed, deployed_version }) => {
    const deployed = all_changes_deployed || Boolean(deployed_version);
    const live = deployedVersion.parse(deployed_version)?.runtime;
    const waiting = deployed && !all_changes_deployed;
    return { name, ...told({ runtime: live ?? (waiting ? undefined : runtime) }), deployed };
  });

const protection: z.ZodType<Protection> = z
  .object({ enabled: z.boolean(), shields: z.array(z.string()).optional().catch(undefined) })
  .transform(({ enabled, shields }) => ({ enabled, ...told({ shields }) }));

const customDomain = z.object({ domain: z.string().min(1), status: z.string().min(1) });

const leftover = z
  .object({ id: words, name: words })
  .transform(({ id, name }) => name ?? id)
  .pipe(z.string());

async function readOne<Part>(api: Api, ask: Ask, shape: z.ZodType<Part>): Promise<Part> {
  const { body } = await api.get(ask);
  const { data, error } = shape.safeParse(body);
  if (data === undefined) throw misshapen({ tenant: api.name, wanted: ask.wanted }, error);
  return data;
}

const protectionPaths = {
  bruteForceProtection: "brute-force-protection",
  breachedPasswordDetection: "breached-password-detection",
  suspiciousIpThrottling: "suspicious-ip-throttling",
} as const;

function readProtection(api: Api, part: keyof typeof protectionPaths): Promise<Protection> {
  const path = `attack-protection/${protectionPaths[part]}`;
  return readOne(api, { path, wanted: wanted[part] }, protection);
}

async function readMailProvider(api: Api): Promise<Parts["mailProvider"]> {
  const none = (answer: Answer) =>
    answer.status === 404 && saidIn(answer).errorCode === "inexistent_email_provider";
  const answer = await api.get({
    path: "emails/provider",
    // Without these an answer would hold the provider's credentials.
    query: { fields: "name,enabled", include_fields: "true" },
    wanted: wanted.mailProvider,
    accepts: none,
  });
  if (none(answer)) return null;
  const { data, error } = mailProvider.safeParse(answer.body);
  if (!data) throw misshapen({ tenant: api.name, wanted: wanted.mailProvider }, error);
  return data;
}

/** Auth0 ended Rules and Hooks: where their endpoint says that it is gone, there are none. */
async function readLeftovers(api: Api, part: "rules" | "hooks"): Promise<readonly string[]> {
  const gone = ({ status, foreign }: Answer) => status === 410 || (status === 404 && !foreign);
  const query = { fields: "id,name", include_fields: "true" };
  const list = { path: part, query, under: part, wanted: wanted[part], item: leftover };
  const forgiving: Api = {
    ...api,
    async get(ask) {
      const answer = await api.get({ ...ask, accepts: gone });
      return gone(answer) ? { ...answer, body: [] } : answer;
    },
  };
  return readList(forgiving, list);
}
