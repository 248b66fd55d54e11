import { readFile } from "node:fs/promises";
import { SettingsError } from "../../src/core/errors.ts";
import type { AppPackage, PackageContext } from "../../src/core/platform.ts";
import { sayCount } from "../../src/core/say.ts";
import { ownersPermission } from "./graph.ts";
import { teamsManifest } from "./manifest.ts";
import { licence, type TeamsSettings } from "./settings.ts";
import { zipOf } from "./zip.ts";

/** The zip that a Teams administrator uploads. @throws SettingsError where it would be refused. */
export async function packApp(
  settings: TeamsSettings,
  context: PackageContext,
): Promise<AppPackage> {
  refuseUnfit(settings, context);
  const manifest = teamsManifest({ settings, ...context });
  const bytes = zipOf([
    { name: "manifest.json", bytes: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) },
    { name: "color.png", bytes: await readFile(icon("color.png")) },
    { name: "outline.png", bytes: await readFile(icon("outline.png")) },
  ]);
  return { file: "watchpost-teams.zip", bytes, words: wordsOn(manifest, settings) };
}

const icon = (name: string): URL => new URL(`./icons/${name}`, import.meta.url);

function refuseUnfit({ appId }: TeamsSettings, { version }: PackageContext): void {
  const problems = [
    ...(appId === ""
      ? [
          "teams.appId: needs the bot's Microsoft app id (Entra ID > App registrations); an app without one cannot be installed",
        ]
      : []),
    ...(/^\d+\.\d+\.\d+(-[0-9a-z.-]+)?$/i.test(version)
      ? []
      : [`"${version}" is no version; give one like 1.0.1 with --app-version`]),
  ];
  if (problems.length > 0) throw new SettingsError("The app package", problems);
}

function wordsOn(
  manifest: ReturnType<typeof teamsManifest>,
  { about }: TeamsSettings,
): readonly string[] {
  const [{ commands = [] } = {}] = manifest.bots[0]?.commandLists ?? [];
  const asks = "authorization" in manifest;
  return [
    `It is version ${manifest.version} of the app, for the bot ${manifest.id}, and suggests ${sayCount(commands.length, "command")}.`,
    asks
      ? `It asks each team for ${ownersPermission}, to know the owners whom access gives a role, and for nothing else.`
      : "It asks for no permission.",
    ...(about.website === licence
      ? [
          "What Teams shows about the app leads to Watchpost's licence; teams.about takes pages of yours.",
        ]
      : []),
    "",
    "Next:",
    "  1. Upload it: in Teams under Apps, Manage your apps, Upload an app; or in the Teams admin center under Teams apps, Manage apps, Upload new app.",
    "     If it is there already, Teams wants a higher version: --app-version.",
    "  2. Add it to a team.",
    "  3. In a channel of the team, say: @Watchpost help",
    "",
    "docs/teams.md says each step, and what each error means.",
  ];
}
