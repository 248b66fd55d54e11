import { addressOf } from "../../src/core/address.ts";
import { mentionsOf, type TeamsActivity } from "./activity.ts";
import { decoded, holdsEntities, quotesAnother, wordsOfHtml } from "./html-words.ts";

/** Several times what Teams lets somebody write, with its markup and all that it quotes. */
const mostLetters = 200_000;

/**
 * What somebody typed to the bot, as a line: without markup, without what it quotes, and without the call itself. Where that is more
 * than anybody types, it is a line as it came, which is refused for its length: reading it would hold up others.
 */
export function typedWords(activity: TeamsActivity): string {
  const long = [activity.text ?? "", htmlOf(activity) ?? ""].find(
    ({ length }) => length > mostLetters,
  );
  return long === undefined ? shortWords(activity) : long.slice(0, mostLetters);
}

function shortWords(activity: TeamsActivity): string {
  const words = withoutCalls(rawWords(activity), activity)
    .replace(/[\u00a0\s]+/gu, " ")
    .trim();
  if (!words.startsWith("/")) return words;
  return withoutName(words.slice(1).trimStart(), activity.recipient.name);
}

/** Some clients write the app's name between the slash and the command. */
function withoutName(words: string, name: string | undefined): string {
  if (!name) return words;
  const [start, rest] = [words.slice(0, name.length), words.slice(name.length)];
  const isNamed = start.toLowerCase() === name.toLowerCase() && /^(?:\s|$)/u.test(rest);
  return isNamed ? rest.trimStart() : words;
}

/** Mentions still in it, as `<at>…</at>`. */
function rawWords(activity: TeamsActivity): string {
  const { textFormat, entities } = activity;
  const text = activity.text ?? "";
  const html = htmlOf(activity);
  // The text alone does not tell whether "&amp;" was typed, or "&"; nor where a quote ends.
  if (html !== undefined && quotesAnother(html)) return wordsOfHtml(html);
  if (textFormat === "xml" || textFormat === "html") return wordsOfHtml(text);
  if (html !== undefined && holdsEntities(text)) return wordsOfHtml(html);
  const quoted = (entities ?? []).some(({ type }) => type === "quotedReply");
  return (quoted ? text.replace(/<quoted\b[^<>]*>/giu, " ") : text).replaceAll("&nbsp;", " ");
}

/** Teams gives a message as HTML too, beside its text. */
function htmlOf({ attachments }: TeamsActivity): string | undefined {
  const found = (attachments ?? []).find(({ contentType }) => contentType === "text/html");
  return typeof found?.content === "string" ? found.content : undefined;
}

/** The bot's own name is no part of a line; others are named by their address. */
function withoutCalls(words: string, activity: TeamsActivity): string {
  const mentions = mentionsOf(activity);
  if (mentions.length === 0) return words;
  const bare = bareCalls(words);
  const calls = mentions.map(({ mentioned, text }) => {
    const call = bareCalls(text);
    const isBot = mentioned.id === activity.recipient.id;
    return {
      call: bare.includes(call) ? call : decoded(call),
      stands: isBot ? "" : addressOf("teams", "user", mentioned.id),
    };
  });
  // In the order in which they stand, since two may bear the same name.
  let done = "";
  let rest = bare;
  for (const { call, stands } of calls) {
    const at = rest.indexOf(call);
    if (at === -1) continue;
    done += rest.slice(0, at) + stands;
    rest = rest.slice(at + call.length);
  }
  return calls.reduce((all, { call, stands }) => all.replaceAll(call, () => stands), done + rest);
}

/** Some clients number their mentions: `<at id="0">`. */
const bareCalls = (words: string): string => words.replace(/<at\s[^<>]*>/giu, "<at>");
