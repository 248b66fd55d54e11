import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Readers, Source, Target } from "../../src/core/source.ts";
import type { Subject } from "../../src/core/subject.ts";
import { parseFeed } from "../../src/feeds/parse.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { changelog } from "../../src/sources/changelog.ts";
import { status } from "../../src/sources/status.ts";
import { nothingMore } from "../sources/readers.ts";

const began = new Date("2026-11-22T18:00:30Z");

const readers: Readers = {
  ...nothingMore,
  async feed(url) {
    const response = await fetch(url);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return parseFeed(bytes, response.headers.get("content-type") ?? undefined, url);
  },
  page: async (url) => (await fetch(url)).text(),
};

describe("the sandbox's story, as the product's sources read it", () => {
  let sandbox: Sandbox;
  let now: Date;

  beforeEach(async () => {
    sandbox = await startSandbox({ port: 0, began, clock: { now: () => now } });
  });
  afterEach(() => sandbox.close());

  /** What a source makes of it so many seconds after the beginning. */
  async function readAfter(seconds: number, source: Source, path: string) {
    now = new Date(began.getTime() + seconds * 1000);
    const settings = source.settings.parse({ url: `${sandbox.url}${path}` });
    const tenants = [{ name: "pretend", domain: "pretend.us.auth0.com" }];
    const [target] = source.targets(settings, { tenants, feeds: [] });
    const subjects = await source.read(target as Target, readers, settings, now);
    return (id: string): Subject | undefined => subjects.find((one) => one.id.endsWith(id));
  }

  it("is an incident in which logins suffer, and which is resolved", async () => {
    const path = "/status/feed?domain={domain}";
    const seen = [];
    for (const second of [1, 5, 45, 85, 125]) {
      const incident = (await readAfter(second, status, path))("pretend-logins");
      seen.push([incident?.phase, incident?.revisions.length, incident?.authenticationAffected]);
    }
    expect(seen.slice(0, 4)).toEqual([
      [undefined, undefined, undefined],
      ["investigating", 1, true],
      ["identified", 2, true],
      ["monitoring", 3, true],
    ]);
    expect(seen[4]?.slice(0, 2)).toEqual(["resolved", 4]);
  });

  it("is maintenance to come, and a root cause told late", async () => {
    const path = "/status/feed?domain={domain}";
    const early = await readAfter(0, status, path);
    expect(early("pretend-maintenance")).toBeUndefined();
    const later = await readAfter(141, status, path);
    expect(later("pretend-maintenance")).toMatchObject({
      phase: "scheduled",
      startsAt: new Date("2026-11-25T18:00:30Z"),
    });
    expect(early("pretend-mail")?.phase).toBe("resolved");
    expect((await readAfter(171, status, path))("pretend-mail")?.phase).toBe("postmortem");
  });

  it("is a deprecation among entries of every kind", async () => {
    const path = "/changelog/rss.xml";
    const labels = async (seconds: number, id: string) =>
      (await readAfter(seconds, changelog, path))(id)?.labels;
    expect(await labels(149, "pretendPasswordGrant")).toBeUndefined();
    expect(await labels(150, "pretendPasswordGrant")).toContain("deprecation");
    expect(await labels(0, "pretendNodeRuntime")).toContain("breaking");
    expect(await labels(0, "pretendPasskeys")).toContain("early-access");
    expect(await labels(0, "pretendLogFilters")).toContain("ga");
  });
});
