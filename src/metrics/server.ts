import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Log } from "../core/log.ts";
import type { RequestListener } from "../core/platform.ts";
import { inRequest, newRequestId, requestId } from "../core/request-id.ts";
import type { Metrics } from "./metrics.ts";

export interface MetricsServer {
  /** Undefined where it could not listen. */
  readonly port: number | undefined;
  close(): Promise<void>;
}

const patienceMs = 10_000;
/** Prometheus needs one. */
const mostConnections = 50;

/**
 * Where metrics are read: a listener of its own, so that what is public shows none of it. A port that is taken keeps nobody
 * from being answered: then there are no metrics, and the log says so.
 */
export async function openMetricsServer(
  at: { readonly host: string; readonly port: number },
  given: {
    readonly metrics: Pick<Metrics, "page">;
    /** What is answered beside them. */
    readonly others: ReadonlyMap<string, RequestListener>;
    readonly log: Log;
  },
): Promise<MetricsServer> {
  const { log } = given;
  const { host, port: wanted } = at;
  const server = createServer({ requestTimeout: patienceMs, headersTimeout: patienceMs }, (...on) =>
    inRequest(newRequestId(), () => answer(...on, { ...given, host })),
  );
  server.maxConnections = mostConnections;
  const port = await listen(server, at).catch(({ code }: NodeJS.ErrnoException) => {
    log.warn(
      { host, port: wanted, code },
      "there are no metrics: their port cannot be listened on",
    );
    return undefined;
  });
  if (port !== undefined) log.info({ host, port }, "metrics can be read");
  return {
    port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

const listen = (server: Server, { host, port }: { host: string; port: number }): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });

type Given = Parameters<typeof openMetricsServer>[1] & { readonly host: string };

function answer(request: IncomingMessage, response: ServerResponse, given: Given): void {
  const [path = ""] = (request.url ?? "/").split("?", 1);
  const other = given.others.get(path);
  if (isStranger(request, given.host)) end(response, 403, "Ask this machine by its own name.");
  else if (other) other(request, response);
  else if (path !== "/metrics") end(response, 404, "Metrics are at /metrics.");
  else if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    end(response, 405, "Metrics are read by GET.");
  } else void tell(response, given);
}

const isLoopback = (host: string): boolean =>
  /^(127(\.\d{1,3}){3}|localhost|\[?::1\]?)$/.test(host);

/** A web page whose name leads to this machine must not read what is for this machine alone. */
function isStranger({ headers }: IncomingMessage, host: string): boolean {
  const asked = (headers.host ?? "").replace(/:\d+$/, "");
  return isLoopback(host) && !isLoopback(asked);
}

async function tell(response: ServerResponse, { metrics, log }: Given): Promise<void> {
  try {
    const { type, text } = await metrics.page();
    end(response, 200, text, type);
  } catch (error) {
    log.error({ err: error }, "metrics could not be shown");
    end(response, 500, "Metrics could not be shown; the log says why.");
  }
}

function end(
  response: ServerResponse,
  status: number,
  words: string,
  type = "text/plain; charset=utf-8",
): void {
  const id = requestId() ?? newRequestId();
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "x-request-id": id,
  });
  response.end(words.endsWith("\n") ? words : `${words}\n`);
}
