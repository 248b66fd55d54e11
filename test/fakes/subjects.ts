import type { TargetState } from "../../src/core/store.ts";
import { type KnownSubject, type Phase, type Revision, withKeys } from "../../src/core/subject.ts";

/** Noon of the day on which these tests take place. */
export const noon = new Date("2026-11-22T12:00:00Z");

/** A moment before noon of that day. */
export function ago(ms: number): Date {
  return new Date(noon.getTime() - ms);
}

export type Said = Omit<Revision, "key">;

/** Something that Auth0's status page tells of. Its phase is the last thing said. */
export function incident(
  said: readonly Said[],
  more: Partial<KnownSubject> & { id?: string } = {},
): KnownSubject {
  const revisions = withKeys(said);
  const id = more.id ?? "i1";
  return {
    source: "status",
    id,
    title: "Elevated errors at login",
    url: `https://status.example/incidents/${id}`,
    phase: revisions.at(-1)?.phase ?? "investigating",
    revisions,
    labels: [],
    facts: [],
    tenants: ["prod"],
    firstSeenAt: said[0]?.at ?? noon,
    changedAt: said.at(-1)?.at ?? noon,
    ...more,
  };
}

export const said = (phase: Phase, at: Date, text = `It is ${phase}.`): Said => ({
  phase,
  text,
  at,
});

/** An entry of the change log. */
export function entry(
  title: string,
  at: Date,
  more: Partial<KnownSubject> & { text?: string } = {},
): KnownSubject {
  const { text = `About ${title}`, ...rest } = more;
  return {
    ...incident([{ phase: "published", text, at }]),
    source: "changelog",
    id: title,
    title,
    url: `https://changelog.example/#${encodeURIComponent(title)}`,
    tenants: [],
    ...rest,
  };
}

/** A target that was read half a minute ago, and knows since ten days before. */
export function target(more: Partial<TargetState> = {}): TargetState {
  return {
    key: "status/prod",
    source: "status",
    title: "Auth0 status for prod",
    tenant: "prod",
    firstReadAt: new Date("2026-11-12T12:00:00Z"),
    lastReadAt: ago(30_000),
    failures: 0,
    validators: {},
    ...more,
  };
}

/** A target that could never be read. */
export function unread({ error }: { error?: string } = {}): TargetState {
  const { firstReadAt: _first, lastReadAt: _last, ...rest } = target({ failures: 1 });
  return { ...rest, ...(error ? { error } : {}) };
}
