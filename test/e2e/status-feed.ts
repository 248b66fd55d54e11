/** A status feed as Auth0 writes it: one entry per incident, its history newest first, in times without a year. */
export interface Incident {
  readonly id: string;
  readonly title: string;
  /** When the feed says that the entry changed. */
  readonly updated: string;
  /** Oldest first. */
  readonly updates: readonly {
    readonly at: string;
    readonly status: string;
    readonly text: string;
  }[];
}

export function atomOf(incidents: readonly Incident[]): string {
  const entries = incidents.map(
    ({
      id,
      title,
      updated,
      updates,
    }) => `<entry><title type="html"><![CDATA[${title}]]></title><id>${id}</id>
<link href="https://status.auth0.com/incidents/${id}"/><updated>${updated}</updated>
<content type="html"><![CDATA[${bodyOf(updates)}]]></content></entry>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Auth0 Status</title><id>x</id><updated>2026-11-22T00:00:00Z</updated>
${entries.join("\n")}</feed>`;
}

export function rssOf(incidents: readonly Incident[]): string {
  const items = incidents.map(
    ({ id, title, updated, updates }) => `<item><title>${title}</title>
<link>https://status.auth0.com/incidents/${id}</link><guid>https://status.auth0.com/incidents/${id}</guid>
<pubDate>${new Date(updated).toUTCString()}</pubDate><content:encoded><![CDATA[${bodyOf(updates)}]]></content:encoded></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Auth0 Status - acme.us.auth0.com</title><link>https://status.auth0.com</link><description>x</description>
${items.join("\n")}</channel></rss>`;
}

function bodyOf(updates: Incident["updates"]): string {
  return [...updates]
    .reverse()
    .map(
      ({ at, status, text }) =>
        `<p><small>${at}</small><br><strong>${status}</strong> - ${text}</p>`,
    )
    .join("");
}
