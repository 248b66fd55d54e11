import { describe, expect, it } from "vitest";
import { DAY } from "../../src/core/clock.ts";
import { UpstreamError } from "../../src/core/errors.ts";
import { advisories } from "../../src/sources/advisories.ts";
import {
  advisory,
  at,
  cache,
  entry,
  factOf,
  fakeOsv,
  lockfile,
  nextjs,
  now,
  world,
} from "./osv-bench.ts";

const twoBranches = advisory("GHSA-wcgj-f865-c7j7", nextjs, [
  [{ introduced: "4.11.0" }, { fixed: "4.11.2" }, { introduced: "4.12.0" }, { fixed: "4.12.1" }],
]);

describe("security advisories", () => {
  it("say which of our packages is affected, from where, since when, and what mends it", async () => {
    const [subject] = await world(fakeOsv(cache)).read(at("4.12.0"));
    expect(subject).toMatchObject({
      id: "CVE-2026-40155",
      phase: "identified",
      title: "CVE-2026-40155 (medium) in @auth0/nextjs-auth0: A weakness of @auth0/nextjs-auth0",
      url: "https://advisories.example/GHSA-xq8m-7c5p-c2r6",
      labels: ["medium", "affected"],
    });
    expect(subject?.facts).toEqual([
      {
        label: "Affected",
        value: "@auth0/nextjs-auth0 4.12.0 (the settings); vulnerable from 4.12.0; fixed in 4.18.0",
      },
      { label: "Severity", value: "medium" },
      { label: "Also known as", value: "GHSA-xq8m-7c5p-c2r6" },
      { label: "Published", value: "2026-04-17", at: expect.stringMatching(/^2026-04-17T/) },
      { label: "Told by", value: "OSV" },
    ]);
    expect(subject?.revisions[0]?.text.split("\n").slice(0, 2)).toEqual([
      "@auth0/nextjs-auth0 4.12.0 (the settings) is affected: vulnerable from 4.12.0, fixed in 4.18.0.",
      "What to do: update @auth0/nextjs-auth0 4.12.0 to 4.18.0.",
    ]);
  });

  it.each([
    ["4.10.9", []],
    ["4.11.0", ["4.11.2"]],
    ["4.11.1", ["4.11.2"]],
    ["4.11.2", []],
    ["4.12.0-beta.1", []],
    ["4.12.0", ["4.12.1"]],
    ["4.12.1", []],
    ["5.0.0", []],
  ])("name for %s the fix of its own branch: %j", async (version, fixes) => {
    const subjects = await world(fakeOsv(twoBranches)).read(at(version));
    const told = subjects.flatMap((subject) => factOf(subject, "Affected") ?? []);
    expect(told.map((words) => /fixed in (\S+)/.exec(words)?.[1])).toEqual(fixes);
  });

  it.each([
    ["3.2.2", "vulnerable up to 3.2.2; no fixed version is told"],
    ["3.2.3", undefined],
    ["4.0.0", "vulnerable from 4.0.0 up to 4.0.0; no fixed version is told"],
    ["4.0.1", undefined],
  ])("know the last version affected where no fix is told: %s", async (version, words) => {
    const jws = advisory(
      "GHSA-869p-cjfg-cm3x",
      ["npm", "jws"],
      [
        // Out of order, as OSV allows.
        [{ last_affected: "4.0.0" }, { introduced: "4.0.0" }],
        [{ introduced: "0" }, { last_affected: "3.2.2" }],
      ],
    );
    const [subject] = await world(fakeOsv(jws)).read({ packages: [`npm:jws@${version}`] });
    expect(factOf(subject, "Affected")?.[0]).toBe(
      words && `jws ${version} (the settings); ${words}`,
    );
  });

  it("take OSV's word for ecosystems whose rules it knows better", async () => {
    const maven = advisory("GHSA-aaaa-bbbb-cccc", ["Maven", "com.auth0:java-jwt"], []);
    const [subject] = await world(fakeOsv(maven)).read({
      packages: ["maven:com.auth0:java-jwt@3.8.1.Final"],
    });
    expect(factOf(subject, "Affected")).toEqual([
      "com.auth0:java-jwt 3.8.1.Final (the settings); neither since when nor a fix is told",
    ]);
  });

  it("find packages in lockfiles by name, and name the file; of what is not about logins nothing is asked", async () => {
    const here = world(
      fakeOsv(cache, advisory("GHSA-left-pad0-0000", ["npm", "left-pad"], [[{ introduced: "0" }]])),
    );
    here.files.set(
      "../web/package-lock.json",
      lockfile({ "@auth0/nextjs-auth0": "4.13.0", "left-pad": "1.0.0" }),
    );
    here.files.set("../api/package-lock.json", lockfile({ "@auth0/nextjs-auth0": "4.13.0" }));
    const lockfiles = ["../web/package-lock.json", "../api/package-lock.json"];
    const subjects = await here.read({ lockfiles });
    expect(subjects.map((subject) => factOf(subject, "Affected"))).toEqual([
      [
        "@auth0/nextjs-auth0 4.13.0 (web/package-lock.json, api/package-lock.json); vulnerable from 4.12.0; fixed in 4.18.0",
      ],
    ]);
    const wide = await here.read({ lockfiles, watch: ["*"] });
    expect(wide.map(({ id }) => id)).toContain("GHSA-left-pad0-0000");
  });

  it("name a few of many uses on the card, all of them below, and none that is no name when it is over", async () => {
    const here = world(fakeOsv(cache));
    const packages = Array.from({ length: 8 }, (_, n) => `npm:@auth0/nextjs-auth0@4.12.${n}`);
    const [subject] = await here.read({ packages });
    expect(factOf(subject, "Affected")).toHaveLength(6);
    expect(factOf(subject, "Affected")?.at(-1)).toBe("and 3 more");
    expect(subject?.revisions[0]?.text).toContain("4.12.7");
    const [closed] = await here.read(at("4.18.0"));
    expect(closed?.revisions.at(-1)?.text).not.toContain("and is no longer");
  });

  it("are called by what they compare, so that nobody takes nothing for health", () => {
    const titleOf = (settings: object) =>
      advisories.targets(advisories.settings.parse(settings), { tenants: [], feeds: [] })[0]?.title;
    expect(titleOf({})).toBe("Security advisories (no package of ours is named in the settings)");
    expect(titleOf({ lockfiles: ["a/package-lock.json"] })).toBe("Security advisories");
  });

  it("close when we have updated, and say to what; open again when we go back", async () => {
    const here = world(fakeOsv(cache));
    await here.read(at("4.12.0"));
    here.osv.judges = (_, { version }) => version < "4.18.0";
    const [closed] = await here.read(at("4.18.0"));
    expect(closed).toMatchObject({ id: "CVE-2026-40155", phase: "resolved" });
    expect(closed?.revisions.at(-1)?.text).toBe(
      "None of our packages is affected any more. @auth0/nextjs-auth0 is at 4.18.0 (the settings) now.",
    );
    expect(factOf(closed, "Affected")).toEqual([]);
    expect(await here.read(at("4.18.0"))).toEqual([]);
    const [again] = await here.read(at("4.12.0"));
    expect(again?.revisions.map(({ phase }) => phase)).toEqual([
      "identified",
      "resolved",
      "identified",
    ]);
    expect(new Set(again?.revisions.map(({ key }) => key)).size).toBe(3);
  });

  it("close when they are withdrawn, and say so", async () => {
    const here = world(fakeOsv(cache));
    await here.read(at("4.12.0"));
    here.osv.records = [
      { ...cache, modified: "2026-05-01T00:00:00Z", withdrawn: "2026-05-01T00:00:00Z" },
    ];
    const [closed] = await here.read(at("4.12.0"));
    expect(closed?.phase).toBe("resolved");
    expect(closed?.revisions.at(-1)?.text).toContain("withdrawn");
    const fresh = world(here.osv);
    expect(await fresh.read(at("4.12.0"))).toEqual([]);
  });

  it("tell a new fix and a new severity, but not that somebody polished the words", async () => {
    const here = world(
      fakeOsv({ ...cache, affected: advisory("x", nextjs, [[{ introduced: "4.12.0" }]]).affected }),
    );
    const count = async () => (await here.read(at("4.12.0")))[0]?.revisions.length;
    expect(await count()).toBe(1);
    here.osv.records = here.osv.records.map((one) => ({
      ...one,
      modified: "2",
      details: "Better words.",
    }));
    expect(await count()).toBe(1);
    expect(here.known.get("CVE-2026-40155")?.revisions[0]?.text).toContain("Better words.");
    here.osv.records = [{ ...cache, modified: "3" }];
    expect(await count()).toBe(2);
    here.osv.records = [{ ...cache, modified: "4", database_specific: { severity: "CRITICAL" } }];
    expect(await count()).toBe(3);
  });

  it("show the highest of several severities, and say that they differ", async () => {
    const severity = [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N" }];
    const [subject] = await world(fakeOsv({ ...cache, severity })).read(at("4.12.0"));
    expect(subject?.labels).toContain("critical");
    expect(factOf(subject, "Severity")).toEqual([
      "critical (CVSS 9.1); another rating says medium",
    ]);
  });

  it("are one bulletin whoever tells them, and stay it when an alias turns up later", async () => {
    const { aliases: _, ...nameless } = cache;
    const here = world(fakeOsv(nameless));
    expect((await here.read(at("4.12.0"))).map(({ id }) => id)).toEqual(["GHSA-xq8m-7c5p-c2r6"]);
    const second = { ...nameless, id: "CVE-2026-40155", aliases: [cache.id] };
    here.osv.records = [{ ...cache, modified: "2" }, second];
    here.notices = [entry("okta-1", "A note about CVE-2026-40155", now)];
    const subjects = await here.read(at("4.12.0"));
    expect(subjects.map(({ id }) => id)).toEqual(["GHSA-xq8m-7c5p-c2r6"]);
    expect(factOf(subjects[0], "Also known as")).toEqual(["CVE-2026-40155, okta-1"]);
    expect(factOf(subjects[0], "Told by")).toEqual(["OSV, Okta"]);
    expect(subjects[0]?.revisions).toHaveLength(1);
  });

  it("close the younger of two that turn out to be the same", async () => {
    const one = advisory("GHSA-1111-1111-1111", nextjs, [[{ introduced: "4.0.0" }]]);
    const other = advisory("GHSA-2222-2222-2222", nextjs, [[{ introduced: "4.0.0" }]]);
    const here = world(fakeOsv(one));
    await here.read(at("4.12.0"), new Date(now.getTime() - DAY));
    here.osv.records = [one, other];
    await here.read(at("4.12.0"));
    here.osv.records = [{ ...one, modified: "2", aliases: [other.id] }, other];
    await here.read(at("4.12.0"));
    expect([...here.known.values()].map(({ id, phase }) => [id, phase])).toEqual([
      ["GHSA-1111-1111-1111", "identified"],
      ["GHSA-2222-2222-2222", "resolved"],
    ]);
    await here.read(at("4.12.0"));
    expect(here.known.get("GHSA-2222-2222-2222")?.revisions).toHaveLength(2);
  });

  it("keep to the one of two that they kept to before, in whatever order they are remembered", async () => {
    const one = advisory("GHSA-1111-1111-1111", nextjs, [[{ introduced: "4.0.0" }]]);
    const other = advisory("GHSA-2222-2222-2222", nextjs, [[{ introduced: "4.0.0" }]]);
    const here = world(fakeOsv(one, other));
    await here.read(at("4.12.0"));
    here.osv.records = [{ ...one, modified: "2", aliases: [other.id] }, other];
    await here.read(at("4.12.0"));
    const kept = here.known.get(one.id);
    here.known.delete(one.id);
    if (kept) here.known.set(one.id, kept);
    expect((await here.read(at("4.12.0"))).map(({ id }) => id)).toEqual([one.id]);
  });

  it("ask for each advisory once, until it has changed", async () => {
    const here = world(fakeOsv(cache));
    await here.read(at("4.12.0"));
    await here.read(at("4.12.0"));
    expect(here.osv.asked.filter((path) => path.startsWith("/v1/vulns/"))).toHaveLength(1);
    here.osv.records = [{ ...cache, modified: "2026-06-01T00:00:00Z" }];
    await here.read(at("4.12.0"));
    expect(here.osv.asked.filter((path) => path.startsWith("/v1/vulns/"))).toHaveLength(2);
  });

  it("read on where OSV parts its answer into pages, and ask for thousands of packages in batches", async () => {
    const many = Array.from({ length: 7 }, (_, index) =>
      advisory(`GHSA-0000-0000-000${index}`, nextjs, [[{ introduced: "0" }]]),
    );
    const here = world(fakeOsv(...many));
    here.osv.pageSize = 3;
    expect(await here.read(at("4.12.0"))).toHaveLength(7);
    here.files.set(
      "big.json",
      lockfile(Object.fromEntries(Array.from({ length: 2500 }, (_, n) => [`auth0-${n}`, "1.0.0"]))),
    );
    here.osv.asked.length = 0;
    await here.read({ lockfiles: ["big.json"] });
    expect(here.osv.asked).toEqual(Array.from({ length: 3 }, () => "/v1/querybatch"));
    expect(here.missed).toEqual([]);
  });
});

describe("Okta's notices", () => {
  it("are told as they come, but for those that were there before anybody looked", async () => {
    const here = world();
    const old = entry("okta-1", "An old notice", new Date(now.getTime() - 60 * DAY));
    const recent = entry(
      "okta-2",
      "Okta Verify Severity: High",
      new Date(now.getTime() - DAY),
      "Severity: High (CVSS 7.1)",
    );
    here.notices = [recent, old];
    expect(
      (await here.read()).map(({ id, phase, labels, history }) => [id, phase, labels, history]),
    ).toEqual([
      ["okta-2", "published", ["high"], undefined],
      ["okta-1", "published", [], true],
    ]);
    here.notices = [entry("okta-3", "Late", new Date(now.getTime() - 30 * DAY)), recent, old];
    const again = await here.read();
    expect(again.find(({ id }) => id === "okta-3")?.history).toBeUndefined();
    expect(again.find(({ id }) => id === "okta-1")?.revisions).toHaveLength(1);
  });

  it("are not asked for where they are turned off", async () => {
    const here = world();
    here.notices = new UpstreamError("okta", "nobody should have asked");
    expect(await here.read({ okta: false })).toEqual([]);
    expect(here.missed).toEqual([]);
  });
});
