import { type JsonSchema, type Setting, settingsOf } from "./sync-settings.ts";

/**
 * `.env.example`: every variable that the example settings name, with what its setting says of itself.
 * A variable in a line that is commented out is commented out here too.
 */
export function environmentExample(exampleSettings: string, schema: JsonSchema): string {
  const settings = settingsOf(schema);
  const lines = exampleSettings.split("\n").flatMap((line) => {
    const off = line.trimStart().startsWith("#");
    return [...line.matchAll(/(\w+):\s*"?\$\{(\w+)\}/g)].map(([, key = "", name = ""]) => {
      const said = describe(key, name, settings);
      return `${said ? `# ${said}\n` : ""}${off ? "# " : ""}${name}=`;
    });
  });
  return [
    "# The secrets that watchpost.yaml names. Copy this file to .env, fill it in, and start with",
    "# `node --env-file=.env dist/src/cli.js start`, or give the variables however your system does.",
    "",
    ...lines,
    "",
  ].join("\n");
}

/** The setting of that name whose section the variable's own name begins with: SLACK_BOT_TOKEN is slack.botToken. */
function describe(key: string, name: string, settings: readonly Setting[]): string | undefined {
  const named = settings.filter(({ path }) => path.split(/[.[\]]+/).at(-1) === key);
  const section = name.split("_")[0]?.toLowerCase() ?? "";
  const best = named.find(({ path }) => path.startsWith(section)) ?? named[0];
  return best?.schema.description;
}
