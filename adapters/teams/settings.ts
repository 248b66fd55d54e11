import { z } from "zod";
import { secret } from "../../src/core/secret-setting.ts";

/** Where tokens are made and checked. Given whole or not at all: the SDK would leave what is missing empty. */
const endpoints = z.strictObject({
  openIdMetadata: z.url().describe("where the keys of inbound tokens are published"),
  issuer: z.string().min(1).describe("who signs inbound tokens"),
  login: z.url().describe("where tokens for sending are had, without the tenant"),
  scope: z.string().min(1).describe("what tokens for sending are asked for"),
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

const base = z.strictObject({
  appId: z.string().trim().default("").describe("the bot's Microsoft app id"),
  appPassword: secret().optional().describe("a client secret of the app"),
  tenantId: z.string().trim().default("").describe("the Entra tenant whose people may speak to it"),
  allowUnauthenticatedLoopback: z
    .boolean()
    .default(false)
    .describe(
      "without an app id: serve this machine alone, unauthenticated, for trying things out",
    ),
  serviceUrlHosts: z
    .array(z.string().min(1))
    .default(connectorHosts)
    .describe("hosts that Teams may name for replies; each stands for its subdomains too"),
  endpoints: endpoints
    .prefault({
      openIdMetadata: "https://login.botframework.com/v1/.well-known/openidconfiguration",
      issuer: "https://api.botframework.com",
      login: "https://login.microsoftonline.com",
      scope: "https://api.botframework.com/.default",
    })
    .describe("for sovereign clouds: all of them or none"),
  about,
});

export type TeamsSettings = z.infer<typeof base>;

export const teamsSettings = base.superRefine((given, context) => {
  for (const problem of missing(given)) context.addIssue({ code: "custom", ...problem });
});

/** Without an app id the SDK believes everybody, so there is no such thing as leaving it out by mistake. */
export function missing(
  given: TeamsSettings,
): readonly { readonly path: [keyof TeamsSettings]; readonly message: string }[] {
  if (given.appId === "") {
    if (given.allowUnauthenticatedLoopback) return [];
    const message =
      "needs the bot's Microsoft app id (Entra ID > App registrations); without one anybody could speak to the bot. To try it on this machine alone, set allowUnauthenticatedLoopback: true";
    return [{ path: ["appId"], message }];
  }
  return [
    ...(given.appPassword
      ? []
      : [{ path: ["appPassword"] as [keyof TeamsSettings], message: "needs a value" }]),
    ...(given.tenantId
      ? []
      : [{ path: ["tenantId"] as [keyof TeamsSettings], message: "needs the Entra tenant's id" }]),
  ];
}

/** No app id: tokens are neither asked for nor sent, and only this machine is served. */
export const isOpenLoopback = ({ appId }: Pick<TeamsSettings, "appId">): boolean => appId === "";
