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
  const known = error instanceof SettingsError || (error instanceof TypeError && "code" in error);
  const words = known
    ? (error as Error).message
    : error instanceof Error
      ? error.stack
      : String(error);
  complain(hide.text(words ?? ""));
  process.exitCode = 1;
}
