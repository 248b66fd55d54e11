import { z } from "zod";
import { secret } from "../../src/core/secret-setting.ts";

/** Where tokens are made and checked. Given whole or not at all: the SDK would leave what is missing empty. */
const endpoints = z.strictObject({
  openIdMetadata: z.url().describe("where the keys of inbound tokens are published"),
  issuer: z.string().min(1).describe("who signs inbound tokens"),
  login: z.url().describe("where tokens for sending are had, without the tenant"),
  scope: z.string().min(1).describe("what tokens for sending are asked for"),
  graph: z.url().describe("Microsoft Graph, which alone knows the owners of a team"),
});

/** Hosts through which Teams takes messages: worldwide, and the clouds of United States authorities. */
const connectorHosts = [
  "smba.trafficmanager.net",
  "smba.infra.gcc.teams.microsoft.com",
  "smba.infra.gov.teams.microsoft.us",
  "smba.infra.dod.teams.microsoft.us",
];

/** Where the app's own pages lead as long as nobody names others: what may be done with it is all that is known. */
export const licence = "https://www.apache.org/licenses/LICENSE-2.0";

const page = (about: string) =>
  z
    .url({ protocol: /^https$/ })
    .default(licence)
    .describe(about);

const about = z
  .strictObject({
    developer: z
      .string()
      .trim()
      .min(1)
      .max(32)
      .default("Watchpost, self-hosted")
      .describe("who answers for the app"),
    website: page("where your people get help with it"),
    privacy: page("what you say of their data"),
    terms: page("what they may do with it"),
  })
  .prefault({})
  .describe("what Teams shows about the app: pages of your own, put into the app package");

const managedIdentity = z.strictObject({
  endpoint: z
    .url()
    .optional()
    .describe(
      "in App Service and Container Apps: IDENTITY_ENDPOINT, which they set; elsewhere the machine's own metadata service is asked",
    ),
  header: secret()
    .optional()
    .describe("in App Service and Container Apps: IDENTITY_HEADER, which they set"),
});

/** A host of its own, so that its subdomains are nobody else's: neither `net` nor an address with a path. */
const host = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(localhost|\[::1\]|[a-z0-9-]+(\.[a-z0-9-]+)+)$/u, {
    error: ({ input }) =>
      `"${String(input)}" is not a host; write one like smba.trafficmanager.net, without https:// and path`,
  });

const base = z.strictObject({
  appId: z.string().trim().toLowerCase().default("").describe("the bot's Microsoft app id"),
  appPassword: secret()
    .optional()
    .describe("a client secret of the app; or certificate with privateKey, or managedIdentity"),
  certificate: secret()
    .optional()
    .describe("instead of a client secret: the app's certificate (PEM), or a file that holds it"),
  privateKey: secret().optional().describe("the certificate's key (PEM), or a file that holds it"),
  managedIdentity: managedIdentity
    .optional()
    .describe("on Azure, without any secret: the user-assigned identity whose client id is appId"),
  tenantId: z
    .string()
    .trim()
    .toLowerCase()
    .default("")
    .describe("the Entra tenant whose people may speak to it"),
  allowUnauthenticatedLoopback: z
    .boolean()
    .default(false)
    .describe(
      "without an app id: serve this machine alone, unauthenticated, for trying things out; http.host must be 127.0.0.1",
    ),
  serviceUrlHosts: z
    .array(host)
    .default(connectorHosts)
    .describe("hosts that Teams may name for replies; each stands for its subdomains too"),
  endpoints: endpoints
    .prefault({
      openIdMetadata: "https://login.botframework.com/v1/.well-known/openidconfiguration",
      issuer: "https://api.botframework.com",
      login: "https://login.microsoftonline.com",
      scope: "https://api.botframework.com/.default",
      graph: "https://graph.microsoft.com",
    })
    .describe("for sovereign clouds: all of them or none"),
  about,
});

export type TeamsSettings = z.infer<typeof base>;

export const teamsSettings = base.superRefine((given, context) => {
  for (const problem of problemsOf(given)) context.addIssue({ code: "custom", ...problem });
});

export interface Problem {
  readonly path: [keyof TeamsSettings];
  readonly message: string;
}

/** Without an app id the SDK believes everybody, so there is no such thing as leaving it out by mistake. */
export function problemsOf(given: TeamsSettings): readonly Problem[] {
  if (given.appId === "") return given.allowUnauthenticatedLoopback ? [] : [noAppId];
  return [
    ...(isGuid(given.appId) ? [] : [{ path: ["appId"], message: notGuid("client") } as Problem]),
    ...credentialProblems(given),
    ...tenantProblems(given),
  ];
}

const noAppId: Problem = {
  path: ["appId"],
  message:
    "needs the bot's Microsoft app id (Entra ID > App registrations); without one anybody could speak to the bot. To try it on this machine alone, set allowUnauthenticatedLoopback: true, and http: { host: 127.0.0.1 }",
};

export const isGuid = (written: string): boolean =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(written);

/** What Teams says is an id, so nothing else could ever be equal to it. */
const notGuid = (which: "client" | "tenant"): string =>
  `is no ${which} id; give the one under Overview of the app registration in Entra ID, like 00000000-0000-4000-8000-000000000000`;

function tenantProblems({ tenantId }: TeamsSettings): readonly Problem[] {
  if (tenantId === "") return [{ path: ["tenantId"], message: "needs the Entra tenant's id" }];
  return isGuid(tenantId) ? [] : [{ path: ["tenantId"], message: notGuid("tenant") }];
}

/** How the app may prove itself to Microsoft. */
const ways = ["appPassword", "certificate", "managedIdentity"] as const;
export type Way = (typeof ways)[number];

const waysIn = (given: TeamsSettings): readonly Way[] =>
  ways.filter((way) => given[way] !== undefined || (way === "certificate" && given.privateKey));

/** The one way that is set. */
export const wayOf = (given: TeamsSettings): Way => waysIn(given)[0] ?? "appPassword";

function credentialProblems(given: TeamsSettings): readonly Problem[] {
  const [first, ...more] = waysIn(given);
  if (!first) {
    const message =
      "needs a client secret of the app. Instead of it there may be certificate and privateKey, or managedIdentity on Azure";
    return [{ path: ["appPassword"], message }];
  }
  const twice = more.map((way): Problem => {
    const message = `stands beside teams.${first}; the bot proves itself in one way, so take out all but one`;
    return { path: [way], message };
  });
  return [...twice, ...halves(given)];
}

function halves({
  certificate,
  privateKey,
  managedIdentity: identity,
}: TeamsSettings): readonly Problem[] {
  const problem = (path: keyof TeamsSettings, message: string): Problem => ({
    path: [path],
    message,
  });
  return [
    ...(privateKey && !certificate
      ? [
          problem(
            "certificate",
            "is needed with privateKey; the app registration holds the same one",
          ),
        ]
      : []),
    ...(certificate && !privateKey
      ? [problem("privateKey", "is needed with certificate; the two were made together")]
      : []),
    ...(identity?.header && !identity.endpoint
      ? [problem("managedIdentity", "needs endpoint beside header; it is in IDENTITY_ENDPOINT")]
      : []),
  ];
}

/** No app id: tokens are neither asked for nor sent, and only this machine is served. */
export const isOpenLoopback = ({ appId }: Pick<TeamsSettings, "appId">): boolean => appId === "";
