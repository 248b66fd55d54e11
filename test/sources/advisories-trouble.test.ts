import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UpstreamError } from "../../src/core/errors.ts";
import { at, cache, entry, factOf, fakeOsv, lockfile, now, world } from "./osv-bench.ts";

describe("a part that cannot be read", () => {
  it("never hides the others, and is named", async () => {
    const here = world(fakeOsv(cache));
    here.notices = [entry("okta-1", "A notice", now)];
    here.osv.obstacle = () => new UpstreamError("osv", "api.osv.dev answered HTTP 503.");
    expect((await here.read(at("4.12.0"))).map(({ id }) => id)).toEqual(["okta-1"]);
    expect(here.missed).toEqual(["OSV: api.osv.dev answered HTTP 503."]);
    here.osv.obstacle = () => undefined;
    here.notices = new UpstreamError("okta", "trust.okta.com took more than 10 s to answer.");
    expect((await here.read(at("4.12.0"))).map(({ id }) => id)).toEqual(["CVE-2026-40155"]);
    expect(here.missed).toEqual([
      "Okta's advisories: trust.okta.com took more than 10 s to answer.",
    ]);
  });

  it.each([
    ["OSV itself", (path: string) => path.endsWith("querybatch")],
    ["one advisory", (path: string) => path.includes("vulns/GHSA-xq8m")],
  ])("closes nothing that is open: %s", async (_, stands) => {
    const here = world(fakeOsv(cache));
    await here.read(at("4.12.0"));
    here.osv.records = [{ ...cache, modified: "2" }];
    here.osv.obstacle = (path) =>
      stands(path) ? new UpstreamError("osv", "osv answered HTTP 500.") : undefined;
    expect(await here.read(at("4.12.0"))).toEqual([]);
    expect(here.known.get("CVE-2026-40155")?.phase).toBe("identified");
    expect(here.missed).toHaveLength(1);
  });

  it("closes nothing either when a lockfile is gone, and still tells what another one holds", async () => {
    const here = world(fakeOsv(cache));
    here.files.set("a/package-lock.json", lockfile({ "@auth0/nextjs-auth0": "4.12.0" }));
    const settings = { lockfiles: ["a/package-lock.json", "b/package-lock.json"] };
    expect(await here.read(settings)).toHaveLength(1);
    expect(here.missed).toEqual(["The file b/package-lock.json is not there."]);
    here.files.delete("a/package-lock.json");
    expect(await here.read(settings)).toEqual([]);
    expect(here.known.get("CVE-2026-40155")?.phase).toBe("identified");
  });

  it.each([
    ["no object", "nonsense"],
    ["results that are missing", { results: [] }],
    ["results of another kind", { results: [{ vulns: "all" }] }],
  ])("is an answer of another form too: %s", async (_, answer) => {
    const here = world();
    here.osv.json = async () => answer;
    expect(await here.read(at("4.12.0"))).toEqual([]);
    expect(here.missed).toEqual([
      "OSV: api.osv.dev sent an answer of another form than it promises.",
    ]);
  });
});

describe("what strangers write in an advisory", () => {
  it("is words, whatever it holds, and links only where a link may lead", async () => {
    const hostile = {
      ...cache,
      summary: "<!channel> [click](javascript:alert(1)) @here\n\n# Big",
      details: `${"x".repeat(100_000)} <script>`,
      references: [
        { type: "ADVISORY", url: "javascript:alert(1)" },
        { type: "WEB", url: "https://a.example/>|<b" },
        { type: "WEB", url: "https://good.example/advisory" },
      ],
    };
    const [subject] = await world(fakeOsv(hostile)).read(at("4.12.0"));
    expect(subject?.url).toBe("https://good.example/advisory");
    expect(subject?.title).toContain("<!channel>");
    expect(subject?.title).not.toContain("\n");
    expect(subject?.revisions[0]?.text.length).toBeLessThan(3000);
  });

  it("may be anything at all, and is told or missed, never a crash", async () => {
    const odd = fc.oneof(fc.jsonValue(), fc.constantFrom("0", "4.12.0", "__proto__", "1.x", ""));
    const record = fc.record(
      {
        id: fc.oneof(fc.constant("GHSA-1111-1111-1111"), odd),
        aliases: fc.oneof(fc.array(odd), odd),
        details: odd,
        withdrawn: odd,
        severity: fc.oneof(fc.array(fc.record({ type: odd, score: odd })), odd),
        affected: fc.array(
          fc.record({
            package: fc.constant({ ecosystem: "npm", name: "@auth0/nextjs-auth0" }),
            ranges: fc.array(
              fc.record({
                type: fc.constantFrom("SEMVER", "GIT", "ECOSYSTEM"),
                events: fc.array(
                  fc.dictionary(fc.constantFrom("introduced", "fixed", "limit"), odd),
                ),
              }),
            ),
            versions: fc.oneof(fc.array(odd), odd),
          }),
        ),
        references: fc.oneof(fc.array(fc.record({ type: odd, url: odd })), odd),
        database_specific: odd,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(record, async (written) => {
        const here = world(fakeOsv(cache));
        const { json } = here.osv;
        here.osv.json = async (url, question) =>
          url.includes("/vulns/") ? written : json(url, question);
        const subjects = await here.read(at("4.12.0"));
        for (const { title, url, revisions } of subjects) {
          expect(title).not.toMatch(/\n/);
          expect(url).toMatch(/^https?:\/\//);
          expect(revisions).not.toHaveLength(0);
        }
        expect(subjects.length + here.missed.length).toBeLessThan(3);
      }),
    );
  });

  it("may lack nearly everything, or be of the wrong kind", async () => {
    const bare = {
      id: "GHSA-1111-1111-1111",
      affected: [
        {
          package: { ecosystem: "npm", name: "@auth0/nextjs-auth0" },
          ranges: "none",
          versions: ["4.12.0"],
        },
      ],
      severity: 7,
      aliases: [1],
      references: null,
    };
    const [subject] = await world(fakeOsv(bare)).read(at("4.12.0"));
    expect(subject).toMatchObject({
      id: "GHSA-1111-1111-1111",
      url: "https://osv.dev/vulnerability/GHSA-1111-1111-1111",
      labels: ["affected"],
    });
    expect(factOf(subject, "Severity")).toEqual(["not rated"]);
  });
});
