import { SettingsError } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import { hide } from "../hide.ts";
import { complain } from "./say.ts";

/** What nobody caught is said in the diary: the system's own last words could hold anything, the diary's hold no secret. */
export function noteFailures(log: Log): void {
  // An SDK that drops a promise must not end the bot: nothing is lost by going on, and the log says what happened.
  process.on("unhandledRejection", (error) =>
    log.error({ err: error }, "a failure went unnoticed"),
  );
  process.on("uncaughtException", (error) => {
    log.error(
      { err: error },
      "Watchpost failed and ends; what was under way goes on when it starts",
    );
    process.exit(1);
  });
}

/** Says what ended the program, in words where it is known to happen. */
export function fail(error: unknown): void {
  complain(hide.text(lastWords(error)));
  process.exitCode = 1;
}

/** What is to be mended, where somebody can; else whatever is known of a fault. */
export function lastWords(error: unknown): string {
  if (error instanceof SettingsError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (!("code" in error && error instanceof TypeError)) return error.stack ?? error.message;
  const isSlip = String(error.code).startsWith("ERR_PARSE_ARGS");
  return isSlip ? `${error.message}\n"watchpost help" lists what each takes.` : error.message;
}
