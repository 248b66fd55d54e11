import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../../src/core/clock.ts";
import type { FileBlock } from "../../src/core/message.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import { requestIdOf } from "../../src/core/request-id.ts";
import { checked, conversation, personIn, readLine, type SaidLine } from "./body.ts";
import { safety } from "./doors.ts";
import type { About } from "./entry.ts";
import { streamEvents } from "./events.ts";
import { HttpProblem } from "./http-problem.ts";
import type { Messages, View } from "./messages.ts";
import { ownerOf } from "./names.ts";
import { asShown } from "./shown.ts";

/** What the local API answers with. */
export interface House {
  readonly messages: Messages;
  readonly clock: Clock;
  about(as: string | undefined): About;
  /** Undefined where it is not there any more. */
  file(id: string): FileBlock | undefined;
  /** Takes a line that is being acknowledged under this id. Returns at once. */
  take(said: SaidLine, id: string): void;
  /** An id for a line whose sender gave it none. */
  newId(): string;
  /** Whoever said a line waited so long until they were told that it is taken. */
  readonly acknowledged?: PlatformContext["acknowledged"];
  /** No more lines are taken: the bot is about to stop. */
  isStopping(): boolean;
}

interface Call {
  readonly house: House;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
}
type Handler = (call: Call, name: string) => void | Promise<void>;

const routes: readonly { path: RegExp; method: "GET" | "POST"; handle: Handler }[] = [
  { path: /^\/api\/local\/lines$/, method: "POST", handle: takeLine },
  { path: /^\/api\/local\/conversations\/([^/]+)\/messages$/, method: "GET", handle: showMessages },
  { path: /^\/api\/local\/events$/, method: "GET", handle: showEvents },
  { path: /^\/api\/local\/about$/, method: "GET", handle: showAbout },
  { path: /^\/api\/local\/files\/([\w-]+)\/[^/]*$/, method: "GET", handle: sendFile },
];

export const isApi = (path: string): boolean => path.startsWith("/api/");

/** @throws HttpProblem for what it cannot answer. */
export async function answerApi(call: Call): Promise<void> {
  const { url, request } = call;
  for (const { path, method, handle } of routes) {
    const found = path.exec(url.pathname);
    if (!found) continue;
    if (request.method !== method) throw wrongMethod(url.pathname, method);
    return handle(call, found[1] ?? "");
  }
  throw new HttpProblem(404, `There is nothing at ${url.pathname}.`);
}

export function wrongMethod(path: string, allowed: string): HttpProblem {
  return new HttpProblem(405, `${path} answers ${allowed} only.`, { allow: allowed });
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const type = { "content-type": "application/json; charset=utf-8" };
  response.writeHead(status, { ...safety, ...type }).end(asShown(value));
}

async function takeLine({ house, request, response }: Call): Promise<void> {
  const began = performance.now();
  const said = await readLine(request);
  const owner = ownerOf(said.conversation);
  if (owner && owner !== said.person) throw notYours(owner);
  if (house.isStopping()) {
    throw new HttpProblem(503, "Watchpost is stopping. Say it again in a moment.");
  }
  const id = said.id ?? house.newId();
  // In the journal first: a kill right behind the acknowledgement must find it there.
  house.take(said, id);
  response.setHeader("x-request-id", requestIdOf(id));
  sendJson(response, 202, { id });
  house.acknowledged?.(performance.now() - began);
}

function showMessages({ house, response, url }: Call, name: string): void {
  const view = { ...viewOf(url), conversation: checked(conversation, decoded(name)) };
  sendJson(response, 200, house.messages.list(allowed(view)));
}

function showEvents({ house, request, response, url }: Call): void {
  const named = url.searchParams.get("conversation");
  const view = {
    ...viewOf(url),
    ...(named === null ? {} : { conversation: checked(conversation, named) }),
  };
  const after = Number(request.headers["last-event-id"] ?? url.searchParams.get("after") ?? 0);
  // A reader who has seen more than there is comes from before the data was cleared: it begins anew.
  const known = after <= house.about(view.as).newest ? after : 0;
  const { messages, clock } = house;
  streamEvents(response, { messages, clock, view: allowed(view), after: known });
}

function showAbout({ house, response, url }: Call): void {
  sendJson(response, 200, house.about(viewOf(url).as));
}

/** To be saved and never to be opened in the page's own name, whatever is in it. */
function sendFile({ house, response }: Call, id: string): void {
  const file = house.file(id);
  if (!file) throw new HttpProblem(404, "This file is not there any more. Ask for it again.");
  const name = encodeURIComponent(file.name);
  response.writeHead(200, {
    ...safety,
    "content-type": `${file.mediaType}; charset=utf-8`,
    "content-disposition": `attachment; filename*=UTF-8''${name}`,
  });
  response.end(file.content);
}

function viewOf(url: URL): View {
  const as = url.searchParams.get("as");
  return as === null ? {} : { as: checked(personIn("as"), as) };
}

function allowed(view: View): View {
  const owner = view.conversation === undefined ? undefined : ownerOf(view.conversation);
  if (owner && owner !== view.as) throw notYours(owner);
  return view;
}

const notYours = (owner: string): HttpProblem =>
  new HttpProblem(403, `@${owner} holds the direct messages of ${owner}, and nobody else's eyes.`);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new HttpProblem(400, `"${part}" is not a conversation's name.`);
  }
}
