import { z } from "zod";
import type { Access } from "./core/access.ts";
import { type Address, isAddress } from "./core/address.ts";
import { isZone } from "./core/args.ts";
import { plans } from "./core/check.ts";
import { duration } from "./core/duration.ts";
import { UserError } from "./core/errors.ts";
import type { Platform } from "./core/platform.ts";
import { doorSecret, secret } from "./core/secret-setting.ts";
import type { PollSettings, Source } from "./core/source.ts";
import { loudnesses } from "./core/subscription.ts";
import { parseWeekly } from "./core/weekly.ts";
import type { Secrets } from "./secrets.ts";

const domain = z.string().regex(/^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*\.[a-z]{2,}$/, {
  error: ({ input }) => `"${input}" is not a domain; give the tenant's own, like acme.us.auth0.com`,
});

const canonicalDomain = domain.refine((given) => /\.auth0\.com$|\.auth0app\.com$/.test(given), {
  error: ({ input }) =>
    `"${input}" is a custom domain; give the canonical one, like acme.us.auth0.com (or statusUrl, for Private Cloud)`,
});

const tenantName = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, {
  error: "is what people type: small letters, digits, - and _, at most 32",
});

const credentials = z
  .strictObject({
    clientId: z.string().min(1).describe("of a machine-to-machine application of the tenant"),
    clientSecret: secret().describe("of the machine-to-machine application"),
  })
  .describe("for logs, status and readiness; docs/auth0.md says which scopes it needs");

const syntheticLogin = z
  .strictObject({
    clientId: z.string().min(1).describe("of an application with the Password grant"),
    clientSecret: secret().optional().describe("of that application, if it has one"),
    username: z.string().min(1).describe("a test user without any privileges"),
    password: secret().describe("of the test user"),
    connection: z
      .string()
      .min(1)
      .optional()
      .describe("the test user's; without it, the tenant's Default Directory"),
    audience: z.string().min(1).optional().describe("of the API that the token is asked for"),
    every: duration()
      .optional()
      .describe("how often it is run, each 30s at most; without it, only when asked for"),
  })
  .describe("a login that is run to see whether logins work; docs/auth0.md says how to set it up");

const logStream = z
  .strictObject({
    token: doorSecret({ atLeast: 16 }).describe(
      "what Auth0 sends as Authorization, of 16 characters or more; while it is changed, a list of the new one and the old one",
    ),
  })
  .describe(
    "accept the tenant's log stream at POST /auth0/logs/<name>; docs/logs.md says how to set it up",
  );

/** How the tenant's log is kept. */
const logs = z
  .strictObject({
    keep: duration().prefault("400d").describe("how long events are kept"),
    read: z
      .boolean()
      .default(true)
      .describe("whether the log is read in order, where management is set"),
    hashed: secret()
      .refine((given) => given.reveal().length >= 16, {
        error: "is too short for a key; make one of 16 characters or more",
      })
      .optional()
      .describe(
        "keep keyed hashes in place of what names people and addresses, made with this key of 16 characters or more",
      ),
  })
  .prefault({})
  .describe("how the tenant's log is kept");

const tenant = z
  .strictObject({
    name: tenantName.describe("what people type"),
    domain: z.string().describe("the canonical domain, not a custom one"),
    customDomain: domain.optional().describe("where users log in, if they do"),
    origin: z.url().optional().describe("only for the sandbox and tests: reach the tenant here"),
    environment: z.enum(["production", "development"]).optional().describe("quotas differ"),
    plan: z.enum(plans).optional().describe("quotas and log retention differ"),
    statusUrl: secret()
      .optional()
      .describe("Private Cloud: its own feed, whose address is a secret"),
    management: credentials.optional(),
    logStream: logStream.optional(),
    logs,
    syntheticLogin: syntheticLogin.optional(),
  })
  .superRefine((given, context) => {
    const form = given.statusUrl || given.origin ? domain : canonicalDomain;
    for (const { message } of form.safeParse(given.domain).error?.issues ?? []) {
      context.addIssue({ code: "custom", path: ["domain"], message });
    }
  });

const address = z.string().refine((given): given is Address => isAddress(given), {
  error: ({ input }) =>
    `"${input}" is not an address; write one like slack:channel:C0123 or slack:user:U0123`,
}) as unknown as z.ZodType<Address>;

const audit = z
  .strictObject({
    keep: duration().prefault("400d").describe("how long entries are kept"),
  })
  .prefault({})
  .describe("the trail of who said what and what was done; docs/audit.md says what stands in it");

const subscription = z.strictObject({
  in: address.describe("the conversation, like slack:channel:C0123"),
  source: z.string().describe("which source, like status"),
  feed: z.url().optional().describe("the feed's address, for the source rss"),
  as: z.enum(loudnesses).default("thread").describe("card, thread or all"),
  tenant: z.string().optional().describe("only what concerns this tenant"),
  only: z.string().optional().describe("only what carries this label, like breaking"),
  quiet: z
    .string()
    .optional()
    .describe("hours without posts, like 22:00-07:00 or 22:00-07:00@Europe/Berlin"),
  mention: address.optional().describe("called when authentication itself is affected"),
});

const access = z
  .strictObject({
    viewers: z
      .array(address)
      .optional()
      .describe("absent: every member of the workspace, but no guest and nobody from outside"),
    operators: z
      .array(address)
      .default([])
      .describe(
        "may ask about people and change what is posted. A channel gives the role to members who speak in it, never to guests: name a private one, since anybody may join the others",
      ),
    admins: z
      .array(address)
      .default([])
      .describe("may waive findings and forget people, too; named as operators are"),
  })
  .default({ operators: [], admins: [] }) satisfies z.ZodType<Access>;

const listener = (host: string, port: number) =>
  z
    .strictObject({
      host: z.string().default(host),
      port: z.int().min(0).max(65_535).default(port),
    })
    .default({ host, port });

const metrics = z
  .strictObject({
    ...listener("127.0.0.1", 3002).unwrap().shape,
    enabled: z.boolean().default(true).describe("false: nothing is counted, and no port opened"),
  })
  .default({ host: "127.0.0.1", port: 3002, enabled: true });

const zone = z.string().refine(isZone, {
  error: ({ input }) => `"${input}" is not a time zone; write one like Europe/Berlin`,
});

const weekly = z.string().refine(isWeekly, {
  error: ({ input }) => `"${input}" is not a time of the week; write one like Mon 09:00`,
});

function isWeekly(written: string): boolean {
  try {
    return parseWeekly(written, "UTC").zone === "UTC";
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

const network = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6(), z.hostname()]);
const hostOrNetwork = z.string().refine((given) => network.safeParse(given).success, {
  error: ({ input }) => `"${input}" is neither a host nor a network like 10.1.0.0/16`,
});

const outgoing = z
  .strictObject({
    proxy: secret()
      .refine((given) => isProxy(given.reveal()), {
        error:
          "must be an address like http://proxy.example:3128, or http://name:password@proxy.example:3128 with signs escaped as in addresses",
      })
      .nullish()
      .describe(
        "an HTTP proxy for everything the bot asks over https, and for feeds; may hold a name and a password",
      ),
    direct: z
      .array(hostOrNetwork)
      .default([])
      .describe(
        "hosts, with all below them, and CIDRs that are reached without the proxy, like auth.corp.example or 10.0.0.0/8",
      ),
    ca: z
      .string()
      .nullish()
      .describe("a file of certificates (PEM) to trust beside the usual ones"),
    allow: z
      .array(hostOrNetwork)
      .default([])
      .describe("private hosts or CIDRs that addresses named by people or feeds may reach"),
  })
  .default({ allow: [], direct: [] });

function isProxy(written: string): boolean {
  try {
    const { protocol, hostname, username, password } = new URL(written);
    const named = decodeURIComponent(username) + decodeURIComponent(password);
    return ["http:", "https:"].includes(protocol) && hostname !== "" && !named.includes("\n");
  } catch {
    return false;
  }
}

export interface Registered {
  readonly sources: readonly Source[];
  readonly platforms: readonly Platform[];
}

/** The whole settings file. Each source and each platform brings the part that is its own. */
export function settingsSchema({ sources, platforms }: Registered) {
  const polled = Object.fromEntries(
    sources.map(({ id, settings }) => [id, settings.prefault({} as PollSettings)]),
  );
  const spoken = Object.fromEntries(
    platforms.map(({ name, settings }) => [name, settings.optional()]),
  );
  return z.strictObject({
    tenants: z.array(tenant).default([]).describe("the Auth0 tenants to watch"),
    sources: z
      .strictObject({ ...polled, ...announced })
      .prefault({})
      .describe("how each source is read"),
    subscriptions: z.array(subscription).default([]).describe("beside those made in chat"),
    store: z
      .strictObject({
        sqlite: z.string().min(1).default("./data/watchpost.db"),
        archive: z
          .string()
          .min(1)
          .optional()
          .describe(
            "the file of the tenants' logs; without it, beside the store, like ./data/watchpost-logs.db",
          ),
      })
      .default({ sqlite: "./data/watchpost.db" }),
    http: listener("0.0.0.0", 3000).describe(
      "the public server: /slack/events, /api/messages, /auth0/logs/<tenant>, /healthz, /readyz; with the section in the file it listens although nothing but the last two is asked",
    ),
    metrics: metrics.describe(
      "where Prometheus reads /metrics, and /healthz and /readyz beside it: a listener of its own, for this machine alone unless told otherwise",
    ),
    outgoing,
    access: access.describe("who may do what: <platform>:<user|group|channel>:<id>"),
    audit,
    digest: z
      .strictObject({ default: weekly.default("Mon 09:00"), timezone: zone.default("UTC") })
      .default({ default: "Mon 09:00", timezone: "UTC" })
      .describe(
        "when the weekly digest comes; the time zone is also the one for people whose own is not known",
      ),
    ...spoken,
  });
}

/** Sources that the design names and later versions read: their settings are accepted, and said to be unused. */
const announced = {
  ipRanges: z.looseObject({}).optional(),
  dependencies: z.array(z.looseObject({})).optional(),
};

type Common = Omit<z.output<ReturnType<typeof settingsSchema>>, "sources">;

/** Settings as validated. Platforms' sections are found by name; a platform is on when its section is there. */
export interface Settings extends Common {
  readonly sources: Readonly<Record<string, PollSettings>>;
  readonly platforms: Readonly<Record<string, unknown>>;
  /** The file has a section `http`: its port is listened on although no platform and no stream needs it. */
  readonly alwaysListens?: boolean;
  /** The secrets among them, and how they are read again. */
  readonly secrets?: Secrets;
}

/** What is set but does nothing yet in this version: said at the start and by `doctor`, because silence would mislead. */
export function unusedSettings(settings: Settings): readonly string[] {
  const later = Object.keys(announced).filter((key) => settings.sources[key] !== undefined);
  return later.map((key) => `sources.${key}`);
}
