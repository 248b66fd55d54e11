import { z } from "zod";

/** Words that may be null, "" or missing: then they are absent. */
export const words = z
  .string()
  .optional()
  .catch(undefined)
  .transform((given) => (given === undefined || given.trim() === "" ? undefined : given));

/** A list of words that may be null or missing; what is no word in it is left out. */
export const wordList = z
  .array(z.unknown())
  .catch([])
  .transform((given) =>
    given.filter((item): item is string => typeof item === "string" && item !== ""),
  );

/** True only where it says so. */
export const flag = z.boolean().catch(false);

/** An object without the properties that are undefined. */
export type Told<Shape> = { [Key in keyof Shape]: Exclude<Shape[Key], undefined> };

export function told<Shape extends object>(shape: Shape): Partial<Told<Shape>> {
  return Object.fromEntries(
    Object.entries(shape).filter(([, value]) => value !== undefined),
  ) as Partial<Told<Shape>>;
}
