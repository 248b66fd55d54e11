import { ago, night } from "../../scripts/gallery/night.ts";
import { MINUTE } from "../../src/core/clock.ts";
import { type Phase, type Subject, withKeys } from "../../src/core/subject.ts";

const told: readonly (readonly [Phase, number, string])[] = [
  ["investigating", 9, "Aardvark: some logins fail in US-3."],
  ["identified", 7, "Badger: a replica fell behind; 12.5 % of logins wait for 30 seconds."],
  ["monitoring", 5, "Cormorant: the replica has caught up."],
  ["resolved", 3, "Dormouse: logins have been well for 40 minutes."],
  ["postmortem", 1, "Echidna: a task held a lock for longer than its limit."],
];

/** Each telling's first word, which nothing else says. */
export const markers: readonly string[] = told.map(([, , text]) => text.split(":")[0] ?? "");

/** The incident as the status page has it after so many tellings. */
export function incidentAfter(count: number, id = "story-1"): Subject {
  const sofar = told.slice(0, count);
  return {
    source: "status",
    id,
    title: `Failing logins (${id})`,
    url: `https://status.example.com/incidents/${id}`,
    phase: sofar.at(-1)?.[0] ?? "investigating",
    revisions: withKeys(
      sofar.map(([phase, minutes, text]) => ({ phase, at: ago(minutes * MINUTE), text })),
    ),
    labels: [],
    facts: [
      { label: "Impact", value: "Major" },
      { label: "Region", value: "US-3" },
    ],
    startsAt: new Date(night.getTime() - 10 * MINUTE),
    authenticationAffected: true,
  };
}
