import {
  entries,
  incidents,
  type StoryEntry,
  type StoryIncident,
  type StoryUpdate,
} from "./script.ts";

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
