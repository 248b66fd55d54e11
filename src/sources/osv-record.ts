import { z } from "zod";
import { idAs } from "../core/advisory.ts";

const text = z.string().optional().catch(undefined);
/** One entry that is not as it should be never hides the others. */
const many = <T extends z.ZodType>(one: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((all) =>
      all.flatMap((each): z.output<T>[] => {
        const read = one.safeParse(each);
        return read.success ? [read.data] : [];
      }),
    );

/** There may be thousands: each is only looked at. */
const strings = z
  .array(z.unknown())
  .catch([])
  .transform((all) => all.filter((each) => typeof each === "string"));

const event = z.object({
  introduced: text,
  fixed: text,
  last_affected: text,
  limit: text,
});

const range = z.object({ type: z.string(), events: many(event) });

const rating = z.object({ type: z.string().catch(""), score: z.string() });

const specific = z.object({ severity: text }).optional().catch(undefined);

const affected = z.object({
  package: z.object({ ecosystem: z.string(), name: z.string() }),
  ranges: many(range).optional().default([]),
  versions: strings.optional().default([]),
  severity: many(rating).optional().default([]),
  database_specific: specific,
  ecosystem_specific: specific,
});

const osvRecord = z.object({
  id: z.string().min(1).max(200).transform(idAs),
  summary: text,
  details: text,
  published: text,
  modified: text,
  withdrawn: text,
  aliases: many(z.string().max(200).transform(idAs)).optional().default([]),
  affected: many(affected).optional().default([]),
  severity: many(rating).optional().default([]),
  references: many(z.object({ type: z.string().catch(""), url: z.string() }))
    .optional()
    .default([]),
  database_specific: specific,
});

/** An advisory as OSV tells it. */
export type OsvRecord = z.output<typeof osvRecord>;
export type OsvAffected = OsvRecord["affected"][number];
export type OsvEvent = z.output<typeof event>;

/** Undefined where it is none. */
export function readRecord(data: unknown): OsvRecord | undefined {
  return osvRecord.safeParse(data).data;
}
