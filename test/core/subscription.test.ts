import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MINUTE } from "../../src/core/clock.ts";
import { type QuietHours, quietUntil, type Wish, wants } from "../../src/core/subscription.ts";

const wish: Wish = {
  conversation: "local:channel:ops",
  source: "status",
  feed: "",
  as: "thread",
  origin: "chat",
};
const subject = { source: "status", tenants: ["prod"], labels: ["incident"] };

describe("what a subscription is told", () => {
  it.each([
    ["its own source", {}, {}, true],
    ["another source", { source: "changelog" }, {}, false],
    ["its tenant", { tenant: "prod" }, {}, true],
    ["another tenant", { tenant: "dev" }, {}, false],
    ["everyone's trouble, whatever its tenant", { tenant: "dev" }, { tenants: [] }, true],
    ["its label", { only: "incident" }, {}, true],
    ["another label", { only: "maintenance" }, {}, false],
    ["another feed", { feed: "https://a.example/" }, { feed: "https://b.example/" }, false],
    ["its feed", { feed: "https://a.example/" }, { feed: "https://a.example/" }, true],
    [
      "alerts about its source, whatever label it chose",
      { tenant: "dev", only: "x" },
      { source: "watchpost", about: "status", tenants: [] },
      true,
    ],
    [
      "alerts about its source that concern another tenant",
      { tenant: "dev" },
      { source: "logins", about: "status" },
      false,
    ],
    ["alerts about another source", {}, { source: "watchpost", about: "changelog" }, false],
  ])("%s: %j %j → %s", (_what, asked, told, expected) => {
    expect(wants({ ...wish, ...asked }, { ...subject, ...told })).toBe(expected);
  });
});

describe("quiet hours", () => {
  const night: QuietHours = { from: 22 * 60, to: 7 * 60, zone: "Europe/Berlin" };

  it.each([
    ["2026-11-22T20:59:00Z", undefined],
    ["2026-11-22T21:00:00Z", "2026-11-23T06:00:00.000Z"],
    ["2026-11-23T05:59:59Z", "2026-11-23T06:00:00.000Z"],
    ["2026-11-23T06:00:00Z", undefined],
    // The night the clocks go forward, and the one they go back.
    ["2026-03-28T22:00:00Z", "2026-03-29T05:00:00.000Z"],
    ["2026-10-24T22:00:00Z", "2026-10-25T06:00:00.000Z"],
  ])("pass midnight, and keep to the wall clock: %s", (now, until) => {
    expect(quietUntil(night, new Date(now))?.toISOString()).toBe(until);
  });

  it("end at a moment that is not quiet, within a day and an hour", () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const zone = fc.constantFrom(
      "UTC",
      "Europe/Berlin",
      "America/New_York",
      "Asia/Kolkata",
      "Australia/Lord_Howe",
    );
    const time = fc.date({
      min: new Date("2026-01-01"),
      max: new Date("2027-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(minute, minute, zone, time, (from, to, named, now) => {
        fc.pre(from !== to);
        const quiet = { from, to, zone: named };
        const until = quietUntil(quiet, now);
        if (!until) return;
        expect(quietUntil(quiet, until)).toBeUndefined();
        expect(until > now).toBe(true);
        expect(until.getTime() - now.getTime()).toBeLessThanOrEqual(25 * 60 * MINUTE);
      }),
      { numRuns: 30 },
    );
  });

  it("are none where none were asked for", () => {
    expect(quietUntil(undefined, new Date())).toBeUndefined();
  });
});
