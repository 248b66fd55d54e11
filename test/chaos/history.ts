import fc from "fast-check";
import type { Observation } from "../../src/core/store.ts";
import { type Phase, type Subject, withKeys } from "../../src/core/subject.ts";
import type { Fault } from "./platform.ts";

/** What happens to the world, the platform and the bot, in order. */
export type Happening =
  | {
      readonly what: "read";
      readonly subject: number;
      readonly more: number;
      readonly tenants: "a" | "b" | "both";
      readonly redate: number;
    }
  | { readonly what: "archive" | "unarchive"; readonly conversation: number }
  | {
      readonly what: "faults";
      readonly chance: number;
      readonly kinds: readonly Fault[];
      readonly seed: number;
    }
  | { readonly what: "breathe" };

const kinds: readonly Fault[] = ["drop-before", "drop-after", "throttle", "error", "slow"];

export const histories = fc.record({
  happenings: fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          what: fc.constant("read" as const),
          subject: fc.integer({ min: 0, max: 2 }),
          more: fc.integer({ min: 0, max: 3 }),
          tenants: fc.constantFrom("a" as const, "b" as const, "both" as const),
          redate: fc.integer({ min: 0, max: 1000 }),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          what: fc.constantFrom("archive" as const, "unarchive" as const),
          conversation: fc.integer({ min: 0, max: 3 }),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          what: fc.constant("faults" as const),
          chance: fc.constantFrom(0.2, 0.5),
          kinds: fc.subarray([...kinds], { minLength: 1 }),
          seed: fc.integer(),
        }),
      },
      { weight: 2, arbitrary: fc.constant({ what: "breathe" as const }) },
    ),
    { minLength: 6, maxLength: 18 },
  ),
  /** After how many steps each life of the bot ends. */
  deaths: fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 2, maxLength: 5 }),
});

const course: readonly Phase[] = [
  "investigating",
  "identified",
  "identified",
  "monitoring",
  "resolved",
  "postmortem",
];

/** The words of one revision: they occur nowhere else. */
export const wordsOf = (subject: number, nth: number): string => `<words ${subject}.${nth}>`;
export const titleOf = (subject: number): string => `<title ${subject}>`;

/** A feed's entry after so many revisions, as a feed would show it: all of its history, and dates it makes up anew. */
export function subjectAfter(subject: number, count: number, redate: number): Subject {
  const revisions = withKeys(
    Array.from({ length: count }, (_, nth) => ({
      phase: phaseOf(nth),
      text: wordsOf(subject, nth),
      at: new Date(Date.UTC(2026, 10, 22) + redate * 1000 + nth),
    })),
  );
  return {
    source: "status",
    id: `incident-${subject}`,
    title: titleOf(subject),
    url: "https://status.example/incidents/1",
    phase: phaseOf(count - 1),
    revisions,
    labels: [],
    facts: [],
  };
}

const phaseOf = (nth: number): Phase => course[Math.min(nth, course.length - 1)] ?? "postmortem";

export function observationOf(tenant: string, subjects: readonly Subject[]): Observation {
  const target = {
    key: `status:${tenant}`,
    source: "status",
    title: `Status of ${tenant}`,
    tenant,
  };
  return { target, at: new Date(), subjects };
}
