import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import type { Assessment } from "../../src/core/check.ts";
import { DAY, MINUTE, SECOND } from "../../src/core/clock.ts";
import { renderPlain } from "../../src/core/plain.ts";
import type { Store } from "../../src/core/store.ts";
import type { Phase, Subject } from "../../src/core/subject.ts";
import { parseWeekly } from "../../src/core/weekly.ts";
import { createDelivery } from "../../src/delivery/delivery.ts";
import { createDigests, type DigestOptions } from "../../src/digest/desk.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { assessment, result } from "../fakes/assessment.ts";
import { loginRun } from "../fakes/logins.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { fakePlatform } from "../fakes/platform.ts";
import { incident, said } from "../fakes/subjects.ts";
import { quiet } from "./lives.ts";

const ops = "pretend:channel:ops";
const follow = {
  conversation: ops,
  source: "digest",
  feed: "",
  as: "card",
  origin: "chat",
} as const;
const usual = parseWeekly("Mon 09:00", "Europe/Berlin");

describe("the weekly digest, whole", () => {
  let store: Store;
  let clock: ReturnType<typeof manualClock>;
  let verdict: "pass" | "fail";
  beforeEach(async () => {
    verdict = "pass";
    clock = manualClock(new Date("2026-11-22T12:00:00Z"));
    store = await openSqliteStore({ file: ":memory:", clock });
  });
  afterEach(() => store.close());

  const assess = async (tenant: string): Promise<Assessment> =>
    assessment([result("one", verdict)], { tenant, at: clock.now() });
  const open = (more: Partial<DigestOptions> = {}) =>
    createDigests({
      store,
      tenants: [
        { name: "prod", domain: "acme.us.auth0.com" },
        { name: "dev", domain: "acme-dev.us.auth0.com" },
      ],
      archive: fakeArchive(clock.now),
      sources: [],
      readiness: { assess },
      logins: { standing: async () => undefined, latest: async () => [] },
      probe: async () => [],
      clock,
      log: quiet,
      usual,
      onQueued() {},
      ...more,
    });
  const week = async ({ runner }: ReturnType<typeof open>) => {
    await runner.tick();
    await clock.advance(7 * DAY);
    await runner.tick();
    await runner.settled();
  };
  const shown = async () =>
    (await store.outbox.tellings(ops)).map(({ subject }) =>
      subject.shows ? renderPlain(subject.shows) : "",
    );

  it("is looked at once for all who ask meanwhile, after they have asked", async () => {
    const looks: (() => void)[] = [];
    const probe = () => new Promise<[]>((resolve) => looks.push(() => resolve([])));
    const { desk } = open({ probe });
    const first = desk.compose(ops);
    const others = Array.from({ length: 20 }, () => desk.compose(ops));
    await expect.poll(() => looks.length).toBe(1);
    verdict = "fail";
    looks[0]?.();
    await first;
    await expect.poll(() => looks.length).toBe(2);
    looks[1]?.();
    for (const { summary } of await Promise.all(others))
      expect(summary).toContain("1 check fails on prod");
    expect(looks).toHaveLength(2);
  });

  it("counts all of a week's logins, at the fastest schedule too", async () => {
    const weekly = (7 * DAY) / (30 * SECOND);
    const all = Array.from({ length: weekly }, (_, nth) => {
      const at = new Date(clock.now().getTime() - nth * 30 * SECOND);
      return loginRun({ at, ok: nth < weekly - 10 });
    });
    const standing = { username: "synthetic", clientId: "app", every: 30 * SECOND };
    const logins = {
      standing: async (name: string) => (name === "prod" ? standing : undefined),
      latest: async (_tenant: string, limit: number) => all.slice(0, limit),
    };
    const message = renderPlain(await open({ logins }).desk.compose(ops));
    expect(message).toContain(`99.9% of ${weekly} succeeded`);
  });

  it("compares with what the digest before told, not with what somebody looked at meanwhile", async () => {
    await store.subscriptions.subscribe(follow, clock.now());
    const digests = open();
    await week(digests);
    expect(await shown()).toEqual([expect.stringContaining("no earlier digest to compare")]);
    verdict = "fail";
    const preview = renderPlain(await digests.desk.compose(ops));
    expect(preview).toContain("prod: The thing called one holds: fails now, passed before.");
    await week(digests);
    const [, second] = await shown();
    expect(second).toContain("Changed since Sun 29 Nov, 13:00");
    expect(second).toContain("dev: The thing called one holds: fails now, passed before.");
    await week(digests);
    expect((await shown())[2]).not.toContain("fails now");
  });

  it("remembers nothing of a preview", async () => {
    const { desk } = open();
    await desk.compose(ops);
    expect(await store.assessments.lastBefore("prod", new Date("2100-01-01"))).toBeUndefined();
    expect(await store.digests.schedules()).toEqual([]);
    expect(await store.outbox.waiting()).toMatchObject({ count: 0 });
  });

  it("speaks of one tenant alone, and in its own zone, where that is what is followed", async () => {
    await store.subscriptions.subscribe({ ...follow, tenant: "dev" }, clock.now());
    const schedule = { ...parseWeekly("Fri 10:00", "Asia/Kolkata"), conversation: ops } as const;
    await store.digests.schedule({ ...schedule, nextDueAt: new Date("2026-11-27T04:30:00Z") });
    const text = renderPlain(await open().desk.compose(ops));
    expect(text).toContain("dev is ready");
    expect(text).not.toContain("prod");
    expect(text).toContain("to Sun 22 Nov, 17:30, Asia/Kolkata");
  });

  it("comes although a tenant fails and another never answers, and says what is missing", async () => {
    await store.subscriptions.subscribe(follow, clock.now());
    const readiness = {
      assess: (tenant: string) =>
        tenant === "prod" ? new Promise<never>(() => {}) : Promise.reject(new Error("broken")),
    };
    const { runner } = open({ readiness, probe: async () => Promise.reject(new Error("no")) });
    await runner.tick();
    await clock.advance(DAY);
    await runner.tick();
    await clock.advance(2 * MINUTE);
    await runner.settled();
    const [text] = await shown();
    expect(text).toMatch(/^Weekly digest – nothing is known to be wrong, but 3 parts could not/);
    expect(text).toContain("How ready prod is could not be looked at");
    expect(text).toContain("How ready dev is could not be looked at");
  });

  it("gathers from the store what happened, what waits and what is not read", async () => {
    const at = clock.now();
    const subjectOf = (source: string, id: string, phase: Phase): Subject => {
      const {
        tenants: _t,
        firstSeenAt: _f,
        changedAt: _c,
        ...subject
      } = incident([said(phase, at)]);
      return { ...subject, source, id, title: `About ${id}` };
    };
    const status = { key: "status/prod", source: "status", title: "Auth0 status", tenant: "prod" };
    const advisories = { key: "advisories", source: "advisories", title: "Advisories" };
    await store.subjects.observe([
      { target: status, at, subjects: [subjectOf("status", "outage", "investigating")] },
      {
        target: advisories,
        at,
        subjects: ["B1", "B2"].map((id) => subjectOf("advisories", id, "identified")),
      },
    ]);
    const by = { id: "local:user:ada", name: "Ada" } as const;
    await store.ledger.add({ bulletin: "B1", state: "done", by, at });
    await clock.advance(DAY);
    const sources = ["status", "advisories"].map((id) => ({
      ...{ id, title: id, summary: id, labels: [], feedNamed: false },
      ...{ every: MINUTE, staleAfter: 10 * MINUTE },
    }));
    const text = renderPlain(await open({ sources }).desk.compose(ops));
    expect(text).toContain("1 incident is open, 1 security bulletin waits and Watchpost itself");
    expect(text).toMatch(/Investigating: About outage .*24 h so far/);
    expect(text).toMatch(/About B2/);
    expect(text).not.toMatch(/About B1/);
    expect(text).toContain(
      "- Auth0 status: has not been read for 24 h. Silence there is not health.",
    );
  });

  it("is posted by delivery as one message, and never again", async () => {
    await store.subscriptions.subscribe(follow, clock.now());
    const platform = fakePlatform();
    const delivery = createDelivery({
      outbox: store.outbox,
      adapters: [platform.adapter],
      clock,
      log: quiet,
      holder: "bot",
      random: () => 0.5,
    });
    await week(open({ onQueued: delivery.wake }));
    await delivery.start();
    await expect.poll(() => platform.done.length).toBe(1);
    await clock.advance(5 * MINUTE);
    await delivery.stop();
    expect(platform.done).toMatchObject([
      { what: "post", conversation: ops, text: expect.stringMatching(/^Weekly digest – /) },
    ]);
    expect(await store.outbox.waiting()).toMatchObject({ count: 0 });
  });
});
