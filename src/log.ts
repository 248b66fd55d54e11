import { destination, pino } from "pino";
import type { Log } from "./core/log.ts";

/** The bot's diary: a line of JSON per event on standard error. Secrets print as `[secret]` wherever they stand. */
export function openLog(level: string): Log {
  const log = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination({ dest: 2, sync: true }),
  );
  return {
    info: (details, message) => log.info(details, message),
    warn: (details, message) => log.warn(details, message),
    error: (details, message) => log.error(details, message),
  };
}
