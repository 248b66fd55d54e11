/** Feeds of a stated size, with made-up entries of about 3 kB each: fewer than the 2,000 that the product reads of one feed. */
export type Format = "rss" | "atom" | "json";

export const mimeOf: Readonly<Record<Format, string>> = {
  rss: "application/rss+xml",
  atom: "application/atom+xml",
  json: "application/feed+json",
};

export interface Sized {
  readonly bytes: Buffer;
  readonly entries: number;
}

const first = Date.parse("2024-01-01T00:00:00Z");
const words =
  "The login page, the session, a token and the connection between them were looked at; rules, actions and forms of this tenant go on as before.";

/** The text of an entry: about 2,500 characters, no two alike. */
function textOf(index: number): string {
  return Array.from({ length: 16 }, (_, part) => `${words} Part ${part + 1} of ${index}.`).join(
    " ",
  );
}

const dateOf = (index: number): Date => new Date(first + index * 3_600_000);

const entryOf: Readonly<Record<Format, (index: number) => string>> = {
  rss: (index) => `<item><title>Entry ${index} of the change log</title>
<link>https://changelog.example/#entry-${index}</link><guid>https://changelog.example/#entry-${index}</guid>
<pubDate>${dateOf(index).toUTCString()}</pubDate><category>Improvement</category>
<description><![CDATA[<p>${textOf(index)}</p><p><strong>Entry ${index}</strong> ends here.</p>]]></description></item>`,
  atom: (index) => `<entry><title>Entry ${index} of the change log</title>
<id>https://changelog.example/#entry-${index}</id><link href="https://changelog.example/entries/${index}"/>
<updated>${dateOf(index).toISOString()}</updated><published>${dateOf(index).toISOString()}</published>
<content type="html"><![CDATA[<p>${textOf(index)}</p><p><strong>Entry ${index}</strong> ends here.</p>]]></content></entry>`,
  json: (index) =>
    JSON.stringify({
      id: `https://changelog.example/#entry-${index}`,
      url: `https://changelog.example/entries/${index}`,
      title: `Entry ${index} of the change log`,
      date_published: dateOf(index).toISOString(),
      content_html: `<p>${textOf(index)}</p><p><strong>Entry ${index}</strong> ends here.</p>`,
    }),
};

const frameOf: Readonly<Record<Format, (entries: readonly string[], mark: string) => string>> = {
  rss: (entries, mark) =>
    `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Change log</title><link>https://changelog.example/</link><description>Read ${mark}</description>\n${entries.join("\n")}</channel></rss>`,
  atom: (entries, mark) =>
    `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Change log</title><id>urn:bench:${mark}</id><updated>${dateOf(0).toISOString()}</updated>\n${entries.join("\n")}</feed>`,
  json: (entries, mark) =>
    `{"version":"https://jsonfeed.org/version/1.1","title":"Change log","description":"Read ${mark}","items":[${entries.join(",\n")}]}`,
};

/**
 * A feed just under so many bytes, newest entry first. `mark` makes two of them differ; `skipped` newest entries
 * are left out, so that a later one with fewer left out has news.
 */
export function feedOf(
  format: Format,
  size: number,
  { mark = "once", skipped = 0 }: { mark?: string; skipped?: number } = {},
): Sized {
  const make = entryOf[format];
  const count = Math.floor((size - 1000) / (Buffer.byteLength(make(1000)) + 5));
  const entries = Array.from({ length: count - skipped }, (_, at) => make(count - skipped - at));
  const bytes = Buffer.from(frameOf[format](entries, mark));
  if (bytes.length > size) throw new RangeError(`${bytes.length} bytes are more than ${size}`);
  return { bytes, entries: entries.length };
}
