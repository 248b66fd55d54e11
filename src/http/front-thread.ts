import {
  Agent,
  type IncomingMessage,
  request as requestFrom,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort } from "node:worker_threads";
import type { OpenDoor } from "../core/door.ts";
import { answerableMs, type Journal, noJournal } from "../core/journal.ts";
import type { RequestListener } from "../core/platform.ts";
import { createJournal } from "../journal.ts";
import { isAlivePath } from "./alive.ts";
import { createDoorListener, type Inside } from "./door-listener.ts";
import { type FromFront, peerHeader, type ToFront } from "./front-messages.ts";
import { createGuardedServer } from "./guarded-server.ts";
import { createHanding } from "./handing.ts";
import { closeServer } from "./patience.ts";

/** The thread that stands at the front of the public server: it answers at the doors, and passes on everything else. */

/** Who knocks waits three seconds at most. */
const patienceMs = 2800;
/** A bot that has not said for so long that it is alive is not. */
const aliveMs = 3000;
/** How long the bot is waited for at the end. */
const releaseMs = 1000;

const tell = (message: FromFront) => parentPort?.postMessage(message);
const doors = new Map<string, RequestListener>();
/** What each door was opened with. */
const given = new Map<string, object>();
const shut = new Set<string>();
const asked = new Map<number, (json: string | undefined) => unknown>();
const handing = createHanding();
const agent = new Agent({ keepAlive: true });
const kept = new Map<number, () => void>();
let inner = "";
let asking = 0;
let handed = 0;
let whenReleased = () => {};

const server = createGuardedServer((request, response) => {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  const door = doors.get(path);
  if (door) door(request, response);
  else pass(request, response);
});
server.on("error", (error: NodeJS.ErrnoException) =>
  tell({ kind: "refused", code: error.code ?? "unknown" }),
);

/** To the bot's own server and back, as it stands. */
function pass(request: IncomingMessage, response: ServerResponse): void {
  const { method, url, socket } = request;
  // How long a connection lasts is each side's own affair: one that were closed behind this would take its answer with it.
  const { connection: _, "keep-alive": __, ...headers } = request.headers;
  const onward = requestFrom({
    agent,
    socketPath: inner,
    method,
    path: url,
    headers: { ...headers, [peerHeader]: socket.remoteAddress ?? "" },
  });
  if (isAlivePath(url)) onward.setTimeout(aliveMs, () => onward.destroy());
  onward.on("response", (answer) => {
    const { connection: _, "keep-alive": __, ...passed } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, passed);
    answer.pipe(response);
  });
  onward.on("error", () => {
    if (response.writableEnded) return;
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end();
  });
  request.on("error", () => onward.destroy());
  response.on("close", () => {
    request.unpipe(onward);
    onward.destroy();
    // What was answered before it was read whole is in the way of whatever comes next.
    request.resume();
  });
  request.pipe(onward);
}

const insideOf = (path: string, journal: Journal): Inside => ({
  isOpen: () => !shut.has(path),
  take(said) {
    const release = journal.keep(said);
    return (ms) =>
      handing.add(() => {
        hand(path, said, release);
        tell({ kind: "took", path, ms });
      });
  },
  ask: (said) =>
    new Promise((resolve) => ask({ path, said, keep: () => journal.keep(said) }, resolve)),
  told: (ms) => tell({ kind: "took", path, ms }),
});

function hand(path: string, said: unknown, release: () => void): void {
  handed += 1;
  kept.set(handed, release);
  tell({ kind: "said", path, said, kept: handed });
}

/** An empty answer acknowledges, so what was asked is kept before: also where the bot is late and finds something wrong then. */
function ask(
  { path, said, keep }: { path: string; said: unknown; keep: () => () => void },
  answer: (json: string | undefined) => void,
): void {
  asking += 1;
  handed += 1;
  const [id, number] = [asking, handed];
  function acknowledge(): void {
    kept.set(number, keep());
    answer(undefined);
  }
  const late = setTimeout(() => {
    acknowledge();
    asked.set(id, (json) => json === undefined || handUntold());
  }, patienceMs);
  function handUntold(): void {
    const release = kept.get(number);
    kept.delete(number);
    if (release) hand(path, said, release);
  }
  asked.set(id, (json) => {
    clearTimeout(late);
    if (json === undefined) acknowledge();
    else answer(json);
  });
  tell({ kind: "said", path, said, id, kept: number });
}

/** What an earlier life acknowledged and did not come to write down. */
function handAgain(path: string, journal: Journal): void {
  for (const { said, at, release } of journal.left()) {
    if (Date.now() - at < answerableMs) hand(path, said, release);
    else release();
  }
}

function settle(id: number, json: string | undefined): void {
  asked.get(id)?.(json);
  asked.delete(id);
}

async function open(wanted: Extract<ToFront, { kind: "open" }>): Promise<void> {
  inner = wanted.inner;
  for (const { path, module, data, journal: file } of wanted.doors) {
    const { openDoor } = (await import(module)) as { openDoor: OpenDoor<unknown> };
    const journal = file ? createJournal(file, troubled) : noJournal;
    handAgain(path, journal);
    if (typeof data === "object" && data !== null) given.set(path, data);
    doors.set(path, createDoorListener(openDoor(data), insideOf(path, journal)));
  }
  server.listen(wanted.port, wanted.host, () =>
    tell({ kind: "listening", port: (server.address() as AddressInfo).port }),
  );
}

/** What was handed over is written down a moment later; without that it would be heard again at the next start. */
function released(): Promise<void> {
  if (kept.size === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const late = setTimeout(resolve, releaseMs);
    whenReleased = () => {
      clearTimeout(late);
      resolve();
    };
  });
}

function troubled(error: unknown): void {
  tell({ kind: "trouble", code: (error as NodeJS.ErrnoException).code ?? "unknown" });
}

async function close(): Promise<void> {
  await closeServer(server);
  agent.destroy();
  await released();
  tell({ kind: "closed" });
}

parentPort?.on("message", (message: ToFront) => {
  switch (message.kind) {
    case "open":
      void open(message);
      break;
    case "released":
      kept.get(message.kept)?.();
      kept.delete(message.kept);
      if (kept.size === 0) whenReleased();
      break;
    case "answer":
      settle(message.id, message.json);
      break;
    case "renew":
      Object.assign(given.get(message.path) ?? {}, message.data);
      break;
    case "shut":
      shut.add(message.path);
      handing.flush();
      // What was handed over before went ahead of this.
      tell({ kind: "shut", path: message.path });
      break;
    case "close":
      void close();
      break;
    default:
      message satisfies never;
  }
});
