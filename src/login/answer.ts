import { barrierOf } from "../core/way-out.ts";
import type { Answered, NoAnswer } from "./exchange.ts";
import type { Outcome, Particulars } from "./outcomes.ts";
import { outcomeOf } from "./refusals.ts";

/** What came of a request for a token. */
export type Verdict = { readonly outcome: Outcome; readonly given: Particulars };

/** The tokens of an answer that has any. */
export interface Tokens {
  readonly access: string | undefined;
  readonly id: string | undefined;
}

/** A token endpoint's answer: its tokens, or what its refusal means. */
export function readAnswer({ status, body }: Answered): Tokens | Verdict {
  const document = objectIn(body);
  const tokens = { access: word(document?.access_token), id: word(document?.id_token) };
  if (status === 200 && (tokens.access || tokens.id)) return tokens;
  const error = errorIn(document);
  const isPage = /^\s*</.test(body);
  const outcome = lacksDirectory(document) ? "no-directory" : outcomeOf(status, error, isPage);
  // 5xx words have room for the bare error; elsewhere a refusal without one is told by its status.
  const named = error ?? (outcome === "auth0-error" ? undefined : `status ${status}`);
  const detail = sayStrange(status, isPage);
  return { outcome, given: { status, detail, ...(named ? { error: named } : {}) } };
}

function objectIn(body: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null
      ? (parsed as Record<string, unknown>)
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Only a word that an API would use: anything else could hold what must not be shown. */
function errorIn(document: Record<string, unknown> | undefined): string | undefined {
  const error = document?.error ?? document?.code;
  return typeof error === "string" && /^[a-z][a-z_-]{1,40}$/.test(error) ? error : undefined;
}

/**
 * Where a tenant has no Default Directory, Auth0 answers with the status and the word that it has for errors of its own.
 * Only the description tells them apart: without it a mistake in the settings would read as Auth0's outage.
 */
const lacksDirectory = (document: Record<string, unknown> | undefined): boolean =>
  document?.error === "server_error" &&
  /^authorization server not configured with default connection\b/i.test(
    word(document.error_description) ?? "",
  );

const word = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

function sayStrange(status: number, isPage: boolean): string {
  if (status >= 300 && status < 400) return `it redirects elsewhere, ${status}`;
  if (status === 200) return "200, but without a token";
  return `${status}${isPage ? " with a web page" : ""}`;
}

const untrusted = "its certificate was not issued by anyone this machine trusts";

/** What is wrong with a certificate, by the system's code. */
const certificates: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet, or this machine's clock is behind",
  CERT_REVOKED: "its certificate was revoked",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by nobody but itself",
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

/** What a request was doing when it hung, by its step. */
const doing = {
  dns: "looking the name up",
  tcp: "connecting",
  tls: "agreeing on encryption (TLS)",
  answer: "waiting for the answer",
  verify: "fetching the keys to verify the token",
} as const;

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: "no such name is known",
  EAI_AGAIN: "the name service did not answer",
  ECONNREFUSED: "it was refused",
  ECONNRESET: "it was reset",
  EHOSTUNREACH: "the machine cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ETIMEDOUT: "nobody answered",
  EPIPE: "the other side had closed it",
};

/** What no table knows, and what a proxy says. */
const sayCode = (code: string): string =>
  barrierOf({ code })?.words ?? (code || "no reason was given");

/** What it means that no answer came. */
export function readSilence({ cut, step, code }: NoAnswer): Verdict {
  if (cut === "hung") return { outcome: "timed-out", given: { detail: doing[step] } };
  if (cut === "too-large") {
    return { outcome: "not-understood", given: { detail: "its answer is far too long" } };
  }
  const detail = reasons[code] ?? sayCode(code);
  if (step === "dns") return { outcome: "dns-failed", given: { detail } };
  if (step === "tcp") return { outcome: "not-reached", given: { detail } };
  if (step !== "tls") return { outcome: "connection-cut", given: { detail } };
  const flaw = certificates[code] ?? `no encryption (TLS) could be agreed on, ${detail}`;
  return { outcome: "tls-failed", given: { detail: flaw } };
}
