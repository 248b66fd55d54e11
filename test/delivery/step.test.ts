import { describe, expect, it } from "vitest";
import { composeCard, digestOf } from "../../src/core/card.ts";
import { renderPlain } from "../../src/core/plain.ts";
import type { Telling } from "../../src/core/store.ts";
import { type KnownSubject, type Phase, withKeys } from "../../src/core/subject.ts";
import type { Loudness, Subscription } from "../../src/core/subscription.ts";
import { firstDue, nextStep } from "../../src/delivery/step.ts";

const noon = new Date("2026-11-22T12:00:00Z");
const phases: readonly Phase[] = ["investigating", "identified", "resolved"];

function subjectWith(count: number): KnownSubject {
  const revisions = withKeys(
    phases.slice(0, count).map((phase, nth) => ({ phase, text: `word ${nth}` })),
  );
  return {
    source: "status",
    id: "i1",
    title: "Logins are slow",
    url: "https://status.example/i1",
    phase: phases[count - 1] ?? "investigating",
    revisions,
    labels: [],
    facts: [],
    tenants: ["prod"],
    firstSeenAt: noon,
    changedAt: noon,
  };
}

function telling(
  count: number,
  untold: number,
  given: { as?: Loudness; shown?: "now" | "before"; quiet?: Subscription["quiet"] } = {},
): Telling {
  const subject = subjectWith(count);
  const { as = "thread", shown, quiet } = given;
  const subscription: Subscription = {
    id: "s1",
    conversation: "slack:channel:C1",
    source: "status",
    feed: "",
    as,
    origin: "settings",
    createdAt: noon,
    ...(quiet ? { quiet } : {}),
  };
  const digest = shown === "now" ? digestOf(composeCard(subject, subscription)) : "an older state";
  return {
    subject,
    subscription,
    untold: subject.revisions.slice(count - untold),
    order: 1,
    ...(shown ? { card: { id: "m1", shown: digest } } : {}),
  };
}

describe("what to do next about a subject", () => {
  it("posts the card first, which tells the one revision there is", () => {
    const step = nextStep(telling(1, 1));
    expect(step).toMatchObject({ kind: "post card", tells: [expect.any(String)] });
  });

  it("does not count revisions that piled up as told by the card alone", () => {
    expect(nextStep(telling(3, 3))).toMatchObject({ kind: "post card", tells: [] });
    const reply = nextStep(telling(3, 3, { shown: "now" }));
    expect(reply).toMatchObject({ kind: "reply", alsoInChannel: false });
    const words = reply.kind === "reply" ? renderPlain(reply.message) : "";
    expect(["word 0", "word 1", "word 2"].map((word) => words.indexOf(word) >= 0)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("brings the card up to date before it replies", () => {
    expect(nextStep(telling(2, 1, { shown: "before" }))).toMatchObject({
      kind: "edit card",
      tells: [],
    });
    expect(nextStep(telling(2, 1, { shown: "now" }))).toMatchObject({ kind: "reply" });
    expect(nextStep(telling(2, 0, { shown: "now" }))).toMatchObject({ kind: "settle" });
  });

  it("keeps to the card where only a card was asked for", () => {
    const step = nextStep(telling(2, 1, { as: "card", shown: "before" }));
    expect(step).toMatchObject({ kind: "edit card", tells: [expect.any(String)] });
    const words = step.kind === "edit card" ? renderPlain(step.message) : "";
    expect(words).toContain("word 0");
    expect(words).toContain("word 1");
  });

  it("shows replies to the whole channel only where that was asked for", () => {
    expect(nextStep(telling(2, 1, { as: "all", shown: "now" }))).toMatchObject({
      alsoInChannel: true,
    });
  });
});

describe("quiet hours", () => {
  const quiet = { from: 11 * 60, to: 13 * 60, zone: "UTC" };

  it("hold back posts and replies until they end", () => {
    expect(firstDue([telling(1, 1, { quiet })], noon)).toEqual({
      step: undefined,
      wakeAt: new Date("2026-11-22T13:00:00Z"),
    });
  });

  it("let a card be edited, which makes no sound", () => {
    expect(firstDue([telling(2, 1, { quiet, shown: "before" })], noon)).toMatchObject({
      step: { kind: "edit card" },
    });
  });

  it("of one subscription do not hold back another's news", () => {
    const due = firstDue([telling(1, 1, { quiet }), telling(2, 1, { shown: "now" })], noon);
    expect(due).toMatchObject({ step: { kind: "reply" } });
  });
});
