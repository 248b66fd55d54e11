import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Door, OpenedDoor } from "../core/door.ts";
import { SettingsError } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { RequestListener } from "../core/platform.ts";
import { inRequest, newRequestId } from "../core/request-id.ts";
import { createFront, type Front } from "./front.ts";
import { peerHeader } from "./front-messages.ts";
import { createGuardedServer } from "./guarded-server.ts";
import { closeServer } from "./patience.ts";

/** The bot's one public server. Platforms mount their paths on it; every other path is answered with 404. */
export interface PublicServer {
  mount(path: string, listener: RequestListener): void;
  /** Answers on every path that begins so and is not mounted itself. */
  mountUnder(prefix: string, listener: RequestListener): void;
  /** Answers there as well once it listens; no reason by itself to listen. */
  mountBeside(path: string, listener: RequestListener): void;
  /** A path that is answered in a thread of its own, whatever the bot is busy with. */
  mountDoor(path: string, door: Door): OpenedDoor;
  /** True where nothing is mounted: then there is no need to listen. */
  readonly empty: boolean;
  /** Resolves with the port once it listens. */
  listen(host: string, port: number): Promise<number>;
  /** Takes no new requests, and resolves once those under way are answered. */
  close(): Promise<void>;
}

/** `journals`: the folder in which doors keep what they acknowledged until the bot has written it down. */
export function createPublicServer(log: Log, journals?: string): PublicServer {
  const mounted = new Map<string, RequestListener>();
  const mountedUnder = new Map<string, RequestListener>();
  const beside = new Map<string, RequestListener>();
  const listenerAt = (path: string): RequestListener | undefined =>
    mounted.get(path) ??
    beside.get(path) ??
    [...mountedUnder].find(([prefix]) => path.startsWith(prefix))?.[1];
  let front: Front | undefined;
  let inner: Inner | undefined;
  const server = createGuardedServer((request, response) => {
    if (inner) inner.unveil(request);
    const listener = listenerAt(pathOf(request));
    inRequest(newRequestId(), () => (listener ?? notFound)(request, response));
  });

  /** Doors stand at the front; this server is behind them, where only they reach it. */
  async function listenBehind(doors: Front, host: string, port: number): Promise<number> {
    inner = createInner();
    const { path } = inner;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, resolve);
    });
    return doors.listen({ host, port, inner: path }).catch((error: Error) => {
      throw cannotListen(host, port, error.message);
    });
  }

  return {
    mount: (path, listener) => void mounted.set(path, listener),
    mountUnder: (prefix, listener) => void mountedUnder.set(prefix, listener),
    mountBeside: (path, listener) => void beside.set(path, listener),
    mountDoor(path, door) {
      front ??= createFront(log, journals);
      return front.add(path, door);
    },
    get empty() {
      return mounted.size + mountedUnder.size === 0 && !front;
    },
    listen: (host, port) => (front ? listenBehind(front, host, port) : listen(server, host, port)),
    async close() {
      await front?.close();
      await closeServer(server);
      inner?.remove();
    },
  };
}

/** Where the server listens behind the front: a socket in a folder that nobody else can enter. */
interface Inner {
  readonly path: string;
  /** Gives a request the address that it came from, which the front tells. */
  unveil(request: IncomingMessage): void;
  remove(): void;
}

function createInner(): Inner {
  const windows = process.platform === "win32";
  const folder = mkdtempSync(join(tmpdir(), "watchpost-"));
  const path = windows ? `\\\\.\\pipe\\${folder.replace(/[:\\]/g, "-")}` : join(folder, "inner");
  return {
    path,
    unveil({ headers, socket }) {
      const value = String(headers[peerHeader] ?? "");
      Object.defineProperty(socket, "remoteAddress", { value, configurable: true });
      delete headers[peerHeader];
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function pathOf({ url = "/" }: IncomingMessage): string {
  return url.split("?", 1)[0] ?? "/";
}

const notFound: RequestListener = (_request, response) => {
  response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("Nothing here.\n");
};

const cannotListen = (host: string, port: number, code: string | undefined): SettingsError =>
  new SettingsError("The listener", [
    `http: ${host}:${port} cannot be listened on (${code}); choose another port`,
  ]);

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", ({ code }: NodeJS.ErrnoException) =>
      reject(cannotListen(host, port, code)),
    );
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
