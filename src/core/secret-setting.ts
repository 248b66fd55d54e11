import { z } from "zod";
import { Secret, valuesOf } from "./secret.ts";

/** A setting that must never be printed. Its problems never repeat what was given. */
export const secret = () => secretOf((given) => (typeof given === "string" ? given : ""));

/** While one is changed for another. */
const mostValues = 2;

/**
 * What whoever knocks at a door proves themselves with. Two of them count while one is changed for the other: a list, or the
 * lines of one value.
 */
export function doorSecret({ atLeast = 1 }: { readonly atLeast?: number } = {}) {
  return secretOf(linesOf)
    .refine((given) => valuesOf(given).length <= mostValues, {
      error: "has more than two values; the newest and the one before it are enough",
    })
    .refine((given) => valuesOf(given).every(({ length }) => length >= atLeast), {
      error: `is too short to keep strangers out; make one of ${atLeast} characters or more`,
    })
    .meta({
      anyOf: [
        { type: "string" },
        { type: "array", items: { type: "string" }, maxItems: mostValues },
      ],
      writeOnly: true,
    });
}

function secretOf(textOf: (given: unknown) => string) {
  return z.preprocess(
    (given) => {
      if (given instanceof Secret) return given;
      const text = textOf(given);
      return text.trim() === "" ? undefined : new Secret(text);
    },
    z.instanceof(Secret, { error: "needs a value" }),
  );
}

/** A list lacks nothing: one of its values that is empty is a mistake. */
function linesOf(given: unknown): string {
  if (typeof given === "string") return given;
  if (!Array.isArray(given)) return "";
  const whole = given.every((one) => typeof one === "string" && one.trim() !== "");
  return whole ? given.join("\n") : "";
}
