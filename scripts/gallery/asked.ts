import { parseArgs } from "node:util";

/** What each group shows; `npm run gallery -- --help` lists them. */
export const groupWords: Readonly<Record<string, string>> = {
  card: "cards of the specimens that every renderer is tested with",
  update: "updates of the same",
  part: "parts of messages, of the same",
  long: "longer than any message, of the same",
  answers: "examples of every command that has no group of its own",
  status: "in each of seven nights",
  doctor: "in each of seven nights",
  home: "what each role finds first",
  login: "examples, and what is said in other nights",
  logs: "examples, and what is said in other nights",
  user: "people's stories",
  "tail-answers": "what asking for a tail is answered with",
  forget: "what a person's removal is answered with",
  audit: "who said what",
  errors: "failures against the usual",
  limits: "rate limits",
  explain: "codes and causes",
  bulletins: "examples, and what is said in other nights",
  readiness: "examples, and what is said in other nights",
  digest: "examples, and what is said in other nights",
  access: "who may do what, as each role is told",
  "home-tab": "the Home tab in Slack",
  events: "log events, to their asker and to everyone",
  alerts: "failing logins, what is not read any more, and advisories",
  slips: "what is said when something goes wrong",
  calm: "what is said when all is well",
  introductions: "what the bot says where it is new",
  tail: "a tail's card and its thread",
  forms: "every form as Slack's modal",
  dialogs: "every form as a dialog of Teams",
};

const platforms = ["slack", "teams", "local"];

const width = Math.max(...Object.keys(groupWords).map(({ length }) => length));

export const helpWords = `npm run gallery -- [options]

Draws every kind of message as people see it; docs/gallery.md says more.

  --platform <name>   only this platform: ${platforms.join(", ")}; may be given several times
  --group <name>      only this group, one of those below; may be given several times
  --out <folder>      puts the pictures there; without it, in gallery/
  --docs              draws the pictures of the guides anew, and nothing else
  --story             draws one story on all platforms, and nothing else
  --help              says this

Groups:
${Object.entries(groupWords)
  .map(([name, words]) => `  ${name.padEnd(width)}   ${words}`)
  .join("\n")}`;

/** What is to be drawn. @throws Error whose message says which word is wrong and which there are. */
export function askedOf(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: "string", default: "gallery" },
      platform: { type: "string", multiple: true },
      group: { type: "string", multiple: true },
      docs: { type: "boolean", default: false },
      story: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  refuseUnknown("platform", values.platform, platforms);
  refuseUnknown("group", values.group, Object.keys(groupWords));
  return values;
}

function refuseUnknown(
  what: string,
  named: readonly string[] | undefined,
  known: readonly string[],
): void {
  const wrong = named?.find((name) => !known.includes(name));
  if (wrong === undefined) return;
  throw new Error(`There is no ${what} "${wrong}". There are ${known.join(", ")}.`);
}
