import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { DAY, HOUR, MINUTE } from "../core/clock.ts";
import { renderPage } from "./feeds.ts";

/** Where and when the pretend world is. */
export interface AdvisoryStage {
  /** Like `http://127.0.0.1:4000`, without a slash at the end. */
  readonly origin: string;
  readonly began: Date;
  readonly now: Date;
}

/** The settings under which the pretend advisories are read, as in a settings file. */
export const advisoriesSettings = (origin: string) => ({
  every: "5s",
  url: `${origin}/osv`,
  okta: `${origin}/okta/security-advisories.xml`,
  packages: ["npm:@pretend/login@4.12.0"],
});

/** A bit into the story a weakness of a package becomes known; nothing here is real. */
const toldMs = MINUTE;
const id = "PRETEND-2026-1";
const found = {
  package: { ecosystem: "npm", name: "@pretend/login" },
  versions: ["4.12.0", "4.12.1", "4.13.0"],
};

/** True if the address is one of the pretend advisories: then it is answered. */
export function answersAdvisories(
  request: IncomingMessage,
  response: ServerResponse,
  stage: AdvisoryStage,
): boolean {
  const [path = "/"] = (request.url ?? "/").split("?");
  if (path === "/osv/v1/querybatch" && request.method === "POST") {
    text(request)
      .then((body) => sendJson(response, 200, batchOf(body, stage)))
      // Who hangs up in the middle of a question, or asks none, hears no answer.
      .catch(() => response.destroy());
    return true;
  }
  const page = request.method === "GET" ? pageAt(path, stage) : undefined;
  if (page) response.writeHead(page.status, { "content-type": page.type }).end(page.body);
  return page !== undefined;
}

interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

function pageAt(path: string, stage: AdvisoryStage): Page | undefined {
  if (path === `/osv/v1/vulns/${id}` && isTold(stage)) {
    return { status: 200, type: "application/json", body: JSON.stringify(recordOf(stage)) };
  }
  if (path.startsWith("/osv/v1/vulns/")) {
    const body = JSON.stringify({ code: 5, message: "Bug not found." });
    return { status: 404, type: "application/json", body };
  }
  if (path === "/okta/security-advisories.xml") {
    return { status: 200, type: "application/rss+xml; charset=utf-8", body: noticesOf(stage) };
  }
  if (path !== `/advisories/${id}`) return undefined;
  const body = renderPage(`Pretend advisory ${id}`, [summary, details]);
  return { status: 200, type: "text/html; charset=utf-8", body };
}

const isTold = ({ began, now }: AdvisoryStage): boolean =>
  now.getTime() >= began.getTime() + toldMs;

interface Query {
  readonly package?: { readonly ecosystem?: string; readonly name?: string };
  readonly version?: string;
}

function batchOf(body: string, stage: AdvisoryStage): unknown {
  const { queries = [] } = JSON.parse(body) as { readonly queries?: readonly Query[] };
  const vulns = [{ id, modified: toldAt(stage) }];
  return { results: queries.map((query) => (isHit(query, stage) ? { vulns } : {})) };
}

function isHit({ package: asked, version = "" }: Query, stage: AdvisoryStage): boolean {
  const { ecosystem, name } = found.package;
  const same = asked?.ecosystem === ecosystem && asked.name === name;
  return same && isTold(stage) && found.versions.includes(version);
}

const toldAt = ({ began }: AdvisoryStage): string =>
  new Date(began.getTime() + toldMs).toISOString();

const summary = "Pretend: Two logins at once can get each other's session";
const details =
  "Pretend: When a token is asked for twice within a moment, the second answer may hold the first one's session. No such package exists, and nobody was ever affected: this is a story.";

function recordOf(stage: AdvisoryStage) {
  return {
    schema_version: "1.6.0",
    id,
    summary,
    details,
    aliases: [],
    published: toldAt(stage),
    modified: toldAt(stage),
    affected: [
      {
        ...found,
        ranges: [{ type: "SEMVER", events: [{ introduced: "4.12.0" }, { fixed: "4.14.0" }] }],
      },
    ],
    severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:N" }],
    database_specific: { severity: "MODERATE" },
    references: [{ type: "ADVISORY", url: `${stage.origin}/advisories/${id}` }],
  };
}

/** Okta's feed, with one notice from before the story. */
function noticesOf({ origin, began }: AdvisoryStage): string {
  const at = new Date(began.getTime() - 3 * DAY - HOUR).toUTCString();
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rss version="2.0"><channel>',
    "<title>Pretend Okta Security Advisories</title>",
    `<link>${origin}/okta/</link>`,
    "<description>Nothing in this feed is real.</description>",
    "<item>",
    "<title>Pretend: A desktop program keeps a token too long</title>",
    `<link>${origin}/okta/pretend-desktop</link>`,
    '<guid isPermaLink="false">pretend-desktop</guid>',
    `<pubDate>${at}</pubDate>`,
    "<description>Pretend: Severity: Low. Update the program; nobody has it, for it does not exist.</description>",
    "</item>",
    "</channel></rss>",
    "",
  ].join("\n");
}

function sendJson(response: ServerResponse, status: number, data: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(data));
}
