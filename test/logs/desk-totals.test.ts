import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../src/core/clock.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { deskIn, event } from "./desk-bench.ts";

const counted = { limit: 10, total: true } as const;

describe("how many events there are", () => {
  it("is not told where the hour that the time begins in holds more than are looked at one by one", async () => {
    // From half past ten on.
    const crowd = Array.from({ length: 1500 }, (_, n) => event(n, 65 + (n % 25)));
    const proof = { since: ago(2 * DAY), until: noon };
    const { desk } = await deskIn({ kept: crowd, atAuth0: [], proof });
    const found = await desk.search("prod", { since: ago(1.5 * HOUR), terms: [] }, counted);
    expect(found.total).toBeUndefined();
    const all = await desk.search("prod", { since: ago(2 * HOUR), terms: [] }, counted);
    expect(all.total).toBe(1500);
  });

  it("is not told where the archive has only a part of the time", async () => {
    const many = Array.from({ length: 300 }, (_, n) => event(n, n));
    const proof = { since: ago(2 * HOUR), until: noon };
    const { desk } = await deskIn({ kept: many.slice(0, 100), atAuth0: many, proof });
    const found = await desk.search("prod", { since: ago(4 * HOUR), terms: [] }, counted);
    expect(found.next).toBeDefined();
    expect(found.total).toBeUndefined();
  });
});

describe("what may be missing", () => {
  it("is the time that Auth0 keeps no more, where the archive has nothing at all", async () => {
    const { desk } = await deskIn({ kept: [], atAuth0: [event(1, 10)], days: 10 });
    const found = await desk.search("prod", { since: ago(20 * DAY), terms: [] }, { limit: 10 });
    expect(found.unseen).toMatchObject([{ from: ago(20 * DAY), to: ago(10 * DAY) }]);
  });

  it("is told with the page that looks at its time, and not before", async () => {
    const { desk } = await deskIn({
      kept: [1, 2, 3].map((n) => event(n, n * 60)),
      atAuth0: [],
      proof: { since: ago(DAY), until: noon },
      holes: [{ from: ago(2.7 * HOUR), to: ago(2.5 * HOUR) }],
    });
    const query = { since: ago(20 * HOUR), terms: [] };
    const first = await desk.search("prod", query, { limit: 2 });
    expect(first.unseen).toEqual([]);
    const { next } = first;
    const second = await desk.search("prod", query, { limit: 2, ...(next && { after: next }) });
    expect(second.unseen).toMatchObject([{ from: ago(2.7 * HOUR), to: ago(2.5 * HOUR) }]);
  });
});
