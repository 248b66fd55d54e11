import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, MINUTE } from "../core/clock.ts";
import { answersAdvisories } from "./advisories.ts";
import {
  renderChangelog,
  renderPage,
  renderStatusFeed,
  renderStatusPage,
  type Stage,
} from "./feeds.ts";
import { changedMs, type Story, storyAt } from "./story.ts";
import type { StreamTarget } from "./tenant/log-stream.ts";
import { openTenant, type TenantOptions } from "./tenant/tenant.ts";

export interface SandboxOptions {
  /** 0: any free one. */
  readonly port: number;
  /** When the story began; one that began earlier is resumed where it would be by now. */
  readonly began: Date;
  readonly clock: Pick<Clock, "now">;
  readonly tenant?: TenantOptions;
}

export interface Sandbox {
  /** Like `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Begins to send the tenant's log there, as Auth0's log streams do. */
  streamTo(target: StreamTarget): void;
  close(): Promise<void>;
}

/** The longest address that can arrive at all; the tenant itself refuses shorter ones. */
const maxHeaderSize = 64 * 1024;

/** After Node's five seconds a busy client asks through a connection that is just being closed, and hears nothing. */
const keepAliveTimeout = MINUTE;

/** A log stream is some moments behind. */
const streamPauseMs = 500;

/** Pretend feeds and a pretend tenant on loopback, in the shapes of the real ones. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, began, clock } = options;
  const tenant = await openTenant(options.tenant ?? {}, { began, clock });
  const server = createServer({ maxHeaderSize, keepAliveTimeout }, (request, response) => {
    if (tenant.owns(request.url ?? "/")) {
      tenant.answer(request, response).catch(() => {
        // Who hangs up in the middle of a request hears no answer; and nothing that is asked ends a pretend tenant.
        if (response.headersSent) response.destroy();
        else response.writeHead(500).end();
      });
      return;
    }
    const now = clock.now();
    if (answersAdvisories(request, response, { origin: url, began, now })) return;
    const elapsed = now.getTime() - began.getTime();
    answer(request, response, { story: storyAt(elapsed), stage: { origin: url, began } });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const streams: NodeJS.Timeout[] = [];
  return {
    url,
    streamTo(target) {
      const { tick } = tenant.streamTo(target);
      streams.push(setInterval(() => void tick(), streamPauseMs));
    },
    async close() {
      for (const stream of streams) clearInterval(stream);
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

interface Scene {
  readonly story: Story;
  readonly stage: Stage;
}

interface Page {
  readonly type: string;
  readonly body: string;
  readonly status?: number;
}

function answer(request: IncomingMessage, response: ServerResponse, scene: Scene): void {
  const page = pageFor(request, scene);
  if (page.status !== undefined) {
    send(response, page);
    return;
  }
  const validators = validatorsOf(page, scene);
  const status = isKnown(request, validators) ? 304 : 200;
  send(response, { ...page, status }, validators);
}

function pageFor({ method, url = "/" }: IncomingMessage, scene: Scene): Page {
  if (method !== "GET" && method !== "HEAD") return words(405, "Only GET is answered here.");
  if (!URL.canParse(url, scene.stage.origin)) return words(400, "That is no address.");
  const { pathname, searchParams } = new URL(url, scene.stage.origin);
  return pageAt(pathname, searchParams, scene);
}

function pageAt(path: string, query: URLSearchParams, { story, stage }: Scene): Page {
  switch (path) {
    case "/status/feed":
      return statusFeed(query.get("domain") ?? "", { story, stage });
    case "/":
    case "/status/":
      return html(renderStatusPage(story, stage));
    case "/changelog/rss.xml":
      return { type: "application/rss+xml", body: renderChangelog(story, stage) };
    case "/changelog":
      return html(
        renderPage(
          "Pretend Auth0 change log",
          story.entries.flatMap(({ title, paragraphs }) => [title, ...paragraphs]),
        ),
      );
    default:
      return incidentPage(path, story);
  }
}

function statusFeed(domain: string, { story, stage }: Scene): Page {
  if (domain === "") return words(400, "Domain is required.");
  if (!/^[a-z0-9-]+(\.[a-z]{2}(-\d)?)?\.auth0\.com$/.test(domain)) {
    return words(400, "It should match `tenant.us.auth0.com`.");
  }
  return { type: "application/atom+xml", body: renderStatusFeed(story, domain, stage) };
}

function incidentPage(path: string, { incidents }: Story): Page {
  const incident = incidents.find(({ id }) => path === `/incidents/${id}`);
  if (!incident) return words(404, "The pretend world has no such page.");
  return html(
    renderPage(
      incident.name,
      incident.updates.map(({ status, text }) => `${status} - ${text}`),
    ),
  );
}

const html = (body: string): Page => ({ type: "text/html", body });
const words = (status: number, body: string): Page => ({ type: "text/plain", body, status });

interface Validators {
  readonly etag: string;
  readonly "last-modified": string;
}

function validatorsOf({ body }: Page, { story, stage }: Scene): Validators {
  const changes = [...story.incidents.map(changedMs), ...story.entries.map(({ atMs }) => atMs)];
  const changed = new Date(stage.began.getTime() + Math.max(...changes));
  const digest = createHash("sha256").update(body).digest("hex").slice(0, 20);
  return { etag: `"${digest}"`, "last-modified": changed.toUTCString() };
}

/** An ETag speaks before a date, as HTTP says. */
function isKnown({ headers }: IncomingMessage, validators: Validators): boolean {
  const given = headers["if-none-match"];
  if (given !== undefined) return given === validators.etag;
  const since = Date.parse(headers["if-modified-since"] ?? "");
  return since >= Date.parse(validators["last-modified"]);
}

function send(
  response: ServerResponse,
  { status = 200, type, body }: Page,
  headers: Partial<Validators> = {},
): void {
  response.writeHead(status, { ...headers, "content-type": `${type}; charset=utf-8` });
  response.end(status === 304 ? undefined : body);
}
