import { SECOND } from "../core/clock.ts";
import { UpstreamError, UserError } from "../core/errors.ts";
import { barrierOf, untrusted } from "../core/way-out.ts";
import { TooLarge, UnknownEncoding } from "./body.ts";
import { RefusedAddress, RefusedPort } from "./guard.ts";

const said: ReadonlyMap<string, string> = new Map([
  ["ENOTFOUND", "is not known to the name service"],
  ["EAI_AGAIN", "could not be looked up: the name service does not answer"],
  ["ECONNREFUSED", "refused the connection"],
  ["ECONNRESET", "broke the connection off"],
  ["UND_ERR_SOCKET", "broke the connection off"],
  ["UND_ERR_CONNECT_TIMEOUT", "could not be reached in time"],
  ["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", "sent a body of another length than it said"],
  ["UND_ERR_HEADERS_OVERFLOW", "sent headers that are too long"],
  ["Z_BUF_ERROR", "broke off in the middle of its answer"],
  ["Z_DATA_ERROR", "sent an answer that cannot be unpacked"],
  ["ERR__ERROR_FORMAT_PADDING_1", "sent an answer that cannot be unpacked"],
  ...[...untrusted].map((code): [string, string] => [
    code,
    "has a certificate that is not trusted here (outgoing.ca can name its authority)",
  ]),
  ["CERT_HAS_EXPIRED", "has a certificate that has expired"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "has a certificate for another name"],
]);

/** The failure in words that name the host and nothing more: an address may be a secret. */
export function whatFailed(error: unknown, host: string, signal: AbortSignal): Error {
  if (error instanceof UpstreamError) return error;
  if (error instanceof RefusedPort) {
    return new UserError(`${host} has a port that is not for web pages or feeds, and is not read.`);
  }
  if (error instanceof RefusedAddress) {
    // Time will not mend it, a person can.
    return new UserError(
      `${host} is not a public address, and is not read. If it is meant, whoever runs Watchpost can name it in the settings under outgoing.allow.`,
    );
  }
  const words = signal.aborted
    ? "took more than 10 s to answer"
    : (ownWords(error) ?? byCode(error));
  // What says nothing of the kind is a mistake of our own.
  if (words === undefined) return error instanceof Error ? error : new Error("reading failed");
  return new UpstreamError(host, `${host} ${words}.`);
}

function ownWords(error: unknown): string | undefined {
  if (error instanceof TooLarge) return "sent more than 5 MB, and that is not read";
  if (error instanceof UnknownEncoding) return `sent an answer ${error.message}`;
  return undefined;
}

function byCode(error: unknown): string | undefined {
  const code = codeOf(error);
  const unread = error instanceof Error && error.name === "HTTPParserError";
  if (unread || code?.startsWith("HPE_")) return "sent no proper HTTP";
  if (code?.startsWith("PROXY_")) return proxyWords(error);
  return code && (said.get(code) ?? `could not be read (${code})`);
}

function proxyWords(error: unknown): string | undefined {
  const { words, fix } = barrierOf(error) ?? {};
  return words && `could not be read: ${words}. ${fix?.replace(/\.$/, "")}`;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const own = "code" in error && typeof error.code === "string" ? error.code : undefined;
  // Several addresses of one host were tried in turn; the first tells enough.
  const [first] = error instanceof AggregateError ? error.errors : [];
  return own ?? codeOf(first) ?? codeOf(error.cause);
}

/** Milliseconds that a Retry-After header asks for: seconds, or a date by the server's own clock. */
export function retryAfter(
  header: string | undefined,
  serverDate: string | undefined,
): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d{1,7}\s*$/.test(header)) return Number(header) * SECOND;
  const wait = Date.parse(header) - Date.parse(serverDate ?? "");
  return Number.isFinite(wait) && wait > 0 ? wait : undefined;
}
