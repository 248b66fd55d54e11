import type { PackageContext } from "../../src/core/platform.ts";
import { ownersPermission } from "./graph.ts";
import type { TeamsSettings } from "./settings.ts";
import { composeExtension } from "./shortcuts.ts";
import { teamGroupsIn } from "./team-groups.ts";

/** As many as a list may have: what people ask for most. `help` lists the others. */
const suggested = [
  "help",
  "status",
  "incidents",
  "changes",
  "login",
  "logs",
  "explain",
  "bulletins",
  "readiness",
  "subscribe",
  "subscriptions",
  "home",
] as const;

/** The longest words that Teams takes beside a command. */
const longest = 128;

export interface ManifestOptions extends PackageContext {
  readonly settings: Pick<TeamsSettings, "appId" | "about">;
}

/** What Teams is told when the app is uploaded: one bot, what people may say to it, and the least it must be allowed. */
export function teamsManifest({ settings, version, commands, groups }: ManifestOptions) {
  const { appId, about } = settings;
  return {
    $schema:
      "https://developer.microsoft.com/en-us/json-schemas/teams/v1.29/MicrosoftTeams.schema.json",
    manifestVersion: "1.29",
    version,
    // One bot, one app: uploaded again it is an update.
    id: appId,
    developer: {
      name: about.developer,
      websiteUrl: about.website,
      privacyUrl: about.privacy,
      termsOfUseUrl: about.terms,
    },
    name: { short: "Watchpost", full: "Watchpost: Auth0 status, change log and answers" },
    description: { short: "Auth0 status, change log and answers in your channels", full },
    icons: { color: "color.png", outline: "outline.png" },
    accentColor: "#1f2937",
    defaultInstallScope: "team",
    defaultGroupCapability: { team: "bot", groupchat: "bot" },
    // Each channel is taken as an audience of its own, so private and shared ones are welcome.
    supportsChannelFeatures: "tier1",
    bots: [
      {
        botId: appId,
        scopes: ["team", "personal", "groupChat"],
        supportsFiles: true,
        isNotificationOnly: false,
        supportsTargetedMessages: true,
        commandLists: commandLists(commands),
      },
    ],
    composeExtensions: [composeExtension(appId)],
    validDomains: [],
    ...(teamGroupsIn(groups).owners.length > 0 ? permissionFor(appId) : {}),
  };
}

const full = `Watchpost tells channels what they must know about Auth0, and answers the questions that come up when something is wrong.

- Incidents and maintenance of your tenant's environment: one card each, edited in place, its updates in the thread.
- The change log, with breaking changes and deprecations set apart, and security advisories for the packages you use.
- Is it us or Auth0? Status, synthetic logins, the tenant's log, readiness, and a weekly digest.

Mention it, write to it, or choose one of its commands after a slash; "help" lists them all. It runs on your organisation's own machine and reads only what is addressed to it. It is an independent project, not affiliated with Auth0, Okta or Microsoft.`;

/** A personal chat has nobody to keep an answer from, so Teams offers slash commands in the other two only. */
function commandLists(commands: ManifestOptions["commands"]) {
  const offered = suggested.flatMap((name) => {
    const found = commands.find((command) => command.name === name);
    return found ? [{ title: name, description: found.summary.slice(0, longest) }] : [];
  });
  return [
    { scopes: ["team", "groupChat"], triggers: ["mention", "slash"], commands: offered },
    { scopes: ["personal"], triggers: ["mention"], commands: offered },
  ];
}

/** Who owns a team is told to apps that the team's own owners allow it, each for their team. */
const permissionFor = (appId: string) => ({
  // Teams wants an address here, and has no use for it without single sign-on.
  webApplicationInfo: { id: appId, resource: "https://notapplicable" },
  authorization: {
    permissions: { resourceSpecific: [{ name: ownersPermission, type: "Application" }] },
  },
});
