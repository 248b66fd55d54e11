import { destination, pino, stdSerializers } from "pino";
import { DeliveryError, SettingsError, UpstreamError, UserError } from "./core/errors.ts";
import type { Log } from "./core/log.ts";

const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

/**
 * The bot's diary: a line of JSON per event on standard error. Secrets print as `[secret]` wherever they stand.
 * @throws SettingsError for a level there is not.
 */
export function openLog(level: string): Log {
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
    },
    destination({ dest: 2, sync: true }),
  );
  return {
    info: (details, message) => log.info(details, message),
    warn: (details, message) => log.warn(details, message),
    error: (details, message) => log.error(details, message),
  };
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
