/**
 * A line as it was typed: Slack escapes `&`, `<` and `>` and wraps addresses, people and channels in angle brackets.
 * A person, a group or a channel becomes its address, `slack:user:U1`, as settings and arguments write it.
 */
export function typedLine(text: string): string {
  // In one pass: what was unescaped once must not be unescaped again.
  return text
    .replace(
      /<([^<>|]*)(?:\|([^<>]*))?>|&(?:amp|lt|gt);/g,
      (whole, target?: string, label?: string) =>
        plain(target === undefined ? whole : readTarget(target, label)),
    )
    .trim();
}

/** The line of a mention: what is said besides calling the bot. */
export function mentionedLine(text: string, botUser: string | undefined): string {
  const name = botUser === undefined ? /<@[A-Z0-9]+(?:\|[^<>]*)?>/ : callOf(botUser);
  return typedLine(text.replace(name, " "));
}

const callOf = (user: string) => new RegExp(`<@${user.replace(/\W/g, "")}(?:\\|[^<>]*)?>`);

function readTarget(target: string, label = ""): string {
  const [, sign, id] = /^(@|#|!subteam\^)([A-Z0-9]+)$/.exec(target) ?? [];
  if (sign && id) return `slack:${kinds[sign]}:${id}`;
  if (target.startsWith("!")) return `@${target.slice(1).split("^")[0]}`;
  const address = target.replace(/^mailto:/, "");
  // "example.com/feed" is sent as <http://example.com/feed|example.com/feed>; other labels hide where a link leads.
  return label !== "" && address.endsWith(label) ? label : address;
}

const kinds: Readonly<Record<string, string>> = {
  "@": "user",
  "#": "channel",
  "!subteam^": "group",
};

function plain(words: string): string {
  return words.replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity);
}

const entities: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
