import { earliest } from "./freshness.ts";
import { isOpen, type KnownSubject, type Phase } from "./subject.ts";

/** How an incident or a maintenance went, by its source's own times. */
export interface Course {
  /** incident: something broke. maintenance: something was planned. */
  readonly kind: "incident" | "maintenance";
  readonly open: boolean;
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
    began: begins ?? earliest(times) ?? subject.firstSeenAt,
    ...(ended && !open ? { ended } : {}),
    analysed: revisions.some((revision) => revision.phase === "postmortem"),
    lastAt: [...times].sort((a, b) => a.getTime() - b.getTime()).at(-1) ?? subject.changedAt,
  };
}
