import type { StoryIncident } from "./script.ts";
import { changedMs, isActive, latestOf, type Story } from "./story.ts";

/** Where and when the pretend world is: its addresses and its dates are made from these. */
export interface Stage {
  /** Like `http://127.0.0.1:4000`, without a slash at the end. */
  readonly origin: string;
  /** When the story began. */
  readonly began: Date;
}

/** The Atom feed of one tenant's environment: one entry per incident, its history newest first. */
export function renderStatusFeed({ incidents }: Story, domain: string, stage: Stage): string {
  const { origin } = stage;
  const updated = dateOf(Math.max(...incidents.map(changedMs)), stage).toISOString();
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<title>Pretend Auth0 Status - ${escapeMarkup(domain)}</title>`,
    `<id>${origin}/status/feed</id>`,
    `<link href="${origin}/status/"/>`,
    `<updated>${updated}</updated>`,
    ...incidents.map((incident) => renderEntry(incident, stage)),
    "</feed>",
    "",
  ].join("\n");
}

function renderEntry(incident: StoryIncident, stage: Stage): string {
  return [
    "<entry>",
    `<title type="html">${cdata(escapeMarkup(incident.name))}</title>`,
    `<id>${incident.id}</id>`,
    `<link href="${stage.origin}/incidents/${incident.id}"/>`,
    `<updated>${dateOf(changedMs(incident), stage).toISOString()}</updated>`,
    `<content type="html">${cdata(renderHistory(incident, stage))}</content>`,
    "</entry>",
  ].join("\n");
}

function renderHistory({ updates }: StoryIncident, stage: Stage): string {
  return updates
    .toReversed()
    .map(({ atMs, status, text }) => {
      const said = withoutYear(dateOf(atMs, stage));
      return `<p><small>${said}</small><br><strong>${status}</strong> - ${escapeMarkup(text)}</p>`;
    })
    .join("");
}

/** `Apr 22, 20:14 UTC`: the real feed writes no year either. */
function withoutYear(date: Date): string {
  const [, day, month, , time] = date.toUTCString().split(" ");
  return `${month} ${Number(day)}, ${time?.slice(0, 5)} UTC`;
}

/** The status page, for people and, in its `__NEXT_DATA__`, for machines: the active incidents of every region. */
export function renderStatusPage({ incidents }: Story, stage: Stage): string {
  const active = incidents.filter(isActive);
  const activeIncidents = regions.map((region) => ({
    region,
    environment: "pretend",
    response: {
      uptime: "99.99%",
      incidents: allClearIfNone(active.filter((incident) => incident.regions.includes(region))).map(
        (incident) => pageIncident(incident, stage),
      ),
    },
  }));
  const data = JSON.stringify({ props: { pageProps: { activeIncidents } } });
  return renderPage("Pretend Auth0 status", [
    "This page is pretend: nothing on it ever happened.",
    ...incidents.map((incident) => `${latestOf(incident).status}: ${incident.name}`),
  ]).replace(
    "</body>",
    `<script id="__NEXT_DATA__" type="application/json">${data.replaceAll("<", "\\u003c")}</script>\n</body>`,
  );
}

const regions = ["US-1", "US-3", "EU-1", "AU"];

/** Where nothing is wrong, the real page lists one incident without an id that says so. */
function allClearIfNone(
  incidents: readonly StoryIncident[],
): readonly (StoryIncident | undefined)[] {
  return incidents.length > 0 ? incidents : [undefined];
}

function pageIncident(incident: StoryIncident | undefined, stage: Stage) {
  const known = incident?.updates.map(({ atMs, status }) => ({
    status: status.toLowerCase(),
    at: dateOf(atMs, stage).toISOString(),
  }));
  return {
    id: incident?.id ?? "",
    name: incident?.name ?? "All Systems Operational",
    status: known?.at(-1)?.status ?? "operational",
    impact: incident?.impact ?? "none",
    updated_at: known?.at(-1)?.at ?? stage.began.toISOString(),
    resolved_at: null,
    scheduled_for:
      incident?.scheduledMs === undefined
        ? null
        : dateOf(incident.scheduledMs, stage).toISOString(),
    monitoring_at: known?.find(({ status }) => status === "monitoring")?.at ?? null,
    authenticationAffected: incident?.authenticationAffected ?? false,
    isPrivate: false,
  };
}

/** The change log as RSS. As in the real one every `<link>` is the feed itself; the `<guid>` is the address. */
export function renderChangelog({ entries }: Story, stage: Stage): string {
  const feed = `${stage.origin}/changelog/rss.xml`;
  const items = entries.map(({ id, title, paragraphs, atMs }) =>
    [
      "<item>",
      `<title>${escapeMarkup(title)}</title>`,
      `<link>${feed}</link>`,
      `<guid isPermaLink="false">${stage.origin}/changelog#${id}</guid>`,
      `<pubDate>${dateOf(atMs, stage).toUTCString()}</pubDate>`,
      `<description>${cdata(paragraphs.map((words) => `<p>${escapeMarkup(words)}</p>`).join(""))}</description>`,
      "</item>",
    ].join("\n"),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rss version="2.0">',
    "<channel>",
    "<title>Pretend Auth0 Changelog</title>",
    `<link>${feed}</link>`,
    "<description>Nothing in this change log is real.</description>",
    ...items,
    "</channel>",
    "</rss>",
    "",
  ].join("\n");
}

/** A page for people who follow a link out of a message. */
export function renderPage(title: string, paragraphs: readonly string[]): string {
  return [
    "<!doctype html>",
    '<html lang="en">',
    `<head><meta charset="utf-8"><title>${escapeMarkup(title)}</title></head>`,
    "<body>",
    `<h1>${escapeMarkup(title)}</h1>`,
    ...paragraphs.map((words) => `<p>${escapeMarkup(words)}</p>`),
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function dateOf(ms: number, { began }: Stage): Date {
  return new Date(began.getTime() + ms);
}

function cdata(words: string): string {
  return `<![CDATA[${words.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}

function escapeMarkup(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
