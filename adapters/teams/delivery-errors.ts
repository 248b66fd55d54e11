import { z } from "zod";
import { DeliveryError, type DeliveryOutcome } from "../../src/core/errors.ts";
import { barrierOf, isUnsent } from "../../src/core/way-out.ts";

/** Teams' own words for why it did not take a message. */
const explained = z.object({ error: z.object({ code: z.string() }) });

export const codeIn = (body: unknown): string => explained.safeParse(body).data?.error.code ?? "";

export const refusals: Readonly<Record<string, string>> = {
  BotNotInConversationRoster:
    "The bot is not in this Teams conversation. Add the app to the team or chat, or mention it there once.",
  ConversationBlockedByUser:
    "The person has blocked the bot in Teams. They can unblock it, or write to it themselves.",
  BotDisabledByAdmin:
    "A Teams administrator has disabled the bot. It must be allowed again in the Teams admin center.",
  MessageWritesBlocked:
    "Teams does not let the bot write here. Add the app anew, or write to it once.",
  InvalidBotApiHost:
    "This tenant is reached through another Teams cloud. Write to the bot once, so that it learns the address.",
  ConversationNotFound:
    "This Teams conversation does not exist any more, or the bot was removed from it. Add the app to the team or chat again.",
  ForbiddenOperationException:
    "Teams lets the bot write to a person only once they have added the app for themselves. They can do that in Teams, or write to the bot.",
  BotNotRegistered:
    "The bot is not registered with Azure Bot for Teams. Register teams.appId there and enable the Teams channel.",
};

export const gone = ["ActivityNotFoundInConversation", "ActivityNotFound", "MessageNotFound"];

/** Teams does not take what the message holds. Its words may still be shown, as plain text. */
export class ContentRefused extends DeliveryError {
  constructor(message: string) {
    super("rejected", message);
  }
}

/** What an answer of the Connector means for delivery; its code decides, else its status. */
export function errorOf(
  method: string,
  { status, headers, body }: Pick<Response, "status" | "headers"> & { readonly body: unknown },
  now: Date,
): DeliveryError {
  const code = codeIn(body);
  const outcome = outcomeOf(method, status, code);
  if (status === 400 || status === 413) return new ContentRefused(wordsFor(outcome, status, code));
  return new DeliveryError(outcome, wordsFor(outcome, status, code), {
    retryAfterMs: outcome === "throttled" ? retryAfterIn(headers, now) : undefined,
    // It is the bot itself that Teams does not take, wherever it speaks.
    everywhere: status === 401,
  });
}

const byStatus: Readonly<Record<number, DeliveryOutcome>> = {
  401: "refused",
  403: "refused",
  404: "refused",
  412: "unavailable",
  429: "throttled",
  502: "unknown",
  503: "unknown",
  504: "unknown",
};

function outcomeOf(method: string, status: number, code: string): DeliveryOutcome {
  const lost = gone.includes(code) || (method === "PUT" && code !== "ConversationNotFound");
  if (status === 404 && lost) return "gone";
  return byStatus[status] ?? (isRedirect(status) ? "unavailable" : "rejected");
}

/** Of a proxy's, or of whoever stands in Teams' place: it says nothing about the message. */
const isRedirect = (status: number): boolean => status >= 300 && status < 400;

function wordsFor(outcome: DeliveryOutcome, status: number, code: string): string {
  const answer = `Teams answered ${status}${code ? ` (${code})` : ""}`;
  switch (outcome) {
    case "throttled":
      return `${answer}: the bot has spoken too often here. It waits and goes on by itself.`;
    case "unavailable":
      if (isRedirect(status)) return `${answer}, a redirect, which is not followed. ${again}`;
      return `${answer}: another message was under way in this conversation. It is tried again.`;
    case "unknown":
      return `${answer}, so it is not known whether the message was shown.`;
    case "gone":
      return `${answer}: the message is no longer in the conversation.`;
    case "rejected":
      return `${answer}: ${rejection(status)}`;
    case "refused":
      return refusals[code] ?? `${answer}. ${fixFor(status)}`;
    default:
      return outcome satisfies never;
  }
}

const again = "It is tried again; see what stands between this machine and Teams.";

function rejection(status: number): string {
  if (status === 413) return "the message is too large for Teams.";
  // Microsoft asks not to repeat what met an error of Teams' own, unless it is one that passes.
  if (status >= 500) return "Teams itself failed at this message. It is not sent again as it is.";
  return "Teams does not accept this message as it is.";
}

function fixFor(status: number): string {
  return status === 401
    ? "It does not accept the bot's token. Check teams.appId, teams.tenantId and how the app proves itself."
    : "Check that the app is still in this team or chat, and add it again if it is not.";
}

/** How long a service says to wait. */
export function retryAfterIn(headers: Headers, now: Date): number | undefined {
  const header = headers.get("retry-after");
  if (header === null || header.trim() === "") return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** Errors of a connection that never came to be: nothing can have been shown. */
const before = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
];

function whyNot(cause: unknown, code: string): string {
  const barrier = barrierOf(cause);
  return barrier
    ? `: ${barrier.words}. Nothing was sent. ${barrier.fix}`
    : ` (${code}); nothing was sent. Check this machine's way to the internet.`;
}

/** A call that got no answer at all. */
export function lostError(cause: unknown): DeliveryError {
  const reason = cause instanceof Error ? (cause.cause ?? cause) : cause;
  const code = z.object({ code: z.string() }).safeParse(reason).data?.code ?? "";
  if (before.includes(code) || isUnsent(code)) {
    const message = `Teams could not be reached${whyNot(cause, code)}`;
    return new DeliveryError("unavailable", message, { cause });
  }
  const { words = "Teams did not answer" } = barrierOf(cause) ?? {};
  const met = words.replace(/^it /u, "Teams was asked, but it ");
  const message = `${met}, so it is not known whether the message was shown.`;
  return new DeliveryError("unknown", message, { cause });
}
