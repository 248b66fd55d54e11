import { z } from "zod";
import { roles } from "./access.ts";
import { outcomes } from "./said.ts";
import { plainJson } from "./visible.ts";

/**
 * line: somebody said something. The others are what Watchpost did, or somebody on the machine it runs on:
 * settings: it was started with other settings. forgotten: a person is gone from an archive. dropped: the trail's oldest
 * entries are gone.
 */
export const auditKinds = [
  "line",
  "started",
  "stopped",
  "settings",
  "backup",
  "restore",
  "forgotten",
  "dropped",
] as const;
export type AuditKind = (typeof auditKinds)[number];

/** In this order an entry is written. What is not named here stands in none. */
const form = z.object({
  at: z.iso.datetime(),
  kind: z.enum(auditKinds),
  by: z.object({ id: z.string(), name: z.string() }).optional(),
  /** The conversation. */
  in: z.string().optional(),
  command: z.string().optional(),
  /** The words after it that are about nobody; a dot stands for each of the others. */
  words: z.string().optional(),
  /** Keyed digests of the others, by which they can be found and not read. */
  about: z.array(z.string()).readonly().optional(),
  role: z.enum(roles).optional(),
  audience: z.enum(["asker", "all"]).optional(),
  outcome: z.enum(outcomes).optional(),
  ms: z.number().optional(),
  /** After an entry that the line was overdue: how it went in the end, unseen by whoever asked. */
  late: z.literal(true).optional(),
  reference: z.string().optional(),
  /** The platform's id of the line: the same where it was answered again after a crash. */
  line: z.string().optional(),
  /** Of what is no line, in words. */
  detail: z.string().optional(),
});

type Form = z.infer<typeof form>;

/** What one entry says. */
export type AuditEntry = Readonly<Omit<Form, "at">> & { readonly at: Date };

/** The same words for the same entry, always: JSON without spaces, its keys in one order, and one line for whoever reads it. */
export const textOf = (entry: AuditEntry): string => plainJson(JSON.stringify(entry, keys));

const keys = [...Object.keys(form.shape), "id", "name"];

/** Undefined for what no entry looks like: somebody wrote something else in its place. */
export function entryOf(text: string): AuditEntry | undefined {
  try {
    const { at, ...entry } = form.parse(JSON.parse(text));
    return { ...entry, at: new Date(at) };
  } catch {
    return undefined;
  }
}
