import type { Clock } from "../../core/clock.ts";
import type { Observation, Store } from "../../core/store.ts";
import { type Alert, abandoned, ended, lost, openAlerts, silent, unread } from "./alerts.ts";
import type { TenantReading } from "./tenant-reading.ts";

/** Opens an alert where a log is not read, where a stream is silent and where events are lost, and closes it when that is over. */
export function createWatch(given: {
  subjects: Pick<Store["subjects"], "observe" | "find">;
  zone: string;
  clock: Pick<Clock, "now">;
  onObserved(): void;
}) {
  const { subjects, zone, clock } = given;
  /** Some may stem from an earlier life. */
  let open: readonly Alert[] | undefined;
  /** Holes stay, but each is told once. */
  const told = new Set<string>();

  async function observe(observations: readonly Observation[]): Promise<void> {
    if (observations.length === 0) return;
    await subjects.observe(observations);
    given.onObserved();
  }

  /** What is wrong with one log now, each with its words. */
  function wrong({ tenant, reading, holes }: TenantReading): readonly (readonly [Alert, Words])[] {
    const { stuck, streamSilentSince } = reading();
    const since = (kind: Alert["kind"], at: Date): Alert => ({ kind, tenant, since: at });
    return [
      ...(stuck
        ? [began(since("unread", stuck.since), (alert, at) => unread(alert, stuck, at))]
        : []),
      ...(streamSilentSince ? [began(since("silent", streamSilentSince), silent)] : []),
      ...holes().map((hole) =>
        began(since("lost", hole.from), (alert, at) => lost(alert, hole, zone, at)),
      ),
    ];
  }

  return {
    /** To be called about every second. */
    async look(readings: readonly TenantReading[]): Promise<void> {
      open ??= await openAlerts(subjects);
      const at = clock.now();
      const begun = readings.flatMap(wrong).filter(([alert]) => isNews(alert, open ?? [], told));
      const over = open.filter((alert) => isOver(alert, readings));
      if (begun.length + over.length === 0) return;
      await observe([
        ...begun.map(([alert, words]) => words(alert, at)),
        ...over.map((alert) => (isRead(alert, readings) ? ended(alert, at) : abandoned(alert, at))),
      ]);
      for (const [alert] of begun) if (alert.kind === "lost") told.add(nameOf(alert));
      open = [...open.filter((alert) => !over.includes(alert)), ...begun.map(([alert]) => alert)];
    },
  };
}

type Words = (alert: Alert, at: Date) => Observation;

const began = (alert: Alert, words: Words) => [alert, words] as const;

const nameOf = ({ kind, tenant, since }: Alert): string =>
  `${kind} ${tenant} ${since.toISOString()}`;

/** Holes are told one by one; of the others there is one episode at a time. */
function isNews(alert: Alert, open: readonly Alert[], told: ReadonlySet<string>): boolean {
  const { kind, tenant } = alert;
  if (kind === "lost") return !told.has(nameOf(alert));
  return !open.some((other) => other.kind === kind && other.tenant === tenant);
}

const isRead = ({ tenant }: Alert, readings: readonly TenantReading[]): boolean =>
  readings.some((reading) => reading.tenant === tenant);

function isOver({ kind, tenant, since }: Alert, readings: readonly TenantReading[]): boolean {
  const found = readings.find((reading) => reading.tenant === tenant);
  if (!found) return true;
  const { movedAt, heardAt, isClose } = found.signs();
  switch (kind) {
    case "unread":
      return movedAt !== undefined && movedAt > since;
    case "silent":
      return !found.reading().streamed || (heardAt !== undefined && heardAt > since);
    case "lost":
      return isClose;
    default:
      return kind satisfies never;
  }
}
