import { describe, expect, it } from "vitest";
import { cardTells, composeCard, composeUpdates } from "../../src/core/card.ts";
import { HOUR } from "../../src/core/clock.ts";
import type { Message } from "../../src/core/message.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { type KnownSubject, type Phase, phases } from "../../src/core/subject.ts";
import type { loudnesses, Subscription } from "../../src/core/subscription.ts";
import { ago, entry, incident, noon, type Said, said } from "../fakes/subjects.ts";

const mention = "slack:group:oncall";
const card = (subject: KnownSubject, as: (typeof loudnesses)[number] = "thread") =>
  composeCard(subject, { as });
const plainly = (message: Message) => renderPlain(message);

const begun = said("investigating", ago(2 * HOUR), "Logins fail for some.");
const found = said("identified", ago(HOUR), "We know why.");
const three: readonly Said[] = [begun, found, said("resolved", ago(0), "It is over.")];

describe("a card", () => {
  it("shows the state, the newest words and how it began", () => {
    expect(plainly(card(incident([begun, found])))).toBe(
      [
        "Identified: Elevated errors at login (prod)",
        "Elevated errors at login",
        "Status: Identified",
        "Tenant: prod",
        "Identified 2026-11-22 11:00 UTC – We know why.",
        "First word 2026-11-22 10:00 UTC: Logins fail for some.",
        "[Status now] status prod",
        "[Open the original] https://status.example/incidents/i1",
      ].join("\n"),
    );
  });

  it("holds the whole history where no thread will, newest first", () => {
    const plain = plainly(card(incident(three), "card"));
    expect(plain.indexOf("It is over")).toBeLessThan(plain.indexOf("We know why"));
    expect(plain.indexOf("We know why")).toBeLessThan(plain.indexOf("Logins fail"));
  });

  it("names every tenant it hits", () => {
    const both = incident([begun], { tenants: ["dev", "prod"] });
    expect(plainly(card(both))).toContain("Tenants: dev, prod");
    expect(card(both).summary).toContain("(dev, prod)");
  });

  it("calls open what no one at Auth0 investigates", () => {
    const alert = incident([begun], { about: "status", title: "Synthetic login fails on prod" });
    expect(card(alert).summary).toBe("Open: Synthetic login fails on prod");
    expect(plainly(card(alert))).toContain("Status: Open");
    expect(plainly(card(alert))).not.toMatch(/investigating/i);
    const weakness = incident([found], { labels: ["high", "affected"], tenants: [] });
    expect(card(weakness).summary).toBe("Open: Elevated errors at login");
    const mended = incident(three, { labels: ["high", "affected"], tenants: [] });
    expect(card(mended).summary).toBe("Resolved: Elevated errors at login");
    expect(plainly(composeUpdates(weakness, weakness.revisions, {}))).toContain("Open 2026");
  });

  it("calls whom it is to call only while logins suffer", () => {
    const suffering = incident([begun], { authenticationAffected: true });
    const calls = (subject: KnownSubject) =>
      JSON.stringify(composeCard(subject, { as: "thread", mention })).includes(mention);
    expect(calls(suffering)).toBe(true);
    expect(plainly(card(suffering))).toContain("Logins: affected");
    expect(calls(incident([begun], { authenticationAffected: false }))).toBe(false);
    const over = incident(three, { authenticationAffected: true });
    expect(calls(over)).toBe(false);
    expect(plainly(card(over))).toContain("Logins: were affected");
  });

  it("calls by name where one is known, and never shows an id in its place", () => {
    const suffering = incident([begun], { authenticationAffected: true });
    const by = { id: mention, name: "Grace" } as const;
    const called = (wish: Pick<Subscription, "by">) =>
      plainly(composeCard(suffering, { as: "thread", mention, ...wish }));
    expect(called({ by })).toContain("Authentication is affected: @Grace\n");
    const unknown = "Authentication is affected: @whoever is on call here\n";
    expect(called({})).toContain(unknown);
    expect(called({ by: { ...by, id: "local:user:somebody-else" } })).toContain(unknown);
  });

  it("feels as its phase does, and warns of what breaks", () => {
    const tone = (phase: Phase) => card(incident([said(phase, noon)])).tone;
    expect(phases.map(tone)).toEqual([
      "warning",
      "bad",
      "bad",
      "warning",
      "warning",
      "warning",
      "good",
      "good",
      "neutral",
      "neutral",
    ]);
    expect(card(entry("x", noon, { labels: ["breaking"] })).tone).toBe("warning");
    expect(card(entry("x", noon, { labels: ["deprecation"] })).summary).toBe("Deprecation: x");
    expect(card(entry("x", noon, { labels: ["ga", "early-access"] })).summary).toBe(
      "GA, Early access: x",
    );
  });

  it("says when planned work starts, and once it has, that it did", () => {
    const startsAt = ago(-HOUR);
    expect(plainly(card(incident([said("scheduled", noon)], { startsAt })))).toContain(
      "Starts: 2026-11-22 13:00 UTC",
    );
    expect(plainly(card(incident([said("in progress", noon)], { startsAt })))).toContain(
      "Started: ",
    );
  });

  it("never holds an empty heading, text or fact, which platforms refuse", () => {
    const empty = entry(" \n", noon, {
      text: "",
      url: "",
      facts: [{ label: "Impact", value: " " }],
    });
    const { blocks } = card(empty);
    const published = { label: "Published", value: [{ time: noon }] };
    expect(blocks).toEqual([
      { kind: "heading", text: "Untitled" },
      { kind: "fields", fields: [published] },
    ]);
  });

  it("says where it cut, and where the whole is", () => {
    const long = "word ".repeat(2000);
    expect(plainly(card(entry("x", noon, { text: long })))).toContain(
      "Cut here. Read all of it (https://changelog",
    );
    expect(plainly(card(entry("x", noon, { text: long, url: "" })))).toContain(
      "Cut here: it goes on.",
    );
  });
});

describe("updates", () => {
  it("are one reply that lists all that piled up, oldest first", () => {
    const { revisions } = incident(three);
    const message = composeUpdates(incident(three), revisions, {});
    expect(message.summary).toBe("Resolved: Elevated errors at login (prod): It is over.");
    expect(plainly(message)).toContain(
      "3 updates\n- Investigating 2026-11-22 10:00 UTC – Logins fail for some.\n- Identified",
    );
    expect(plainly(composeUpdates(incident(three), revisions.slice(-1), {}))).not.toContain(
      "updates",
    );
  });

  it("are not needed where the card, just posted, has told the only one", () => {
    const subject = incident(three);
    expect(cardTells(subject, "thread", subject.revisions.slice(-1))).toBe(true);
    expect(cardTells(subject, "thread", subject.revisions)).toBe(false);
    expect(cardTells(subject, "thread", subject.revisions.slice(0, 1))).toBe(false);
    expect(cardTells(subject, "card", subject.revisions)).toBe(true);
  });
});

describe("the buttons of a card", () => {
  it("offer what one does about it, for as long as it is open", () => {
    const offers = [{ label: "Log in now", line: "login prod" }];
    const alert = incident([begun], { about: "status", offers, url: "" });
    expect(plainly(card(alert))).toContain("[Log in now] login prod\n[Status now] status prod");
    const over = incident(three, { about: "status", offers, url: "" });
    expect(plainly(card(over))).not.toContain("[");
  });

  it("ask for every tenant's status where it hits several, and for none where it is no matter of status", () => {
    const both = incident([begun], { tenants: ["dev", "prod"] });
    expect(plainly(card(both))).toContain("[Status now] status\n");
    const advisory = incident([begun], { source: "advisories" });
    expect(plainly(card(advisory))).not.toContain("Status now");
  });
});

it("shows a conversation among its facts by whatever name the platform has for it", () => {
  const value = "slack:channel:C1" as const;
  const facts = [{ label: "Conversation", value, conversation: value }];
  const { blocks } = card(incident([begun], { facts, tenants: [] }));
  const named = [{ conversation: value, name: value }];
  expect(JSON.stringify(blocks[1])).toContain(JSON.stringify(named));
});
