import { describe, expect, it } from "vitest";
import {
  newsFor,
  noveltyOf,
  noveltyOfAll,
  oldestOf,
  saysAuthentication,
} from "../../src/core/novelty.ts";
import { type KnownSubject, type Phase, type Subject, withKeys } from "../../src/core/subject.ts";
import type { Subscription } from "../../src/core/subscription.ts";

const start = new Date("2026-03-02T09:00:00.000Z");
const minutes = (count: number): Date => new Date(start.getTime() + count * 60_000);
const days = (count: number): Date => minutes(count * 24 * 60);

type Said = Phase | readonly [Phase, string] | readonly [Phase, string, Date];

function incident(said: readonly Said[], changes: Partial<Subject> = {}): Subject {
  const revisions = withKeys(
    said.map((one) => {
      const [phase, text = `It is ${phase}.`, at] = typeof one === "string" ? [one] : one;
      return { phase, text, ...(at ? { at } : {}) };
    }),
  );
  return {
    source: "status",
    id: "i1",
    title: "Logins fail",
    url: "",
    phase: revisions.at(-1)?.phase ?? "published",
    revisions,
    labels: [],
    facts: [],
    ...changes,
  };
}

/** The subject after having been seen so, once each minute. */
function remembered(...seen: readonly Subject[]): KnownSubject | undefined {
  let known: KnownSubject | undefined;
  for (const [index, one] of seen.entries()) {
    known = noveltyOf(one, known, minutes(index), "prod").after;
  }
  return known;
}

describe("what reading a subject once more brings", () => {
  it("is everything where it was not known", () => {
    const novelty = noveltyOf(incident(["investigating"]), undefined, start, "prod");
    expect(novelty).toMatchObject({ changed: true, fresh: [{ phase: "investigating" }] });
    expect(novelty.after).toMatchObject({
      tenants: ["prod"],
      firstSeenAt: start,
      changedAt: start,
    });
  });

  it("is the words that are new, and nothing the second time", () => {
    const grown = incident(["investigating", "identified"]);
    const before = remembered(incident(["investigating"]));
    const once = noveltyOf(grown, before, minutes(5), "prod");
    expect(once.fresh.map(({ phase }) => phase)).toEqual(["identified"]);
    expect(once.after.changedAt).toEqual(minutes(5));
    const twice = noveltyOf(grown, once.after, minutes(6), "prod");
    expect(twice).toMatchObject({ fresh: [], changed: false });
    expect(twice.after.changedAt).toEqual(minutes(5));
  });

  it("is nothing where only dates or spaces moved, but the dates are kept", () => {
    const before = remembered(incident([["resolved", "All is well.", start]]));
    const moved = incident([["resolved", "All  is\nwell.", days(3)]]);
    const { fresh, changed, after: then } = noveltyOf(moved, before, days(3), "prod");
    expect({ fresh, changed }).toEqual({ fresh: [], changed: false });
    expect(then.revisions[0]?.at).toEqual(days(3));
  });

  it("forgets no words that the source no longer shows", () => {
    const before = remembered(incident(["investigating", "identified"]));
    const { after: then } = noveltyOf(incident(["resolved"]), before, minutes(5), "prod");
    expect(then.revisions.map(({ phase }) => phase)).toEqual([
      "investigating",
      "identified",
      "resolved",
    ]);
  });

  it("is a change where another tenant is hit or the title is another", () => {
    const before = remembered(incident(["investigating"]));
    const hit = noveltyOf(incident(["investigating"]), before, minutes(5), "dev");
    expect(hit).toMatchObject({ changed: true, fresh: [], after: { tenants: ["dev", "prod"] } });
    const renamed = incident(["investigating"], { title: "All logins fail" });
    expect(noveltyOf(renamed, before, minutes(5), "prod").changed).toBe(true);
  });

  it("dates what is new to the bot as its source does, but never in the future", () => {
    const at = (when: Date) =>
      noveltyOf(incident([["published", "x", when]]), undefined, start, undefined).after.changedAt;
    expect(at(days(-40))).toEqual(days(-40));
    expect(at(days(40))).toEqual(start);
  });
});

describe("planned work", () => {
  const planned = (startsAt: Date) => incident(["scheduled"], { startsAt });
  const see = (seen: Subject, before: KnownSubject | undefined, at: Date) =>
    noveltyOf(seen, before, at, undefined);

  it("begins at its hour, once, though the source still calls it scheduled", () => {
    const announced = see(planned(minutes(10)), undefined, start);
    expect(announced.after.phase).toBe("scheduled");
    const begun = see(planned(minutes(10)), announced.after, minutes(10));
    expect(begun).toMatchObject({
      after: { phase: "in progress" },
      fresh: [{ phase: "in progress" }],
    });
    const later = see(planned(minutes(10)), begun.after, minutes(11));
    expect(later).toMatchObject({ changed: false, fresh: [], after: { phase: "in progress" } });
  });

  it("begins again after it was put off, and not because its start was only corrected", () => {
    const begun = see(planned(minutes(10)), undefined, minutes(10)).after;
    expect(see(planned(minutes(8)), begun, minutes(12)).fresh).toEqual([]);
    const putOff = see(planned(minutes(60)), begun, minutes(20));
    expect(putOff.after.phase).toBe("scheduled");
    const again = see(planned(minutes(60)), putOff.after, minutes(60));
    expect(again).toMatchObject({
      after: { phase: "in progress" },
      fresh: [{ phase: "in progress" }],
    });
  });

  it("goes on as the source says once it says more", () => {
    const begun = see(planned(minutes(10)), undefined, minutes(10)).after;
    const done = incident(["scheduled", "completed"], { startsAt: minutes(10) });
    expect(see(done, begun, minutes(30))).toMatchObject({
      after: { phase: "completed" },
      fresh: [{ phase: "completed" }],
    });
  });
});

describe("authentication", () => {
  const said = (authenticationAffected?: boolean) =>
    incident(
      ["investigating"],
      authenticationAffected === undefined ? {} : { authenticationAffected },
    );

  it("is told when it becomes affected, though nothing else is said", () => {
    const { fresh } = noveltyOf(said(true), remembered(said(false)), minutes(5), "prod");
    expect(fresh).toHaveLength(1);
    expect(fresh.every(saysAuthentication)).toBe(true);
  });

  it("is not told for a new incident, nor because the page could not be read in between", () => {
    expect(noveltyOf(said(true), undefined, start, "prod").fresh.some(saysAuthentication)).toBe(
      false,
    );
    const unread = noveltyOf(said(), remembered(said(true)), minutes(5), "prod");
    expect(unread).toMatchObject({ changed: false, after: { authenticationAffected: true } });
    expect(noveltyOf(said(true), unread.after, minutes(6), "prod").fresh).toEqual([]);
  });
});

describe("what several targets show at once", () => {
  it("is one novelty that names all their tenants", () => {
    const seen = incident(["investigating", "resolved"]);
    const novelty = noveltyOfAll(
      [
        { seen, at: start, tenant: "prod" },
        { seen, at: start, tenant: "dev" },
      ],
      undefined,
    );
    expect(novelty.fresh).toHaveLength(2);
    expect(novelty.after.tenants).toEqual(["dev", "prod"]);
  });

  it("is no change where they only differ from each other", () => {
    const sightings = [
      { seen: incident(["investigating"], { title: "EU" }), at: start, tenant: "prod" },
      { seen: incident(["investigating"], { title: "US" }), at: start, tenant: "dev" },
    ] as const;
    const { after: known } = noveltyOfAll(sightings, undefined);
    const again = noveltyOfAll(sightings, known);
    expect(again).toEqual({ after: known, fresh: [], changed: false });
  });
});

describe("what a subscription is told", () => {
  const subscription = (changes: Partial<Subscription> = {}): Subscription => ({
    id: "1",
    conversation: "slack:channel:C1",
    source: "status",
    feed: "",
    as: "thread",
    origin: "chat",
    createdAt: start,
    ...changes,
  });
  interface Reads {
    readonly firstRead: boolean;
    readonly firstReadAt: Date;
    readonly oldestAt: Date | undefined;
    readonly lastReadAt?: Date;
  }
  const readBefore: Reads = {
    firstRead: false,
    firstReadAt: days(-30),
    oldestAt: days(-60),
  };

  function told(
    seen: Subject,
    before: KnownSubject | undefined,
    given: Partial<Reads> = {},
    follows = subscription(),
    tenant = "prod",
  ) {
    const novelty = noveltyOf(seen, before, start, tenant);
    const news = newsFor(follows, novelty, { ...readBefore, ...given, before });
    return { card: news.card, told: news.revisions.map(({ phase }) => phase) };
  }
  const nothing = { card: false, told: [] };

  it("is a card with all its words for something new, open or over", () => {
    expect(told(incident(["investigating"]), undefined)).toEqual({
      card: true,
      told: ["investigating"],
    });
    const over = incident(["investigating", "resolved"]);
    expect(told(over, undefined)).toEqual({ card: true, told: ["investigating", "resolved"] });
  });

  it("is the new words alone for something known, weeks later too", () => {
    const before = remembered(incident(["investigating", "resolved"]));
    const analysed = incident(["investigating", "resolved", "postmortem"]);
    expect(told(analysed, before)).toEqual({ card: false, told: ["postmortem"] });
  });

  it("is nothing it did not ask for", () => {
    const major = subscription({ only: "major" });
    expect(told(incident(["investigating"]), undefined, {}, major)).toEqual(nothing);
  });

  it("is a card of what is open at the first read, and nothing of the rest", () => {
    const first = { firstRead: true, firstReadAt: start, oldestAt: undefined };
    expect(told(incident(["investigating"]), undefined, first)).toEqual({ card: true, told: [] });
    expect(told(incident(["resolved"]), undefined, first)).toEqual(nothing);
  });

  it("is nothing of history that turns up late", () => {
    const entry = (at: Date) => incident([["published", "x", at]]);
    expect(told(entry(days(-90)), undefined)).toEqual(nothing);
    expect(told(entry(days(-50)), undefined).card).toBe(true);
    // Nothing was there at the first read, so a week before it is where history ends.
    expect(told(entry(days(-38)), undefined, { oldestAt: undefined })).toEqual(nothing);
    expect(told(entry(days(-36)), undefined, { oldestAt: undefined }).card).toBe(true);
    expect(told(incident([["investigating", "x", days(-90)]]), undefined).card).toBe(true);
  });

  it("is nothing that was said before it was made, of a feed that nobody read for long", () => {
    const abandoned = { lastReadAt: days(-20) };
    const entry = (at?: Date) => incident([at ? ["published", "x", at] : "published"]);
    expect(told(entry(days(-1)), undefined, abandoned)).toEqual(nothing);
    expect(told(entry(), undefined, abandoned)).toEqual(nothing);
    expect(told(entry(start), undefined, abandoned).card).toBe(true);
    expect(told(incident(["investigating"]), undefined, abandoned).card).toBe(true);
    const older = subscription({ createdAt: days(-25) });
    expect(told(entry(days(-1)), undefined, abandoned, older).card).toBe(true);
    expect(told(entry(days(-3)), undefined, { lastReadAt: minutes(-60) }).card).toBe(true);
  });

  it("is the card of what hits its tenant later: while open, or lately over", () => {
    const dev = subscription({ tenant: "dev" });
    const late = (said: readonly Said[], given = {}) =>
      told(incident(said), remembered(incident(said)), given, dev, "dev");
    expect(late(["investigating"])).toEqual({ card: true, told: [] });
    const old = late([["investigating", "x", days(-10)]], { firstRead: true });
    expect(old).toEqual({ card: true, told: [] });
    expect(late([["resolved", "x", days(-1)]])).toEqual({ card: true, told: [] });
    expect(late([["resolved", "x", days(-10)]])).toEqual(nothing);
    expect(late([["resolved", "x", days(-1)]], { firstRead: true })).toEqual(nothing);
  });
});

describe("the oldest of a first read", () => {
  it("is told by each subject's newest words, where any are dated", () => {
    const entries = [days(-3), days(-9), days(-1)].map((at) =>
      incident([
        ["investigating", "x", days(-20)],
        ["resolved", "y", at],
      ]),
    );
    expect(oldestOf([...entries, incident(["resolved"])])).toEqual(days(-9));
    expect(oldestOf([incident(["resolved"])])).toBeUndefined();
  });
});
