import { z } from "zod";
import { Secret } from "./secret.ts";

/** A setting that must never be printed. Its problems never repeat what was given. */
export function secret() {
  return z.preprocess(
    (given) =>
      given instanceof Secret
        ? given
        : typeof given === "string" && given.trim() !== ""
          ? new Secret(given)
          : undefined,
    z.instanceof(Secret, { error: "needs a value" }),
  );
}
