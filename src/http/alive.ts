import type { RequestListener } from "../core/platform.ts";
import { newRequestId, requestId } from "../core/request-id.ts";
import type { Standing } from "../core/standing.ts";

const alivePath = "/healthz";
const readyPath = "/readyz";

export const isAlivePath = (url: string | undefined): boolean =>
  (url ?? "").split("?", 1)[0] === alivePath;

/** Whether the bot is alive, and whether it can do its work: for whoever restarts it or sends it requests. Anybody may ask. */
export function healthPaths(standing: Standing): ReadonlyMap<string, RequestListener> {
  return new Map([
    [alivePath, answering(() => ({ status: 200, body: { alive: true } }))],
    [readyPath, answering((url) => readiness(standing, url))],
  ]);
}

/** `?exclude=sources` leaves a part out, and may be said more than once. */
function readiness(standing: Standing, url: URL) {
  const excluded = url.searchParams.getAll("exclude");
  const parts = standing.parts().filter(({ part }) => !excluded.includes(part));
  const ready = parts.every((one) => one.ready);
  return { status: ready ? 200 : 503, body: { ready, parts } };
}

const answering =
  (answer: (url: URL) => { readonly status: number; readonly body: object }): RequestListener =>
  ({ method, url = "/" }, response) => {
    const always = { "cache-control": "no-store", "x-request-id": requestId() ?? newRequestId() };
    if (method !== "GET" && method !== "HEAD") {
      response.writeHead(405, { ...always, allow: "GET, HEAD" }).end();
      return;
    }
    const query = url.split("?")[1] ?? "";
    const { status, body } = answer(new URL(`http://localhost/?${query}`));
    response.writeHead(status, { ...always, "content-type": "application/json; charset=utf-8" });
    response.end(`${JSON.stringify(body)}\n`);
  };
