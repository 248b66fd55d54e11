import { entries, incidents } from "./script.ts";

/** What is said of an incident at one moment. Times are milliseconds since the story began; the past is negative. */
export interface StoryUpdate {
  readonly atMs: number;
  /** The status word, as the status page writes it. */
  readonly status: string;
  readonly text: string;
}

export interface StoryIncident {
  readonly id: string;
  readonly name: string;
  readonly impact: "minor" | "major" | "maintenance";
  readonly authenticationAffected: boolean;
  readonly regions: readonly string[];
  /** When planned work begins. */
  readonly scheduledMs?: number;
  /** Oldest first; what has been said by now. Never empty. */
  readonly updates: readonly StoryUpdate[];
}

/** An entry of the change log: said once, never changed. */
export interface StoryEntry {
  readonly id: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly atMs: number;
}

export interface Story {
  readonly incidents: readonly StoryIncident[];
  readonly entries: readonly StoryEntry[];
}

const closed = ["Resolved", "Completed", "Postmortem"];

/** What the pretend world shows so long after the story began. Newest change first, as the real feeds do. */
export function storyAt(elapsedMs: number): Story {
  return {
    incidents: incidents
      .map((incident) => ({
        ...incident,
        updates: incident.updates.filter(({ atMs }) => atMs <= elapsedMs),
      }))
      .filter(({ updates }) => updates.length > 0)
      .sort((a, b) => changedMs(b) - changedMs(a)),
    entries: entries.filter(({ atMs }) => atMs <= elapsedMs).sort((a, b) => b.atMs - a.atMs),
  };
}

export function latestOf({ updates }: Pick<StoryIncident, "updates">): StoryUpdate {
  const latest = updates.at(-1);
  if (!latest) throw new TypeError("an incident of the story has no update");
  return latest;
}

export const changedMs = (incident: StoryIncident): number => latestOf(incident).atMs;

/** Still going on, or still to come. */
export const isActive = (incident: StoryIncident): boolean =>
  !closed.includes(latestOf(incident).status);
