import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../src/core/clock.ts";
import { type Metrics, openMetrics } from "../../src/metrics/metrics.ts";
import type { World } from "../../src/metrics/world.ts";
import { fakeContext } from "../fakes/context.ts";
import { loginRun, wrongPassword } from "../fakes/logins.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago, noon, target } from "../fakes/subjects.ts";
import { fakeTenant } from "../fakes/tenant.ts";
import { readExposition } from "./exposition.ts";

describe("metrics", () => {
  let metrics: Metrics;
  beforeEach(() => {
    metrics = openMetrics({ version: "1.2.3", sources: ["status", "changelog"] });
  });
  afterEach(() => metrics.close());
  const page = async () => readExposition((await metrics.page()).text);

  /** A bot with one tenant, at noon. */
  function world(given: Partial<World> = {}): World {
    const { sources, tenants, store, archive, streams, logReading, logins, tenant, audit } =
      fakeContext();
    const outbox = { ...fakeStore().outbox, backlog: async () => [] };
    return {
      clock: manualClock(noon),
      since: ago(24 * HOUR),
      standing: { parts: () => [{ part: "store", ready: true, state: "open" }] },
      platforms: ["slack", "local"],
      store: { ...store, outbox },
      files: {},
      ...{ sources, tenants, archive, streams, logReading, logins, tenant, audit },
      ...given,
    };
  }

  it("are named and explained as Prometheus wants it", async () => {
    metrics.watch(world());
    const { types, helps } = await page();
    const own = [...types].filter(([name]) => name.startsWith("watchpost_"));
    expect(own.length).toBeGreaterThan(25);
    for (const [name, type] of own) {
      expect(name.endsWith("_total"), name).toBe(type === "counter");
      expect(helps.get(name), name).toMatch(/^[A-Z1].*\.$/);
      expect(name).not.toMatch(/_(ms|milliseconds|minutes|kb|mb|percent)\b/);
    }
    expect(types.get("watchpost_answer_seconds")).toBe("histogram");
    for (const [name, type] of types)
      expect(name.endsWith("_total"), name).toBe(type === "counter");
    expect(types.get("watchpost_event_loop_delay_seconds")).toBe("summary");
  });

  it("count lines by command and outcome", async () => {
    const { said } = metrics.meter;
    said("slack", "status", "answered");
    said("slack", "status", "answered");
    said("slack", undefined, "unknown");
    const { value } = await page();
    const name = "watchpost_lines_total";
    expect(value(name, { platform: "slack", command: "status", outcome: "answered" })).toBe(2);
    expect(value(name, { command: "unknown", outcome: "unknown" })).toBe(1);
  });

  it("time acknowledgements and answers in seconds", async () => {
    metrics.meter.acknowledged("slack", 30);
    metrics.meter.answered("slack", 1500);
    const { value } = await page();
    expect(value("watchpost_acknowledge_seconds_sum", { platform: "slack" })).toBe(0.03);
    const [name, platform] = ["watchpost_answer_seconds_bucket", "slack"];
    expect(value(name, { platform, le: "1" })).toBe(0);
    expect(value(name, { platform, le: "2.5" })).toBe(1);
  });

  it("count what platforms made of messages, how reading went, and new log events", async () => {
    const { meter } = metrics;
    meter.posted("slack", "taken");
    meter.posted("slack", "throttled");
    meter.read("status", "unchanged");
    meter.read("https://feeds.example/secret", "failed");
    meter.kept("prod", "stream", 40);
    meter.noted("error");
    const { value, figures } = await page();
    expect(value("watchpost_delivery_attempts_total", { outcome: "throttled" })).toBe(1);
    expect(value("watchpost_source_reads_total", { source: "status" })).toBe(1);
    expect(value("watchpost_log_events_total", { tenant: "prod", way: "stream" })).toBe(40);
    expect(value("watchpost_own_log_entries_total", { level: "error" })).toBe(1);
    expect(JSON.stringify(figures)).not.toContain("feeds.example");
  });

  it("say what waits, why, and since when; and zero where nothing does", async () => {
    const outbox = {
      ...fakeStore().outbox,
      backlog: async () => [
        { platform: "slack", state: "retrying" as const, count: 3, oldest: ago(5 * MINUTE) },
      ],
    };
    const paused = { reason: "archived", since: noon };
    const conditions = [{ conversation: "slack:channel:C1" as const, failures: 1, paused }];
    metrics.watch(world({ store: { ...fakeStore({ conditions }), outbox } }));
    const { value } = await page();
    const oldest = "watchpost_oldest_undelivered_seconds";
    const at = { platform: "slack", state: "retrying" };
    expect(value("watchpost_deliveries", at)).toBe(3);
    expect(value(oldest, at)).toBe(300);
    expect(value("watchpost_deliveries", { platform: "local", state: "due" })).toBe(0);
    expect(value(oldest, { platform: "local", state: "due" })).toBe(0);
    expect(value("watchpost_paused_conversations", { platform: "slack" })).toBe(1);
    expect(value("watchpost_paused_conversations", { platform: "local" })).toBe(0);
  });

  it("say how old the oldest of each source is, beside its limit", async () => {
    const targets = [
      target({ key: "a", lastReadAt: ago(MINUTE) }),
      target({ key: "b", lastReadAt: ago(3 * MINUTE) }),
    ];
    metrics.watch(
      world({ store: { ...world().store, subjects: fakeStore({ targets }).subjects } }),
    );
    const { value } = await page();
    expect(value("watchpost_source_age_seconds", { source: "status" })).toBe(180);
    expect(value("watchpost_source_stale_after_seconds", { source: "status" })).toBe(600);
  });

  it("say what is left of a tenant's quota: all of it once the time that was told is over", async () => {
    const quota = { limit: 50, remaining: 7, resetsAt: noon, toldAt: ago(SECOND) };
    const later = { ...quota, resetsAt: new Date(noon.getTime() + SECOND) };
    const left = async (told: typeof quota) => {
      metrics.watch(world({ tenant: () => fakeTenant({ quota: told }).tenant }));
      return (await page()).value("watchpost_auth0_quota_remaining", { tenant: "prod" });
    };
    expect(await left(later)).toBe(7);
    expect(await left(quota)).toBe(50);
  });

  it("say how the synthetic login went, how long it took and whether it has stopped", async () => {
    const stopped = "The last three passwords were refused.";
    const standing = { username: "synthetic", clientId: "abc", every: MINUTE, stopped };
    const logins = (ok: boolean): World["logins"] => ({
      standing: async () => standing,
      latest: async () => [ok ? loginRun() : wrongPassword()],
    });
    metrics.watch(world({ logins: logins(true) }));
    const well = await page();
    expect(well.value("watchpost_synthetic_login_success", { tenant: "prod" })).toBe(1);
    expect(well.value("watchpost_synthetic_login_duration_seconds")).toBe(0.39);
    expect(well.value("watchpost_synthetic_login_stopped")).toBe(1);
    expect(well.value("watchpost_synthetic_login_every_seconds")).toBe(60);
    metrics.watch(world({ logins: logins(false) }));
    expect((await page()).value("watchpost_synthetic_login_success")).toBe(0);
  });

  it("say how far the kept log is behind, its holes, and what its stream was refused", async () => {
    const proved = { since: ago(24 * HOUR), until: ago(2 * HOUR), checkpoint: "x" };
    const hole = { from: ago(9 * HOUR), to: ago(8 * HOUR), why: "it was too late", foundAt: noon };
    const told = { events: 9, holes: [hole], heard: {}, recovered: 0, proved };
    metrics.watch(
      world({
        archive: {
          facts: async () => ({ bytes: 1, events: 9, tenants: ["prod"] }),
          coverage: async () => told,
        },
        logReading: () => ({ streamed: true, streamSilentSince: ago(HOUR) }),
        streams: {
          standing: () => ({ refused: { "wrong token": { count: 4, last: noon } } }),
          strangers: () => undefined,
        },
      }),
    );
    const { value } = await page();
    expect(value("watchpost_log_archive_behind_seconds", { tenant: "prod" })).toBe(7200);
    expect(value("watchpost_log_holes", { tenant: "prod" })).toBe(1);
    expect(value("watchpost_log_newest_hole_timestamp_seconds")).toBe(noon.getTime() / 1000);
    expect(value("watchpost_stream_refused_total", { reason: "wrong token" })).toBe(4);
    expect(value("watchpost_stream_silent_seconds")).toBe(3600);
  });

  it("say how long the audit trail is, whether it was found whole, and when the last backup was", async () => {
    const mark = { number: 0, hash: "0" };
    const audit = (fault?: string): World["audit"] => ({
      standing: async () => ({
        dropped: mark,
        head: { number: 41, hash: "a" },
        backupAt: ago(24 * HOUR),
        check: { at: noon, entries: 41, ...(fault ? { fault } : {}) },
      }),
    });
    metrics.watch(world({ audit: audit() }));
    const { value } = await page();
    expect(value("watchpost_audit_entries_total")).toBe(41);
    expect(value("watchpost_audit_sound")).toBe(1);
    expect(value("watchpost_backup_timestamp_seconds")).toBe(ago(24 * HOUR).getTime() / 1000);
    expect(value("watchpost_audit_check_timestamp_seconds")).toBe(noon.getTime() / 1000);
    metrics.watch(world({ audit: audit("Entry 7 was changed.") }));
    expect((await page()).value("watchpost_audit_sound")).toBe(0);
  });

  it("leave out what does not answer, and say everything else within seconds", async () => {
    const hanging = manualClock(noon);
    const outbox = { ...fakeStore().outbox, backlog: () => new Promise<never>(() => {}) };
    const broken = { ...fakeStore().subscriptions, conditions: () => Promise.reject(new Error()) };
    const store = { ...fakeStore(), outbox, subscriptions: broken };
    metrics.watch(world({ clock: hanging, store }));
    const asked = page();
    await hanging.advance(3 * SECOND);
    const { value } = await asked;
    expect(value("watchpost_deliveries")).toBeUndefined();
    expect(value("watchpost_paused_conversations")).toBeUndefined();
    expect(value("watchpost_ready", { part: "store" })).toBe(1);
  });

  it("say of an audit trail that nobody has looked at neither that it is whole nor that it is broken", async () => {
    const figures = async () => {
      const { value } = await page();
      const sound = value("watchpost_audit_sound");
      return [sound, value("watchpost_audit_check_timestamp_seconds")];
    };
    expect(await figures()).toEqual([undefined, undefined]);
    metrics.watch(world());
    expect(await figures()).toEqual([undefined, undefined]);
    const broken = { standing: () => Promise.reject(new Error("the store is busy")) };
    metrics.watch(world({ audit: broken }));
    expect(await figures()).toEqual([undefined, undefined]);
    expect((await page()).value("watchpost_backup_timestamp_seconds")).toBeUndefined();
  });

  it("do not show what is no longer there", async () => {
    const targets = [target({ lastReadAt: ago(MINUTE) })];
    metrics.watch(
      world({ store: { ...world().store, subjects: fakeStore({ targets }).subjects } }),
    );
    expect((await page()).value("watchpost_source_age_seconds")).toBe(60);
    metrics.watch(world());
    expect((await page()).value("watchpost_source_age_seconds")).toBeUndefined();
  });

  it("say what runs, and how late its main thread is", async () => {
    const { value } = await page();
    expect(value("watchpost_build_info", { version: "1.2.3", node: process.version })).toBe(1);
    expect(value("watchpost_event_loop_delay_seconds", { quantile: "0.99" })).toBeLessThan(5);
    expect(value("process_resident_memory_bytes")).toBeGreaterThan(1e7);
  });
});
