/** Breaks the line on the screen, or begins a new one. */
const apart = new Set(["br", "p", "div", "li", "ul", "ol", "tr", "td", "blockquote", "pre", "hr"]);
const tags = /<(\/?)([a-z][a-z0-9]*)([^<>]*)>/giu;

/**
 * The words of a message that Teams gives as HTML, mentions as `<at>…</at>`. What somebody else said before, and is quoted above
 * the answer to it, is none of them. Takes time in proportion to the message.
 */
export function wordsOfHtml(html: string): string {
  const reading = createReading();
  let from = 0;
  for (const match of html.matchAll(tags)) {
    const [tag, slash, name = "", attributes = ""] = match;
    reading.words(html.slice(from, match.index));
    if (slash) reading.close(name.toLowerCase());
    else reading.open(name.toLowerCase(), attributes);
    from = match.index + tag.length;
  }
  reading.words(html.slice(from));
  return reading.all();
}

/** Whether the message answers another one, which Teams quotes in it. */
export function quotesAnother(html: string): boolean {
  return html.includes("schema.skype.com/Reply");
}

function createReading() {
  const shown: string[] = [];
  /** For each span that is open, whether it is a mention. */
  const spans: boolean[] = [];
  let quotes = 0;
  const show = (words: string) => {
    if (quotes === 0) shown.push(words);
  };

  return {
    words: (raw: string) => show(decoded(raw)),
    open(name: string, attributes: string): void {
      const isCall = isMention(name, attributes);
      if (name === "span") spans.push(isCall);
      if (name === "blockquote" && (quotes > 0 || quotesAnother(attributes))) quotes += 1;
      else show(isCall ? "<at>" : standing(name, attributes));
    },
    close(name: string): void {
      if (name === "blockquote" && quotes > 0) quotes -= 1;
      else if (name === "at" || (name === "span" && spans.pop())) show("</at>");
      else show(standing(name, ""));
    },
    all: () => shown.join(""),
  };
}

const isMention = (name: string, attributes: string): boolean =>
  name === "at" || (name === "span" && attributes.includes("schema.skype.com/Mention"));

/** What is seen where an element begins or ends. */
function standing(name: string, attributes: string): string {
  if (name === "img" || name === "emoji") return alternativeIn(attributes);
  return apart.has(name) ? " " : "";
}

function alternativeIn(attributes: string): string {
  return decoded(/\balt="([^"]*)"/iu.exec(attributes)?.[1] ?? "");
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};
const entity = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/giu;

/** Whether words hold what stands for a character in HTML. */
export const holdsEntities = (words: string): boolean => words.search(entity) !== -1;

/** What such words stand for. */
export function decoded(words: string): string {
  return words.replace(entity, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}
