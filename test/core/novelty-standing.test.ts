import { expect, it } from "vitest";
import { noveltyOf } from "../../src/core/novelty.ts";
import { type Subject, withKeys } from "../../src/core/subject.ts";

const monday = new Date("2026-03-02T09:00:00.000Z");
const tuesday = new Date("2026-03-03T09:00:00.000Z");
const wednesday = new Date("2026-03-04T09:00:00.000Z");

const shown = (phases: readonly Subject["phase"][], more: Partial<Subject> = {}): Subject => ({
  source: "status",
  id: "m1",
  title: "Work on the database",
  url: "",
  phase: phases.at(-1) ?? "scheduled",
  revisions: withKeys(phases.map((phase) => ({ phase, text: `It is ${phase}.` }))),
  labels: [],
  facts: [],
  ...more,
});

it("takes nothing from a subject where the page that says more could not be had, or forgets it", () => {
  const facts = [{ label: "Impact", value: "major" }];
  const planned = shown(["scheduled"], { facts, startsAt: tuesday });
  const before = noveltyOf(planned, undefined, monday, "prod").after;

  const unread = noveltyOf(shown(["scheduled"]), before, monday, "prod");
  expect(unread).toMatchObject({ changed: false, after: { facts, startsAt: tuesday } });
  const over = noveltyOf(shown(["scheduled", "completed"]), before, wednesday, "prod").after;
  expect(over).toMatchObject({ phase: "completed", facts });

  const less = [{ label: "Impact", value: "minor" }];
  const read = noveltyOf(shown(["scheduled"], { facts: less }), before, monday, "prod");
  expect(read).toMatchObject({ changed: true, after: { facts: less } });
});
