import { earliest } from "./freshness.ts";
import type { Tone } from "./message.ts";
import { isOpen, type KnownSubject, type Phase } from "./subject.ts";

/** Where something stands, in the order that whoever is woken up wants it. */
export const standings = ["trouble", "work", "ahead", "over"] as const;
/** trouble: an open incident. work: maintenance under way. ahead: maintenance to come. over: what is past. */
export type Standing = (typeof standings)[number];

/** How an incident or a maintenance went, by its source's own times. */
export interface Course {
  /** incident: something broke. maintenance: something was planned. */
  readonly kind: "incident" | "maintenance";
  readonly open: boolean;
  readonly stands: Standing;
  /** When it began, as its source says it; else when it was first seen. */
  readonly began: Date;
  /** When it last ended; absent while it is open, or where no time was told. */
  readonly ended?: Date;
  /** The root-cause analysis is there. */
  readonly analysed: boolean;
  /** The last time that anything was said about it. */
  readonly lastAt: Date;
}

const planned: readonly Phase[] = ["scheduled", "in progress", "verifying", "completed"];
const ends: readonly Phase[] = ["resolved", "completed"];

export function courseOf(subject: KnownSubject): Course {
  const { revisions, phase, startsAt } = subject;
  const maintenance = revisions.some((revision) => planned.includes(revision.phase));
  const open = isOpen(phase);
  const ended = revisions.findLast((revision) => ends.includes(revision.phase))?.at;
  const times = revisions.flatMap(({ at }) => (at ? [at] : []));
  const begins = maintenance ? startsAt : undefined;
  return {
    kind: maintenance ? "maintenance" : "incident",
    open,
    stands: standingOf(phase),
    began: begins ?? earliest(times) ?? subject.firstSeenAt,
    ...(ended && !open ? { ended } : {}),
    analysed: revisions.some((revision) => revision.phase === "postmortem"),
    lastAt: [...times].sort((a, b) => a.getTime() - b.getTime()).at(-1) ?? subject.changedAt,
  };
}

function standingOf(phase: Phase): Standing {
  if (!isOpen(phase)) return "over";
  if (phase === "scheduled") return "ahead";
  return phase === "in progress" || phase === "verifying" ? "work" : "trouble";
}

/** How all of it together should feel; what is only being watched is no longer at its worst. */
export function toneOfAll(
  all: readonly { readonly subject: KnownSubject; readonly course: Course }[],
): Tone {
  const trouble = all.filter(({ course }) => course.stands === "trouble");
  if (trouble.some(({ subject }) => subject.phase !== "monitoring")) return "bad";
  return trouble.length > 0 || all.some(({ course }) => course.stands === "work")
    ? "warning"
    : "good";
}
