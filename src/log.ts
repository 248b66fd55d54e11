import { destination, pino, stdSerializers } from "pino";
import { DeliveryError, SettingsError, UpstreamError, UserError } from "./core/errors.ts";
import { excerpt } from "./core/excerpt.ts";
import type { Log } from "./core/log.ts";
import { requestId } from "./core/request-id.ts";
import { plainJson } from "./core/visible.ts";
import { hide } from "./hide.ts";

const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

/**
 * The bot's diary: a line of JSON per event, on standard error unless told otherwise. Secrets print as `[secret]` wherever they
 * stand, also in what others say of them; what is done for a line or for a request at a door has its id as `request`.
 * @throws SettingsError for a level there is not.
 */
export function openLog(
  level: string,
  to: { write(line: string): void } = destination({ dest: 2, sync: true }),
): Log {
  if (!levels.includes(level)) {
    throw new SettingsError("The environment", [
      `WATCHPOST_LOG_LEVEL: must be one of ${levels.join(", ")}`,
    ]);
  }
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      mixin: ofRequest,
    },
    { write: (line: string) => to.write(`${plainJson(shortened(hide.line(line.trimEnd())))}\n`) },
  );
  return {
    info: (details, message) => log.info(ofTheirOwn(details), message),
    warn: (details, message) => log.warn(ofTheirOwn(details), message),
    error: (details, message) => log.error(ofTheirOwn(details), message),
  };
}

/** A line that is longer repeats what somebody sent: whoever sends it must not fill a disk with it. */
const longestLine = 16_384;
const longestText = 2000;
const longestList = 20;

function shortened(json: string): string {
  if (json.length <= longestLine) return json;
  const { level, time, request, msg, ...details } = JSON.parse(json) as Record<string, unknown>;
  const known = { level, time, request, msg: cut("", msg), cut: json.length };
  const whole = JSON.stringify({ ...known, ...details }, cut);
  return whole.length <= longestLine ? whole : JSON.stringify(known);
}

function cut(_name: string, value: unknown): unknown {
  if (typeof value === "string") return excerpt(value, longestText);
  return Array.isArray(value) ? value.slice(0, longestList) : value;
}

/** Names that an entry has already, or that pino takes for something of its own: it would write no JSON, or two of a name. */
const taken = new Set([...Object.getOwnPropertyNames(Object.prototype), "level", "time", "msg"]);

/** The same details, those with such a name under one that is free. */
const ofTheirOwn = (details: object): object =>
  Object.keys(details).some((name) => taken.has(name))
    ? Object.fromEntries(
        Object.entries(details).map(([name, value]) => [
          taken.has(name) ? `${name}_` : name,
          value,
        ]),
      )
    : details;

function ofRequest(): object {
  const request = requestId();
  return request ? { request } : {};
}

/** What is known to happen is said in its own words; only a bug has a stack worth reading. */
export function describeError(error: Error): unknown {
  const known = [UserError, UpstreamError, SettingsError, DeliveryError];
  if (!known.some((kind) => error instanceof kind)) return stdSerializers.err(error);
  const { name, message, cause } = error;
  return {
    type: name,
    message,
    ...("outcome" in error ? { outcome: error.outcome } : {}),
    ...(cause instanceof Error ? { cause: cause.message } : {}),
  };
}
