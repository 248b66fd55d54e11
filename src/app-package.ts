import { writeFileSync } from "node:fs";
import { groupsIn } from "./core/access.ts";
import type { Command } from "./core/command.ts";
import { SettingsError } from "./core/errors.ts";
import type { AppPackage, Platform } from "./core/platform.ts";
import type { Settings } from "./settings.ts";

/** Makes what is uploaded to a platform so that the bot can be installed there. @throws SettingsError */
export async function packApp(
  name: string,
  given: {
    platforms: readonly Platform[];
    settings: Settings;
    commands: readonly Command[];
    version: string;
  },
): Promise<AppPackage> {
  const { platforms, settings, commands, version } = given;
  const section = settings.platforms[name];
  const pack = platforms.find((platform) => platform.name === name)?.pack;
  if (!pack || section === undefined) {
    throw new SettingsError("The app package", [
      `the settings have no section ${name}; docs/${name}.md says what belongs there`,
    ]);
  }
  return pack(section, { version, commands, groups: groupsIn(settings.access) });
}

/** @throws SettingsError where the file cannot be written. */
export function keepPackage(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new SettingsError("--out", [
      `${file} cannot be written (${code}); name a file in a folder that is there and may be written to`,
    ]);
  }
}
