import type { IncomingMessage } from "node:http";
import { isFromHere } from "./hosts.ts";
import { isOpenLoopback, type TeamsSettings } from "./settings.ts";

/** Why a request is not served. The reason is for the log; whoever sent it learns the status alone. */
export interface Turned {
  readonly status: number;
  readonly reason: string;
}

/** Headers of which a second one could be read differently elsewhere. */
const single = ["authorization", "content-type", "content-encoding", "host"];

/** What is wrong with a request as far as its head tells; nobody gets a body read who has no token. */
export function turnedAway(
  request: IncomingMessage,
  settings: Pick<TeamsSettings, "appId">,
): Turned | undefined {
  const { method, headers, headersDistinct } = request;
  if (method !== "POST") return { status: 405, reason: "it is no POST" };
  const twice = single.find((name) => (headersDistinct[name]?.length ?? 0) > 1);
  if (twice) return { status: 400, reason: `it has more than one header ${twice}` };
  if (isOpenLoopback(settings)) {
    if (!isFromHere(request)) return { status: 401, reason: "it does not come from this machine" };
  } else if (!headers.authorization) {
    return { status: 401, reason: "there is no token" };
  }
  return bodyProblem(request);
}

/** Teams sends plain JSON; what must be unpacked first could be larger than it looks. */
function bodyProblem({ headers }: IncomingMessage): Turned | undefined {
  const { "content-type": type = "", "content-encoding": encoding = "identity" } = headers;
  if (encoding.toLowerCase() !== "identity") {
    return { status: 415, reason: "its body is compressed" };
  }
  if (!/^application\/json\s*(;|$)/iu.test(type)) {
    return { status: 415, reason: "its body is not said to be JSON" };
  }
  const [, charset = "utf-8"] = /;\s*charset\s*=\s*"?([^";\s]*)/iu.exec(type) ?? [];
  return /^utf-?8$/iu.test(charset)
    ? undefined
    : { status: 415, reason: "its body is not said to be UTF-8" };
}
