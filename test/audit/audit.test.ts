import { beforeEach, describe, expect, it } from "vitest";
import { openAudit } from "../../src/audit/audit.ts";
import type { AuditLink } from "../../src/core/audit.ts";
import { verifyTrail } from "../../src/core/audit-verify.ts";
import { DAY, MINUTE } from "../../src/core/clock.ts";
import { Secret } from "../../src/core/secret.ts";
import { type FakeAudit, fakeAudit } from "../fakes/audit.ts";
import { type FakeClock, fakeClock } from "../fakes/clock.ts";
import { fakeLog } from "../fakes/house.ts";
import { type FakeJournals, fakeJournals } from "../fakes/journals.ts";
import { type FakeRecords, fakeRecords } from "../fakes/records.ts";

let audit: FakeAudit;
let records: FakeRecords;
let journals: FakeJournals;
let clock: FakeClock;
let log: ReturnType<typeof fakeLog>;
beforeEach(() => {
  audit = fakeAudit();
  records = fakeRecords();
  journals = fakeJournals();
  clock = fakeClock();
  log = fakeLog();
});

const settings = (more: object = {}) => ({
  audit: { keep: 30 * DAY },
  tenants: [{ name: "prod", management: { clientSecret: new Secret("hunter22") } }],
  access: { admins: ["slack:user:U1"] },
  ...more,
});

/** A life of the bot, with these settings. */
const live = (more: object = {}) =>
  openAudit({ ...kept(), settings: settings(more), version: "1.2.3", clock, log });

const kept = () => ({ audit, records, journal: journals.open("audit") });

const deeds = () =>
  audit.entries().map(({ kind, detail }) => [kind, detail ?? ""].join(" ").trim());

describe("what Watchpost itself does", () => {
  it("is in the trail: that it started and stopped, with the head in the log", async () => {
    const life = await live();
    await life.started();
    await life.stopped();
    expect(deeds()).toEqual(["started version 1.2.3", "stopped"]);
    const [one, two] = audit.kept as [AuditLink, AuditLink];
    expect(log.lines).toEqual([
      expect.stringContaining(`"head":"1:${one.hash}"`),
      expect.stringContaining(`"head":"2:${two.hash}"`),
    ]);
  });

  it("says which settings have changed since the last start, and never to what", async () => {
    await (await live()).started();
    await (await live()).started();
    const changed = {
      tenants: [{ name: "prod", management: { clientSecret: new Secret("correct horse") } }],
      access: { admins: ["slack:user:U1", "slack:user:U2"] },
      http: { port: 3000 },
    };
    await (await live(changed)).started();
    expect(deeds()).toEqual([
      "started version 1.2.3",
      "started version 1.2.3",
      "started version 1.2.3",
      "settings access.admins, http.port, tenants.prod.management.clientSecret",
    ]);
    const written = JSON.stringify([await records.list(""), audit.kept]);
    expect(written).not.toMatch(/hunter22|correct horse|U2/);
  });

  it("goes on where the trail cannot be written, and says so in the log", async () => {
    audit.breaks(new Error("the disk is full"));
    const life = await live();
    await life.started();
    await life.note({ kind: "forgotten", detail: "3 events of prod" });
    expect(log.lines.join()).toContain("the audit trail could not be written");
  });

  it("finds by a digest whose key is the same in the next life", async () => {
    const about = "ada@example.com";
    const first = await live();
    await first.hearing.heard({
      invocation: {
        line: "",
        by: { id: "slack:user:U1", name: "Grace", groups: [], member: true },
        from: { conversation: "slack:channel:C1" },
      },
      name: about,
      command: undefined,
      words: [],
      role: "viewer",
      audience: "asker",
      outcome: "unknown",
      at: clock.now(),
      ms: 1,
    });
    const { desk } = await live();
    expect(await desk.find({ about: "ADA@example.com", limit: 9 })).toHaveLength(1);
    expect(await desk.find({ about: "bob@example.com", limit: 9 })).toEqual([]);
    expect(JSON.stringify(audit.kept)).not.toContain("example.com");
  });
});

describe("once a day", () => {
  const beat = async (life: Awaited<ReturnType<typeof live>>) => {
    await life.job.tick();
    await life.job.settled();
  };

  it("the trail is gone through, and how it was found is kept for doctor", async () => {
    const life = await live();
    await life.started();
    const start = clock.now();
    clock.pass(MINUTE);
    await beat(life);
    expect(await life.desk.standing()).toMatchObject({
      head: audit.at.head,
      check: { at: clock.now(), entries: 1, since: start },
    });
    expect(log.lines.at(-1)).toMatch(/^info .*"head":"1:[0-9a-f]{64}".*the audit trail is whole/);
    const link = audit.kept[0] as AuditLink;
    audit.kept[0] = { ...link, text: link.text.replace("1.2.3", "1.2.4") };
    await beat(life);
    expect((await life.desk.standing()).check?.fault).toBeUndefined();
    clock.pass(DAY);
    await beat(life);
    expect((await life.desk.standing()).check?.fault).toBe("Entry 1 was changed.");
    expect(log.lines.join()).toMatch(/error .*"entry":1.*the audit trail is broken/);
    expect((await (await live()).desk.standing()).check?.fault).toBe("Entry 1 was changed.");
  });

  it("leaves the trail alone in the first minute, in which what an earlier life left is answered", async () => {
    const life = await live();
    await life.started();
    clock.pass(MINUTE - 1);
    await beat(life);
    expect((await life.desk.standing()).check).toBeUndefined();
    clock.pass(1);
    await beat(life);
    expect((await life.desk.standing()).check).toBeDefined();
  });

  it("lets go of what is older than audit.keep, and the rest is whole all the same", async () => {
    const life = await live();
    for (let n = 0; n < 700; n += 1) await life.note({ kind: "backup", detail: `${n}` });
    clock.pass(31 * DAY);
    await life.note({ kind: "backup", detail: "new" });
    await beat(life);
    const last = audit.at.dropped;
    expect(last.number).toBe(700);
    expect(deeds()).toEqual(["backup new", `dropped 700 entries, up to 700:${last.hash}`]);
    expect((await verifyTrail(audit)).fault).toBeUndefined();
    clock.pass(DAY);
    await beat(life);
    expect((await life.desk.standing()).check).toMatchObject({ entries: 2 });
    expect((await life.desk.standing()).check?.fault).toBeUndefined();
  });

  it("is tried again after an hour where it could not be done", async () => {
    const life = await live();
    await life.started();
    const { links } = audit;
    audit.links = () => Promise.reject(new Error("the disk cannot be read"));
    clock.pass(MINUTE);
    await beat(life);
    expect(log.lines.join()).toContain("the audit trail could not be gone over");
    audit.links = links;
    clock.pass(DAY / 24);
    await beat(life);
    expect((await life.desk.standing()).check).toMatchObject({ entries: 1 });
  });
});
