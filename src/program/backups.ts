import { parseArgs } from "node:util";
import { backUp, putBack } from "../chores.ts";
import { SettingsError } from "../core/errors.ts";
import type { Settings } from "../settings.ts";
import { say } from "./say.ts";

type SettingsFor = (config: string | undefined) => Settings;

/** `watchpost backup`. */
export async function backup(args: readonly string[], settingsFor: SettingsFor): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { config: { type: "string" }, to: { type: "string" }, keep: { type: "string" } },
  });
  const { config, to, keep } = values;
  if (!to) throw new SettingsError("The backup", ["say where it shall be written: --to <folder>"]);
  const many = keep === undefined ? {} : { keep: countOf(keep) };
  for (const words of await backUp(settingsFor(config), { to, ...many })) say(words);
}

/** `watchpost restore`. */
export async function restore(args: readonly string[], settingsFor: SettingsFor): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: { type: "string" },
      from: { type: "string" },
      replace: { type: "boolean", default: false },
    },
  });
  const { config, from, replace } = values;
  if (!from) throw new SettingsError("The restore", ["say which backup: --from <folder>"]);
  for (const words of await putBack(settingsFor(config), { from, replace })) say(words);
}

function countOf(written: string): number {
  if (/^[1-9]\d{0,3}$/.test(written)) return Number(written);
  throw new SettingsError("--keep", [`"${written}" is not a number of backups; give one like 7`]);
}
