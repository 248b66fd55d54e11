import type { IncomingMessage, ServerResponse } from "node:http";
import type { Call, Fault } from "./faults.ts";

/** What a call is answered with. */
export interface Answered {
  readonly status: number;
  readonly body: object;
  readonly retryAfter?: number;
}

/** Which of the calls that faults know a request is. */
export function callOf(method: string, path: readonly string[]): Call | undefined {
  const [first = "", , what, conversation, kind = ""] = path;
  if (first !== "amer") return beside[first];
  if (what === "teams") return "team";
  if (what !== "conversations") return undefined;
  if (conversation === undefined) return method === "POST" ? "open" : undefined;
  return asking[kind] ?? sending[method];
}

const beside: Readonly<Record<string, Call>> = {
  openid: "openid",
  login: "token",
  identity: "identity",
  graph: "graph",
};
const asking: Readonly<Record<string, Call>> = { members: "member", pagedmembers: "members" };
const sending: Readonly<Record<string, Call>> = { POST: "post", PUT: "edit", DELETE: "delete" };

/** The failure a fault stands for, where the call is not carried out at all. */
export function failing({ kind, retryAfter, status, code }: Fault): Answered | undefined {
  switch (kind) {
    case "412":
      return refusal(412, "PreconditionFailed");
    case "429":
      return throttled(retryAfter ?? 1);
    case "500":
      return refusal(500, "ServiceError");
    case "502":
      return refusal(502, "BadGateway");
    case "503":
      return refusal(503, "ServiceUnavailable");
    case "504":
      return refusal(504, "GatewayTimeout");
    case "roster-403":
      return refusal(403, "BotNotInConversationRoster");
    case "code":
      return refusal(status ?? 400, code ?? "");
    case "drop-before":
    case "drop-after":
    case "503-after":
    case "slow":
      return undefined;
    default:
      return kind satisfies never;
  }
}

export const refusal = (status: number, code: string): Answered => ({
  status,
  body: code ? { error: { code, message: `fake: ${code}` } } : {},
});

export const throttled = (retryAfter: number): Answered => ({
  ...refusal(429, "Throttled"),
  retryAfter,
});

export function end(response: ServerResponse, { status, body, retryAfter }: Answered): void {
  if (retryAfter !== undefined) response.setHeader("retry-after", String(retryAfter));
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
